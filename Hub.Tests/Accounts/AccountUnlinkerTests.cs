using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Accounts;

public abstract class AccountUnlinkerTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountUnlinkerTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountUnlinkerTests(DatabaseProvider.SqlServer);

    private AccountUnlinker Unlinker => Store.Get<AccountUnlinker>();

    [Fact]
    public async Task the_account_and_its_credential_are_gone_and_the_trail_stays()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner, AtAddress("acme"));
        var kept = await LinkedAsync(owner);

        Assert.True(await Unlinker.UnlinkAsync(owner, linked.AccountId, Stop));

        Assert.Equal(kept.AccountId, Assert.Single(await AccountsAsync()).Id);
        Assert.Equal(
            [kept.AccountId],
            await Store.QueryAsync(db => db.Credentials.Select(field => field.AccountId).Distinct().ToListAsync(Stop))
        );
        var entry = (await AuditEventsAsync())[^1];
        Assert.Equal(
            (AuditActions.AccountUnlinked, owner.Value, linked.AccountId, "workable"),
            (entry.Action, entry.ActorId, entry.SubjectId, entry.Detail)
        );
        Assert.Equal([AuditActions.AccountLinked, AuditActions.AccountLinked, AuditActions.AccountUnlinked], await AuditAsync());
    }

    [Fact]
    public async Task identity_and_history_stay_as_an_archived_account_that_only_those_find_who_ask_for_it()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;

        await Unlinker.UnlinkAsync(owner, id, Stop);

        Assert.Equal(0, (await Store.Get<AccountDirectory>().ListAsync(owner, new AccountQuery(), Stop)).Total);
        Assert.Null(await Store.Get<AccountDirectory>().FindAsync(owner, id, Stop));
        Assert.Null(await Store.Get<ProductAccounts>().FindAsync(id, Stop));
        Assert.IsType<CredentialOutcome.NotFound>(await Store.Get<CredentialReader>().ReadAsync(owner, id, owner, Stop));
        var archived = Assert.Single(
            (await Store.Get<AccountDirectory>().ListAsync(owner, new AccountQuery(Statuses: [AccountStatus.Archived]), Stop)).Rows
        );
        Assert.Equal((id, "Jane Doe", AccountStatus.Archived), (archived.Id, archived.Identity.Name, archived.Status));
        Assert.Equal(0, await Store.QueryAsync(db => db.Credentials.CountAsync(Stop)));
        Assert.Equal(0, await Store.QueryAsync(db => db.AccountHealth.CountAsync(Stop)));
        Assert.Equal(
            [AccountEventKind.Created, AccountEventKind.Deleted],
            await Store.QueryAsync(db => db.AccountEvents.OrderBy(one => one.Number).Select(one => one.Kind).ToListAsync(Stop))
        );
    }

    [Fact]
    public async Task the_same_identity_can_be_linked_again_and_unlinked_again()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        for (var time = 0; time < 3; time++)
        {
            var linked = await LinkedAsync(owner);
            Assert.False(linked.Updated);
            Assert.True(await Unlinker.UnlinkAsync(owner, linked.AccountId, Stop));
        }

        Assert.Equal(
            3,
            (await Store.Get<AccountDirectory>().ListAsync(owner, new AccountQuery(Statuses: [AccountStatus.Archived]), Stop)).Total
        );
    }

    [Fact]
    public async Task another_owners_account_is_not_unlinked()
    {
        Store.ProviderSays(Proof);
        var linked = await LinkedAsync(await Store.NewOwnerAsync());
        var eve = await Store.NewOwnerAsync("eve@hub.example");

        Assert.False(await Unlinker.UnlinkAsync(eve, linked.AccountId, Stop));

        Assert.Equal(Key, StoredKeyOf(await AccountAsync(linked.AccountId)));
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }

    [Fact]
    public async Task unlinking_twice_at_the_same_moment_is_recorded_once()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.Events.MeetBeforeWriting(2);

        var gone = await Task.WhenAll(
            Unlinker.UnlinkAsync(owner, linked.AccountId, Stop),
            Unlinker.UnlinkAsync(owner, linked.AccountId, Stop)
        );

        Assert.Single(gone, byThisCall => byThisCall);
        Assert.Equal([AuditActions.AccountLinked, AuditActions.AccountUnlinked], await AuditAsync());
    }

    [Fact]
    public async Task an_account_that_is_renamed_at_the_same_moment_is_unlinked_all_the_same()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.Events.MeetBeforeWriting(2);

        var unlinking = Unlinker.UnlinkAsync(owner, linked.AccountId, Stop);
        await Task.WhenAll(unlinking, Store.Get<AccountRenamer>().RenameAsync(owner, linked.AccountId, "Other", Stop));

        Assert.True(await unlinking);
        Assert.Empty(await AccountsAsync());
    }

    [Fact]
    public async Task a_save_that_fails_leaves_account_and_credential()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.Events.FailAfter = "INSERT INTO";

        await Assert.ThrowsAsync<DbUpdateException>(() => Unlinker.UnlinkAsync(owner, linked.AccountId, Stop));

        Assert.Equal(Key, StoredKeyOf(await AccountAsync(linked.AccountId)));
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }
}
