using System.Text;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Tests.Components;
using Hub.Tests.Support;
using Hub.Web.Messages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Tests.OAuth;

/// <summary>The clients that an Administrator registers: stored, never shown again, and what they change for people.</summary>
public abstract class ProviderClientTests(DatabaseProvider database) : StoreTests(database)
{
    public sealed class OnSqlite() : ProviderClientTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : ProviderClientTests(DatabaseProvider.SqlServer);

    private const string Plain = "p0rtal-s3cret-in-plain-text";

    private static readonly Provider Portal = SampleProviders.Portal with
    {
        Methods =
        [
            SampleProviders.PortalMethod with
            {
                Flow = SampleProviders.PortalMethod.Flow with
                {
                    ScopeSeparator = ",",
                    Scopes =
                    [
                        new Scope
                        {
                            Name = "me",
                            Reason = "To see who you are.",
                            Required = true,
                        },
                        new Scope { Name = "jobs", Reason = "To read jobs." },
                    ],
                },
            },
        ],
    };

    private readonly ProviderCatalog _catalog = ProviderCatalog.Of(
        Portal,
        SampleProviders.Lumen,
        Portal with
        {
            Slug = "played",
            Sandbox = true,
        }
    );

    private OwnerId _administrator;

    private ProviderClients Clients => new(Store.Get<IDataProtectionProvider>(), _catalog, Contexts);

    private ProviderClientEditor Changer =>
        new(_catalog, Clients, Store.Get<KeyRingCheck>(), Store.Get<OwnerAuthorizer>(), Contexts, Store.Time);

    private ProviderClientDirectory Directory => new(_catalog, Clients, Contexts);

