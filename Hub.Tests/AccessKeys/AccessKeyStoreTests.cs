using System.Text;
using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.AccessKeys;

public abstract class AccessKeyStoreTests(DatabaseProvider database) : StoreTests(database)
{
    public sealed class OnSqlite() : AccessKeyStoreTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccessKeyStoreTests(DatabaseProvider.SqlServer);

    private AccessKeyAuthenticator Authenticator => Store.Get<AccessKeyAuthenticator>();

    private AccessKeyEditor Editor => Store.Get<AccessKeyEditor>();

    private AccessKeySeeder Seeder => Store.Get<AccessKeySeeder>();

    [Fact]
    public async Task a_key_is_known_by_its_token_alone_and_only_its_hash_is_stored()
    {
        var administrator = await Store.NewAdministratorAsync();
        var issued = await IssuedAsync(administrator, AccessScopes.Sessions | AccessScopes.AccountsRead);
        var token = issued.Token.Reveal();

        Assert.StartsWith("hub_ak_", token, StringComparison.Ordinal);
        Assert.Equal(
            new AccessKeyOutcome.Known(issued.Key.Id, "Careers site", AccessScopes.Sessions | AccessScopes.AccountsRead),
            await Authenticator.AuthenticateAsync(token, Stop)
        );
        Assert.IsType<AccessKeyOutcome.Unknown>(await Authenticator.AuthenticateAsync(token + "x", Stop));
        Assert.IsType<AccessKeyOutcome.Unknown>(await Authenticator.AuthenticateAsync(Convert.ToHexString(issued.Key.Hash), Stop));
        var stored = Assert.Single(await Store.QueryAsync(db => db.AccessKeys.ToListAsync(Stop)));
        Assert.Equal(BearerToken.HashOf(token), stored.Hash);
        Assert.Equal(token[^4..], stored.Hint);
        var audit = Assert.Single(await AuditAsync());
        Assert.Equal(
            (AuditActions.AccessKeyIssued, ActorKind.User, (Guid?)administrator.Value, stored.Id),
            (audit.Action, audit.ActorKind, audit.ActorId, audit.SubjectId)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hub_ak_")]
    [InlineData("hub_ak_' OR 1=1 --")]
    public async Task what_is_no_key_is_unknown(string? key) =>
        Assert.IsType<AccessKeyOutcome.Unknown>(await Authenticator.AuthenticateAsync(key, Stop));

    [Fact]
    public async Task an_endless_key_is_unknown_without_a_look_at_the_store()
    {
        Store.Events.Forget();
        Assert.IsType<AccessKeyOutcome.Unknown>(await Authenticator.AuthenticateAsync(new string('k', 100_000), Stop));
        Assert.Empty(Store.Events.Commands);
    }

    [Fact]
    public async Task a_known_key_takes_one_look_at_the_store()
    {
        var issued = await IssuedAsync(await Store.NewAdministratorAsync());
        Store.Events.Forget();
        await Authenticator.AuthenticateAsync(issued.Token.Reveal(), Stop);
        Assert.Single(Store.Events.Commands);
    }

    [Fact]
    public async Task a_key_expires_at_its_time()
    {
        var administrator = await Store.NewAdministratorAsync();
        var issued = await IssuedAsync(administrator, expiresAt: Store.Time.GetUtcNow() + TimeSpan.FromDays(1));
        Assert.IsType<AccessKeyOutcome.Known>(await Authenticator.AuthenticateAsync(issued.Token.Reveal(), Stop));
        Store.Time.Advance(TimeSpan.FromDays(1));
        Assert.IsType<AccessKeyOutcome.Expired>(await Authenticator.AuthenticateAsync(issued.Token.Reveal(), Stop));
        Assert.Equal(AccessKeyState.Expired, Assert.Single(await ListAsync()).State);
    }

    [Fact]
    public async Task a_key_is_switched_off_and_on_and_deleted_and_each_is_recorded_once()
    {
        var administrator = await Store.NewAdministratorAsync();
        var issued = await IssuedAsync(administrator);
        var (id, token) = (issued.Key.Id, issued.Token.Reveal());

        Assert.Equal(AccessKeyEditOutcome.Changed, await Editor.DisableAsync(administrator, id, Stop));
        Assert.Equal(AccessKeyEditOutcome.Changed, await Editor.DisableAsync(administrator, id, Stop));
        Assert.IsType<AccessKeyOutcome.Disabled>(await Authenticator.AuthenticateAsync(token, Stop));
        Assert.Equal(AccessKeyState.Disabled, Assert.Single(await ListAsync()).State);
        Assert.Equal(AccessKeyEditOutcome.Changed, await Editor.EnableAsync(administrator, id, Stop));
        Assert.IsType<AccessKeyOutcome.Known>(await Authenticator.AuthenticateAsync(token, Stop));
        Assert.Equal(AccessKeyEditOutcome.Changed, await Editor.DeleteAsync(administrator, id, Stop));
        Assert.Equal(AccessKeyEditOutcome.NotFound, await Editor.DeleteAsync(administrator, id, Stop));
        Assert.Equal(AccessKeyEditOutcome.NotFound, await Editor.EnableAsync(administrator, id, Stop));
        Assert.IsType<AccessKeyOutcome.Unknown>(await Authenticator.AuthenticateAsync(token, Stop));
        Assert.Empty(await ListAsync());

        Assert.Equal(
            [AuditActions.AccessKeyIssued, AuditActions.AccessKeyDisabled, AuditActions.AccessKeyEnabled, AuditActions.AccessKeyDeleted],
            (await AuditAsync()).Select(entry => entry.Action)
        );
    }

    [Fact]
    public async Task only_an_Administrator_of_this_moment_makes_or_changes_keys()
    {
        var administrator = await Store.NewAdministratorAsync();
        var issued = await IssuedAsync(administrator);
        var member = await Store.NewOwnerAsync("member@hub.example");
        await Store.QueryAsync(db => db.UserRoles.Where(role => role.UserId == administrator.Value).ExecuteDeleteAsync(Stop));
        foreach (var person in new[] { administrator, member, new OwnerId(HubUser.ProductId), new OwnerId(Guid.CreateVersion7()) })
        {
            Assert.IsType<AccessKeyIssueOutcome.NotAllowed>(await IssueAsync(person, Wanted));
            Assert.Equal(AccessKeyEditOutcome.NotAllowed, await Editor.DisableAsync(person, issued.Key.Id, Stop));
            Assert.Equal(AccessKeyEditOutcome.NotAllowed, await Editor.EnableAsync(person, issued.Key.Id, Stop));
            Assert.Equal(AccessKeyEditOutcome.NotAllowed, await Editor.DeleteAsync(person, issued.Key.Id, Stop));
        }

        Assert.IsType<AccessKeyOutcome.Known>(await Authenticator.AuthenticateAsync(issued.Token.Reveal(), Stop));
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task every_fault_is_named_and_nothing_is_stored()
    {
        var administrator = await Store.NewAdministratorAsync();
        var outcome = await IssueAsync(administrator, new AccessKeyRequest(" ", AccessScopes.None, Store.Time.GetUtcNow().AddDays(-1)));
        var invalid = Assert.IsType<AccessKeyIssueOutcome.Invalid>(outcome);
        Assert.Equal(
            [nameof(AccessKeyRequest.ExpiresAt), nameof(AccessKeyRequest.Name), nameof(AccessKeyRequest.Scopes)],
            invalid.Errors.Keys.Order(StringComparer.Ordinal)
        );
        Assert.IsType<AccessKeyIssueOutcome.Invalid>(await IssueAsync(administrator, Wanted with { Name = new string('n', 101) }));
        Assert.IsType<AccessKeyIssueOutcome.Invalid>(await IssueAsync(administrator, Wanted with { Scopes = (AccessScopes)128 }));
        Assert.Empty(await ListAsync());
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task the_list_is_newest_first_and_says_who_made_each_key_as_long_as_they_are_there()
    {
        var administrator = await Store.NewAdministratorAsync();
        await Seeder.SeedAsync(new Secret(new string('s', 32)), Stop);
        var issued = await IssuedAsync(administrator);

        var rows = await ListAsync();
        Assert.Equal(
            [(issued.Key.Id, false, "admin@hub.example"), (rows[1].Id, true, null)],
            rows.Select(row => (row.Id, row.IsSeeded, row.CreatorEmail))
        );

        await Store.QueryAsync(db => db.Users.Where(user => user.Id == administrator.Value).ExecuteDeleteAsync(Stop));
        rows = await ListAsync();
        Assert.Equal((issued.Key.Id, false, null), (rows[0].Id, rows[0].IsSeeded, rows[0].CreatorEmail));
        Assert.IsType<AccessKeyOutcome.Known>(await Authenticator.AuthenticateAsync(issued.Token.Reveal(), Stop));
    }

    [Fact]
    public async Task last_used_is_noted_in_memory_and_written_once()
    {
        var issued = await IssuedAsync(await Store.NewAdministratorAsync());
        var usage = Store.Get<AccessKeyUsage>();
        for (var request = 0; request < 100; request++)
        {
            await Authenticator.AuthenticateAsync(issued.Token.Reveal(), Stop);
        }

        // The list knows what this node noted; the store learns it later.
        Assert.Null(await LastUsedAsync());
        Assert.NotNull(Assert.Single(await ListAsync()).LastUsedAt);
        await usage.WriteAsync(Stop);
        var written = await LastUsedAsync();
        Assert.InRange(written!.Value, Store.Time.GetUtcNow() - TimeSpan.FromSeconds(10), Store.Time.GetUtcNow());

        // Nothing new, nothing written; and an older use that another node noted does not turn it back.
        await usage.WriteAsync(Stop);
        usage.Record(issued.Key.Id, written.Value - TimeSpan.FromHours(1));
        await usage.WriteAsync(Stop);
        Assert.Equal(written, await LastUsedAsync());
    }

    [Fact]
    public async Task a_refused_key_is_not_used()
    {
        var administrator = await Store.NewAdministratorAsync();
        var issued = await IssuedAsync(administrator);
        await Editor.DisableAsync(administrator, issued.Key.Id, Stop);
        await Authenticator.AuthenticateAsync(issued.Token.Reveal(), Stop);
        await Store.Get<AccessKeyUsage>().WriteAsync(Stop);
        Assert.Null(Assert.Single(await ListAsync()).LastUsedAt);
    }

    [Theory]
    [InlineData(AccessScopes.Proxy)]
    [InlineData(AccessScopes.Webhooks)]
    [InlineData(AccessScopes.Logs)]
    [InlineData(AccessScopes.All | AccessScopes.Proxy)]
    public async Task a_scope_without_an_endpoint_is_not_given_to_a_new_key(AccessScopes scopes)
    {
        var administrator = await Store.NewAdministratorAsync();
        var outcome = await IssueAsync(administrator, Wanted with { Scopes = scopes });
        Assert.Equal([nameof(AccessKeyRequest.Scopes)], Assert.IsType<AccessKeyIssueOutcome.Invalid>(outcome).Errors.Keys);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task a_key_of_an_earlier_version_keeps_its_scopes()
    {
        var everything = AccessScopeNames.Reserved.Aggregate(AccessScopes.All, (all, scope) => all | scope);
        var issued = await IssuedAsync(await Store.NewAdministratorAsync());
        await Store.QueryAsync(db => db.AccessKeys.ExecuteUpdateAsync(key => key.SetProperty(one => one.Scopes, everything), Stop));
        Assert.Equal((AccessScopes)127, everything);
        Assert.Equal(everything, Assert.Single(await ListAsync()).Scopes);
        var known = Assert.IsType<AccessKeyOutcome.Known>(await Authenticator.AuthenticateAsync(issued.Token.Reveal(), Stop));
        Assert.Equal(everything, known.Scopes);
    }

    [Fact]
    public async Task seeding_again_changes_nothing()
    {
        var token = new Secret(new string('a', 32));
        await Seeder.SeedAsync(token, Stop);
        await Seeder.SeedAsync(token, Stop);
        var known = Assert.IsType<AccessKeyOutcome.Known>(await Authenticator.AuthenticateAsync(token.Reveal(), Stop));
        Assert.Equal(AccessScopes.All, known.Scopes);
        var audit = Assert.Single(await AuditAsync());
        Assert.Equal((AuditActions.AccessKeyIssued, ActorKind.Hub, (Guid?)null), (audit.Action, audit.ActorKind, audit.ActorId));
    }

    [Fact]
    public async Task two_nodes_that_seed_at_the_same_moment_make_one_key()
    {
        await Seeder.SeedAsync(new Secret(new string('o', 32)), Stop);
        var token = new Secret(new string('n', 32));
        Store.Events.MeetBeforeWriting(2);
        await Task.WhenAll(Seeder.SeedAsync(token, Stop), Seeder.SeedAsync(token, Stop));
        Assert.Equal("nnnn", Assert.Single(await ListAsync()).Hint);
    }

    [Fact]
    public async Task another_value_takes_the_place_of_the_old_one()
    {
        var administrator = await Store.NewAdministratorAsync();
        var issued = await IssuedAsync(administrator);
        var (old, now) = (new string('o', 32), new string('n', 32));
        await Seeder.SeedAsync(new Secret(old), Stop);
        await Seeder.SeedAsync(new Secret(now), Stop);
        Assert.IsType<AccessKeyOutcome.Unknown>(await Authenticator.AuthenticateAsync(old, Stop));
        Assert.IsType<AccessKeyOutcome.Known>(await Authenticator.AuthenticateAsync(now, Stop));
        Assert.IsType<AccessKeyOutcome.Known>(await Authenticator.AuthenticateAsync(issued.Token.Reveal(), Stop));
        // The last two are of one instant: the order between them says nothing.
        Assert.Equal(
            [AuditActions.AccessKeyDeleted, AuditActions.AccessKeyIssued, AuditActions.AccessKeyIssued, AuditActions.AccessKeyIssued],
            (await AuditAsync()).Select(entry => entry.Action).Order().ToList()
        );
    }

    [Fact]
    public async Task a_seeded_key_that_an_Administrator_switched_off_stays_off()
    {
        var administrator = await Store.NewAdministratorAsync();
        var (leaked, fresh) = (new Secret(new string('l', 32)), new Secret(new string('f', 32)));
        await Seeder.SeedAsync(leaked, Stop);
        await Editor.DisableAsync(administrator, Assert.Single(await ListAsync()).Id, Stop);
        await Seeder.SeedAsync(leaked, Stop);
        Assert.IsType<AccessKeyOutcome.Disabled>(await Authenticator.AuthenticateAsync(leaked.Reveal(), Stop));
        // Not even by way of another value and back.
        await Seeder.SeedAsync(fresh, Stop);
        Assert.IsType<AccessKeyOutcome.Known>(await Authenticator.AuthenticateAsync(fresh.Reveal(), Stop));
        await Seeder.SeedAsync(leaked, Stop);
        Assert.IsType<AccessKeyOutcome.Disabled>(await Authenticator.AuthenticateAsync(leaked.Reveal(), Stop));
    }

    [Fact]
    public async Task the_key_is_nowhere_in_the_database()
    {
        Assert.SkipWhen(Store.Options.Provider != DatabaseProvider.Sqlite, "SQL Server's files are not here.");
        var token = (await IssuedAsync(await Store.NewAdministratorAsync())).Token.Reveal();
        await Authenticator.AuthenticateAsync(token, Stop);
        await Store.Get<AccessKeyUsage>().WriteAsync(Stop);
        var hint = Encoding.ASCII.GetBytes(token[^4..]);
        var files = Directory.EnumerateFiles(Store.Options.DataDirectory, "*", SearchOption.AllDirectories).Select(Read).ToList();
        Assert.Contains(files, bytes => bytes.AsSpan().IndexOf(hint) >= 0);
        foreach (
            var form in new[]
            {
                Encoding.UTF8.GetBytes(token),
                Encoding.Unicode.GetBytes(token),
                Encoding.UTF8.GetBytes(token["hub_ak_".Length..]),
            }
        )
        {
            Assert.All(files, bytes => Assert.True(bytes.AsSpan().IndexOf(form) < 0));
        }
    }

    private static AccessKeyRequest Wanted => new("Careers site", AccessScopes.Sessions, ExpiresAt: null);

    // The database has it open.
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private Task<AccessKeyIssueOutcome> IssueAsync(OwnerId administrator, AccessKeyRequest request) =>
        Store.Get<AccessKeyIssuer>().IssueAsync(administrator, request, Stop);

    private async Task<AccessKeyIssueOutcome.Issued> IssuedAsync(
        OwnerId administrator,
        AccessScopes scopes = AccessScopes.All,
        DateTimeOffset? expiresAt = null
    ) =>
        Assert.IsType<AccessKeyIssueOutcome.Issued>(
            await IssueAsync(administrator, new AccessKeyRequest(" Careers site ", scopes, expiresAt))
        );

    private Task<DateTimeOffset?> LastUsedAsync() => Store.QueryAsync(db => db.AccessKeys.Select(key => key.LastUsedAt).SingleAsync(Stop));

    private Task<IReadOnlyList<AccessKeyRow>> ListAsync() => Store.Get<AccessKeyDirectory>().ListAsync(Stop);

    private Task<List<AuditEvent>> AuditAsync() =>
        Store.QueryAsync(db => db.AuditEvents.AsNoTracking().OrderBy(entry => entry.At).ThenBy(entry => entry.Id).ToListAsync(Stop));
}
