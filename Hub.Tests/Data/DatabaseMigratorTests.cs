using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Sessions;
using Hub.Tests.Accounts;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Tests.Data;

public abstract class DatabaseMigratorTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : DatabaseMigratorTests(DatabaseProvider.Sqlite)
    {
        [Fact]
        public async Task readers_and_the_writer_do_not_block_each_other() =>
            Assert.Equal(
                "wal",
                (await Store.QueryAsync(db => db.Database.SqlQueryRaw<string>("PRAGMA journal_mode;").ToListAsync(Stop)))[0]
            );
    }

    public sealed class OnSqlServer() : DatabaseMigratorTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task an_empty_database_gets_every_migration_and_says_which()
    {
        await using var empty = await TestStore.CreateAsync(Store.Options.Provider, migrate: false);
        var migrator = empty.Get<DatabaseMigrator>();
        var all = await empty.QueryAsync(db => Task.FromResult(db.Database.GetMigrations().ToArray()));
        Assert.NotEmpty(all);

        Assert.Equal(all, await migrator.PendingAsync(Stop));
        Assert.Equal(all, await migrator.MigrateAsync(Stop));
        Assert.Empty(await migrator.PendingAsync(Stop));
    }

    [Fact]
    public async Task migrating_again_does_nothing()
    {
        Store.ProviderSays(Proof);
        var linked = await LinkedAsync(await Store.NewOwnerAsync());

        Assert.Empty(await Store.Get<DatabaseMigrator>().MigrateAsync(Stop));

        Assert.Equal(Key, StoredKeyOf(await AccountAsync(linked.AccountId)));
    }

    [Fact]
    public async Task a_database_of_the_first_version_is_brought_to_this_one()
    {
        await using var old = await TestStore.CreateAsync(Store.Options.Provider, migrate: false);
        await old.QueryAsync(async db =>
        {
            await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().First(), Stop);
            return true;
        });

        await old.Get<DatabaseMigrator>().MigrateAsync(Stop);

        old.ProviderSays(Proof);
        var owner = await old.NewOwnerAsync();
        Assert.IsType<LinkOutcome.Linked>(await old.Linker.LinkAsync(owner, Request(), progress: null, Stop));
        Assert.Equal(1, (await old.Get<AccountDirectory>().ListAsync(owner, new AccountQuery(), Stop)).Total);
        Assert.True(await old.QueryAsync(db => db.Roles.AnyAsync(role => role.Name == HubRoles.Administrator, Stop)));
    }

    [Fact]
    public async Task tokens_whose_end_nobody_knows_are_not_all_due_at_once_after_the_upgrade()
    {
        Store.ProviderSays(Proof);
        for (var account = 0; account < 3; account++)
        {
            var id = (await LinkedAsync(await Store.NewOwnerAsync($"{account}@hub.example"))).AccountId;
            await Store.QueryAsync(db =>
            {
                db.AccountTokens.Add(new AccountToken { AccountId = id, CanRefresh = true });
                return db.SaveChangesAsync(Stop);
            });
        }

        var before = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        await MigrateToBeforeAsync("TokenAnswers");
        await Store.Get<DatabaseMigrator>().MigrateAsync(Stop);

        var due = await Store.QueryAsync(db => db.AccountTokens.Select(token => token.RefreshAt!.Value).ToListAsync(Stop));
        Assert.All(
            due,
            at =>
            {
                Assert.InRange(at, before, TimeProvider.System.GetUtcNow().AddDays(1));
                Assert.Equal(TimeSpan.Zero, at.Offset);
            }
        );
        Assert.NotEqual(due.Min(), due.Max());
    }

    /// <summary>Sentences of old versions: of a provider file, of Hub's own, and one that nobody knows.</summary>
    public static TheoryData<string, string?, string?, StatusReason?> OldReasons =>
        new()
        {
            { "Active", null, null, null },
            { "Active", "It may not read \"users\".\nGrant it.", null, new StatusReason.Unknown("It may not read \"users\".\nGrant it.") },
            { "Error", "Acme's rejected the key. Link the account again with a new one.", null, new StatusReason.KeyRejected() },
            { "Error", "Acme no longer knows this address. Link the account again.", null, new StatusReason.AddressUnknown() },
            { "Error", "The moon was full.", null, new StatusReason.Unknown("The moon was full.") },
            { "Expired", null, "AnswerLost", new StatusReason.AuthorizationEnded(AuthorizationEnd.AnswerLost) },
            {
                "Expired",
                "Acme ended the sign-in: it was revoked, or not used for too long. Sign in again.",
                null,
                new StatusReason.AuthorizationEnded(AuthorizationEnd.Revoked)
            },
            {
                "Expired",
                "Acme no longer accepts the sign-in. Sign in again.",
                null,
                new StatusReason.AuthorizationEnded(AuthorizationEnd.Rejected)
            },
        };

    [Theory]
    [MemberData(nameof(OldReasons))]
    public async Task a_sentence_that_was_stored_becomes_a_code(string status, string? sentence, string? end, StatusReason? reason)
    {
        Store.ProviderSays(Proof);
        var account = (await LinkedAsync(await Store.NewOwnerAsync())).AccountId;
        await MigrateToBeforeAsync("StoredReasons");
        await Store.QueryAsync(db =>
            db.Database.ExecuteSqlAsync($"UPDATE LinkedAccounts SET Status = {status}, StatusReason = {sentence}, EndReason = {end}", Stop)
        );

        await Store.Get<DatabaseMigrator>().MigrateAsync(Stop);

        Assert.Equal(reason, (await AccountAsync(account)).FindReason());

        // And back, for those who have to return to the version before.
        await MigrateToBeforeAsync("StoredReasons");
        var columns = (FormattableString)$"SELECT COALESCE(StatusReason, EndReason) AS Value FROM LinkedAccounts";
        var before = await Store.QueryAsync(db => db.Database.SqlQuery<string?>(columns).SingleAsync(Stop));
        Assert.Equal(sentence is null && end is null, before is null);
    }

    [Theory]
    [InlineData("access_denied", "You did not allow it.", true)]
    [InlineData("other_identity", "You are \"Eve\".", false)]
    public async Task an_attempt_that_failed_before_the_upgrade_still_says_why(string code, string sentence, bool isKnown)
    {
        var owner = await Store.NewOwnerAsync();
        await MigrateToBeforeAsync("StoredReasons");
        await Store.QueryAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO ConnectionAttempts (Id, OwnerId, CreatedAt, Status, AsAnother, [Return], Updated, ErrorCode, ErrorDescription)
                SELECT Id, Id, CreatedAt, 'Error', 0, 'Popup', 0, {code}, {sentence} FROM AspNetUsers WHERE Id = {owner.Value}
                """,
                Stop
            )
        );

        await Store.Get<DatabaseMigrator>().MigrateAsync(Stop);

        Assert.Equal(
            isKnown ? new AuthorizationFailure.Denied() : new AuthorizationFailure.Unknown(code, sentence),
            (await Store.QueryAsync(db => db.ConnectionAttempts.SingleAsync(Stop))).Failure
        );
    }

    private Task<bool> MigrateToBeforeAsync(string migration) =>
        Store.QueryAsync(async db =>
        {
            await db.GetService<IMigrator>()
                .MigrateAsync(
                    db.Database.GetMigrations().TakeWhile(name => !name.EndsWith($"_{migration}", StringComparison.Ordinal)).Last(),
                    Stop
                );
            return true;
        });
}