    private IDbContextFactory<HubDbContext> Contexts => Store.Get<IDbContextFactory<HubDbContext>>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _administrator = await Store.NewAdministratorAsync();
    }

    [Fact]
    public async Task a_client_is_stored_encrypted_and_people_are_offered_to_sign_in()
    {
        Assert.False((await Clients.GetAvailableMethodsAsync(Stop)).Any(Portal));
        Assert.Null(await Clients.FindAsync(Portal, Stop));

        await SavedAsync(seen: null, id: " portal-app ", secret: $" {Plain}\n", scopes: ["me", "more", "more", " "]);

        Assert.True((await Clients.GetAvailableMethodsAsync(Stop)).Any(Portal));
        var client = await Clients.FindAsync(Portal, Stop);
        Assert.Equal(("portal-app", Plain), (client!.ClientId, client.Secret.Reveal()));
        Assert.Equal(["me", "more"], client.Scopes);
        var row = await Store.QueryAsync(db => db.ProviderClients.SingleAsync(Stop));
        Assert.True(row.Secret.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Plain)) < 0);
        // What is encrypted for one provider is good for no other.
        Assert.Null(Clients.Unprotect("lumen", row.Secret));
        var shown = (await Directory.FindAsync("PORTAL", Stop))!.Client!;
        Assert.Equal(("portal-app", row.ConcurrencyStamp, true), (shown.ClientId, shown.Stamp, shown.IsReadable));
        var audit = Assert.Single(await AuditAsync());
        Assert.Equal(
            (AuditActions.ProviderClientSaved, (Guid?)_administrator.Value, "portal"),
            (audit.Action, audit.ActorId, audit.Detail)
        );
    }

    [Fact]
    public async Task a_secret_that_is_left_empty_stays_as_long_as_it_is_of_the_same_client_and_can_be_read()
    {
        var stamp = await SavedAsync(seen: null);
        stamp = await SavedAsync(stamp, secret: "", scopes: ["me", "jobs"]);
        Assert.Equal(Plain, (await Clients.FindAsync(Portal, Stop))!.Secret.Reveal());

        Assert.Contains(
            "the secret of the new client",
            MessageAt(nameof(ClientForm.Secret), await SaveAsync(stamp, id: "another-app", secret: "")),
            StringComparison.Ordinal
        );
        stamp = await SavedAsync(stamp, id: "another-app", secret: "its-own");

        await Store.QueryAsync(db =>
            db.ProviderClients.ExecuteUpdateAsync(client => client.SetProperty(one => one.Secret, new byte[] { 1, 2, 3 }), Stop)
        );
        Assert.False((await Clients.GetAvailableMethodsAsync(Stop)).Any(Portal));
        Assert.Null(await Clients.FindAsync(Portal, Stop));
        var row = await Directory.FindAsync("portal", Stop);
        Assert.False(row!.IsOffered);
        Assert.False(row.Client!.IsReadable);
        Assert.Contains(
            "Enter it again",
            MessageAt(nameof(ClientForm.Secret), await SaveAsync(stamp, id: "another-app", secret: "")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", Plain, "me", nameof(ClientForm.ClientId), "Enter the client ID.")]
    [InlineData("two words", Plain, "me", nameof(ClientForm.ClientId), "It contains")]
    [InlineData("portal-app", "", "me", nameof(ClientForm.Secret), "Enter the client secret.")]
    [InlineData("portal-app", "two words", "me", nameof(ClientForm.Secret), "It contains")]
    [InlineData("portal-app", Plain, "jobs", nameof(ClientForm.Scopes), "me is required: To see who you are.")]
    [InlineData("portal-app", Plain, "me;jobs,more", nameof(ClientForm.Scopes), "cannot contain “,”")]
    [InlineData("portal-app", Plain, "me;\"x\"", nameof(ClientForm.Scopes), "quotation mark")]
    public async Task what_is_wrong_is_told_at_its_place_and_nothing_is_stored(
        string id,
        string secret,
        string scopes,
        string property,
        string message
    )
    {
        Assert.Contains(message, MessageAt(property, await SaveAsync(seen: null, id, secret, scopes.Split(';'))), StringComparison.Ordinal);
        Assert.Equal(0, await Store.QueryAsync(db => db.ProviderClients.CountAsync(Stop)));
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task what_is_too_long_is_told_before_the_database_would()
    {
        var invalid = Assert.IsType<ClientOutcome.Invalid>(
            await SaveAsync(
                seen: null,
                new string('i', ProviderClient.ClientIdLength + 1),
                new string('s', ProviderClient.SecretLength + 1),
                ["me", new string('x', ProviderClient.ScopesLength)]
            )
        );
        Assert.Equal(
            [nameof(ClientForm.ClientId), nameof(ClientForm.Scopes), nameof(ClientForm.Secret)],
            invalid.Errors.Keys.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task nobody_overwrites_or_removes_what_they_have_not_seen()
    {
        var first = await SavedAsync(seen: null);
        Assert.IsType<ClientOutcome.ChangedMeanwhile>(await SaveAsync(seen: null, id: "mine"));
        var second = await SavedAsync(first, id: "portal-app", secret: "newer");
        Assert.IsType<ClientOutcome.ChangedMeanwhile>(await SaveAsync(first, id: "mine"));
        Assert.IsType<ClientOutcome.ChangedMeanwhile>(await Changer.RemoveAsync(_administrator, "portal", first, Stop));
        Assert.Equal("newer", (await Clients.FindAsync(Portal, Stop))!.Secret.Reveal());

        // Both have read before one of them writes.
        Store.Events.MeetBeforeWriting(2);
        var outcomes = await Task.WhenAll(SaveAsync(second, id: "one", secret: "one"), SaveAsync(second, id: "other", secret: "other"));
        var saved = Assert.Single(outcomes.OfType<ClientOutcome.Saved>());
        Assert.Single(outcomes.OfType<ClientOutcome.ChangedMeanwhile>());
        Assert.Equal(saved.Stamp, (await Directory.FindAsync("portal", Stop))!.Client!.Stamp);
    }

    [Fact]
    public async Task a_removed_client_is_gone_and_nobody_is_offered_to_sign_in()
    {
        var stamp = await SavedAsync(seen: null);
        Assert.IsType<ClientOutcome.Removed>(await Changer.RemoveAsync(_administrator, "portal", stamp, Stop));
        Assert.IsType<ClientOutcome.Removed>(await Changer.RemoveAsync(_administrator, "portal", stamp, Stop));
        Assert.False((await Clients.GetAvailableMethodsAsync(Stop)).Any(Portal));
        Assert.Equal(
            [AuditActions.ProviderClientSaved, AuditActions.ProviderClientRemoved],
            (await AuditAsync()).Select(entry => entry.Action)
        );
        Assert.IsType<ClientOutcome.ChangedMeanwhile>(await SaveAsync(stamp, secret: ""));
    }

    [Fact]
    public async Task only_an_Administrator_of_this_moment_changes_clients()
    {
        var stamp = await SavedAsync(seen: null);
        var member = await Store.NewOwnerAsync("member@hub.example");
        await Store.QueryAsync(db => db.UserRoles.ExecuteDeleteAsync(Stop));
        foreach (var person in new[] { _administrator, member, new OwnerId(HubUser.ProductId) })
        {
            Assert.IsType<ClientOutcome.NotAllowed>(await Changer.SaveAsync(person, "portal", Form(stamp), Stop));
            Assert.IsType<ClientOutcome.NotAllowed>(await Changer.RemoveAsync(person, "portal", stamp, Stop));
        }

        Assert.Single(await AuditAsync());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("lumen")]
    [InlineData("played")]
    public async Task a_client_is_stored_only_where_people_sign_in_with_one(string slug) =>
        Assert.IsType<ClientOutcome.ProviderUnknown>(await Changer.SaveAsync(_administrator, slug, Form(seen: null), Stop));

    [Fact]
    public async Task the_sandbox_is_offered_as_it_is()
    {
        Assert.True((await Clients.GetAvailableMethodsAsync(Stop)).Any(_catalog.Find("played")!));
        Assert.Null((await Clients.FindAsync(_catalog.Find("played")!, Stop))!.Scopes);
        Assert.Equal(
            [("portal", false), ("played", true)],
            (await Directory.ListAsync(Stop)).Select(row => (row.Provider.Slug, row.IsOffered))
        );
        Assert.Null(await Directory.FindAsync("lumen", Stop));
    }

    [Fact]
    public async Task accounts_are_counted_and_those_that_waited_for_a_good_client_are_due()
    {
        await AddAccountAsync("portal");
        var waiting = await AddAccountAsync("portal", failures: 3);
        await AddAccountAsync("portal", failures: 2, expired: true);
        await AddAccountAsync("portal", refreshes: false);
        var elsewhere = await AddAccountAsync("elsewhere", failures: 3);
        Store.Events.Forget();
        Assert.Equal(
            new SignedInAccounts(Linked: 4, Expired: 1, Failing: 1, Refreshed: 2),
            (await Directory.ListAsync(Stop)).First(row => row.Provider == Portal).Accounts
        );
        Assert.Equal(2, Store.Events.Commands.Count);

        var before = Store.Time.GetUtcNow();
        await SavedAsync(seen: null);

        Assert.True(await RefreshAtAsync(waiting) <= Store.Time.GetUtcNow());
        Assert.True(await RefreshAtAsync(elsewhere) > before.AddMinutes(30));
    }

    private async Task<Guid> AddAccountAsync(string slug, int failures = 0, bool expired = false, bool refreshes = true)
    {
        var now = Store.Time.GetUtcNow();
        var account = Some.Account(_administrator.Value, slug, linkedAt: now);
        account.AuthMethod = AuthMethodKind.Oauth2AuthorizationCode;
        account.Token = new AccountToken
        {
            AccountId = account.Id,
            CanRefresh = refreshes && !expired,
            Failures = failures,
            ExpiresAt = now.AddHours(1),
            RefreshAt = refreshes && !expired ? now.AddHours(1) : null,
        };
        if (expired)
        {
            account.SetReason(ReasonGroup.Credential, new StatusReason.AuthorizationEnded(AuthorizationEnd.Revoked), now);
        }

        await Store.QueryAsync(db => db.LinkedAccounts.Add(account).Context.SaveChangesAsync(Stop));
        return account.Id;
    }

    private Task<DateTimeOffset?> RefreshAtAsync(Guid account) =>
        Store.QueryAsync(db =>
            db.AccountTokens.Where(token => token.AccountId == account).Select(token => token.RefreshAt).SingleAsync(Stop)
        );

    private static ClientForm Form(Guid? seen, string id = "portal-app", string secret = Plain, string[]? scopes = null) =>
        new()
        {
            ClientId = id,
            Secret = new Secret(secret),
            Scopes = scopes ?? ["me"],
            Seen = seen,
        };

    private Task<ClientOutcome> SaveAsync(Guid? seen, string id = "portal-app", string secret = Plain, string[]? scopes = null) =>
        Changer.SaveAsync(_administrator, "portal", Form(seen, id, secret, scopes), Stop);

    private async Task<Guid> SavedAsync(Guid? seen, string id = "portal-app", string secret = Plain, string[]? scopes = null) =>
        Assert.IsType<ClientOutcome.Saved>(await SaveAsync(seen, id, secret, scopes)).Stamp;

    private static string MessageAt(string property, ClientOutcome outcome) =>
        MessageSets.Get<ValidationMessages>().Of(Assert.IsType<ClientOutcome.Invalid>(outcome).Errors[property]);

    private Task<List<AuditEvent>> AuditAsync() =>
        Store.QueryAsync(db => db.AuditEvents.AsNoTracking().OrderBy(entry => entry.At).ThenBy(entry => entry.Id).ToListAsync(Stop));
}
