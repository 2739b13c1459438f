using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Tests.OAuth;
using Hub.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Tests.Accounts;

/// <summary>Two nodes at one database, of which one has another key ring.</summary>
public abstract class KeyRingCheckTests(DatabaseProvider database, TokenProvider provider)
    : TokenTests(database, provider),
        IClassFixture<TokenProvider>
{
    public sealed class OnSqlite(TokenProvider provider) : KeyRingCheckTests(DatabaseProvider.Sqlite, provider);

    public sealed class OnSqlServer(TokenProvider provider) : KeyRingCheckTests(DatabaseProvider.SqlServer, provider);

    private KeyRingCheck Check => Store.Get<KeyRingCheck>();

    [Fact]
    public async Task the_first_node_leaves_a_mark_that_another_key_ring_does_not_read()
    {
        Assert.True(await Check.FitsAsync(Stop));
        await using var foreign = NodeWith(new EphemeralDataProtectionProvider());
        Assert.False(await CheckOf(foreign).FitsAsync(Stop));
        Assert.True(await Check.FitsAsync(Stop));
    }

    [Fact]
    public async Task nodes_that_start_at_the_same_moment_agree()
    {
        Assert.DoesNotContain(false, await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Check.FitsAsync(Stop), Stop))));
        Assert.Equal(1, await Store.QueryAsync(db => db.KeyRingMarks.CountAsync(Stop)));
    }

    [Fact]
    public async Task in_a_database_of_before_there_was_a_mark_the_credentials_tell()
    {
        await LinkedAsync(Owner);
        await ForgetMarkAsync();
        await using var foreign = NodeWith(new EphemeralDataProtectionProvider());
        Assert.False(await CheckOf(foreign).FitsAsync(Stop));
        Assert.Equal(0, await Store.QueryAsync(db => db.KeyRingMarks.CountAsync(Stop)));
        Assert.True(await Check.FitsAsync(Stop));
        Assert.False(await CheckOf(foreign).FitsAsync(Stop));
    }

    [Fact]
    public async Task a_node_that_reads_few_credentials_of_a_database_without_mark_leaves_none()
    {
        await using var foreign = ForeignNode();
        Assert.IsType<LinkOutcome.Linked>(await LinkAtAsync(foreign));
        await ForgetMarkAsync();
        await LinkWithoutMarkAsync("anna@hub.example");
        // Half and half: neither may say that the other is wrong.
        Assert.False(await CheckOf(foreign).FitsAsync(Stop));
        Assert.False(await Check.FitsAsync(Stop));

        await LinkWithoutMarkAsync("john@hub.example");
        Assert.False(await CheckOf(foreign).FitsAsync(Stop));
        Assert.True(await Check.FitsAsync(Stop));
        Assert.Single(
            await Store.Get<ProductAccounts>().ListAsync(new ProductAccountQuery([], [], null, null), Stop),
            account => !account.IsReadable
        );
    }

    [Fact]
    public async Task a_node_with_another_key_ring_stores_no_secret_until_its_key_ring_is_accepted()
    {
        var account = (await LinkedAsync(Owner)).AccountId;
        await TokenProvider.RegisterAsync(Store.Get<IServiceProvider>(), TokenProvider.Plain);
        var administrator = await Store.NewAdministratorAsync();
        await using var foreign = ForeignNode();

        Assert.IsType<LinkOutcome.KeyRingDoesNotFit>(await LinkAtAsync(foreign));
        Assert.IsType<ClientOutcome.KeyRingDoesNotFit>(await SaveClientAsync(foreign, administrator));
        var start = await foreign
            .GetRequiredService<AuthorizationStarter>()
            .StartAsync(
                Owner,
                new LinkCommand.Link(TokenProvider.Plain, AuthMethodKind.Oauth2AuthorizationCode, Some.Values()),
                AttemptReturn.Popup,
                attemptId: null,
                Stop
            );
        Assert.IsType<LinkOutcome.KeyRingDoesNotFit>(Assert.IsType<StartOutcome.Refused>(start).Reason);
        Assert.Equal(Key, StoredKeyOf(await AccountAsync(account)));

        await CheckOf(foreign).AcceptAsync(Stop);
        Assert.True(Assert.IsType<LinkOutcome.Linked>(await LinkAtAsync(foreign)).Updated);
        Assert.IsType<ClientOutcome.Saved>(await SaveClientAsync(foreign, administrator));
    }

    [Fact]
    public async Task a_new_key_in_the_same_key_ring_fits()
    {
        var keys = Directory.CreateTempSubdirectory("hub-test-").FullName;
        try
        {
            await using (var before = NodeOn(keys))
            {
                Assert.True(await CheckOf(before).FitsAsync(Stop));
                var now = TimeProvider.System.GetUtcNow();
                before.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
            }

            await using var after = NodeOn(keys);
            Assert.Equal(2, after.GetRequiredService<IKeyManager>().GetAllKeys().Count);
            Assert.True(await CheckOf(after).FitsAsync(Stop));
        }
        finally
        {
            Directory.Delete(keys, recursive: true);
        }
    }

    [Fact]
    public async Task a_node_with_another_key_ring_says_which_accounts_it_cannot_read_and_the_good_one_reads_all()
    {
        var account = (await LinkedAsync(Owner)).AccountId;
        Assert.True(await Check.FitsAsync(Stop));
        await using var foreign = NodeWith(new EphemeralDataProtectionProvider());
        Assert.False(await CheckOf(foreign).FitsAsync(Stop));

        Assert.Equal(
            new UnreadableAccount(account, "smartrecruiters", "Jane Doe", "jane@hub.example"),
            Assert.Single(await ReadAllAsync(foreign)) with
            {
                Name = "Jane Doe",
            }
        );
        Assert.False(
            Assert.Single((await foreign.GetRequiredService<AccountDirectory>().ListAsync(Owner, new AccountQuery(), Stop)).Rows).IsReadable
        );
        Assert.False((await foreign.GetRequiredService<AccountDirectory>().FindAsync(Owner, account, Stop))!.IsReadable);
        Assert.False((await foreign.GetRequiredService<ProductAccounts>().FindAsync(account, Stop))!.IsReadable);
        Assert.False(
            Assert
                .Single(await foreign.GetRequiredService<ProductAccounts>().ListAsync(new ProductAccountQuery([], [], null, null), Stop))
                .IsReadable
        );

        Assert.Empty(await Store.Get<UnreadableAccounts>().FindAsync(Stop).ToListAsync(Stop));
        Assert.True(Assert.Single((await Store.Get<AccountDirectory>().ListAsync(Owner, new AccountQuery(), Stop)).Rows).IsReadable);
        Assert.True((await Store.Get<ProductAccounts>().FindAsync(account, Stop))!.IsReadable);
    }

    [Fact]
    public async Task a_node_with_another_key_ring_leaves_what_is_due_to_the_good_one()
    {
        var account = await SignedInAsync();
        Assert.True(await Check.FitsAsync(Stop));
        Pass(Due);
        var before = (await StoredAsync(account)).Token;

        await using var foreign = NodeWith(new EphemeralDataProtectionProvider());
        Assert.Equal(0, await foreign.GetRequiredService<TokenRefreshJob>().RunAsync(Stop));

        var after = (await StoredAsync(account)).Token;
        Assert.Equal(
            (before.RefreshAt, before.LeaseId, before.LeasedUntil, before.Failures),
            (after.RefreshAt, after.LeaseId, after.LeasedUntil, after.Failures)
        );
        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task a_key_ring_that_is_accepted_is_the_right_one_from_then_on()
    {
        await LinkedAsync(Owner);
        Assert.True(await Check.FitsAsync(Stop));
        await using var foreign = NodeWith(new EphemeralDataProtectionProvider());

        await CheckOf(foreign).AcceptAsync(Stop);

        Assert.True(await CheckOf(foreign).FitsAsync(Stop));
        Assert.False(await Check.FitsAsync(Stop));
        Assert.Single(await ReadAllAsync(foreign));
        Assert.Contains("key_ring.accepted", await AuditAsync());
    }

    private static KeyRingCheck CheckOf(IServiceProvider node) => node.GetRequiredService<KeyRingCheck>();

    private static async Task<List<UnreadableAccount>> ReadAllAsync(IServiceProvider node) =>
        await node.GetRequiredService<UnreadableAccounts>().FindAsync(Stop).ToListAsync(Stop);

    /// <summary>As the version before this one did, which knew no mark.</summary>
    private async Task LinkWithoutMarkAsync(string email)
    {
        await Check.AcceptAsync(Stop);
        await LinkedAsync(await Store.NewOwnerAsync(email));
        await ForgetMarkAsync();
    }

    private static Task<ClientOutcome> SaveClientAsync(ServiceProvider node, OwnerId administrator) =>
        node.GetRequiredService<ProviderClientEditor>()
            .SaveAsync(
                administrator,
                TokenProvider.Bearer,
                new ClientForm
                {
                    ClientId = "app",
                    Secret = new Secret("secret-of-the-app"),
                    Scopes = ["me.read"],
                    Seen = null,
                },
                Stop
            );

    private Task<int> ForgetMarkAsync() => Store.QueryAsync(db => db.KeyRingMarks.ExecuteDeleteAsync(Stop));

    private Task<LinkOutcome> LinkAtAsync(ServiceProvider node) =>
        node.GetRequiredService<IAccountLinker>().LinkAsync(Owner, Request(), progress: null, Stop);

    private ServiceProvider ForeignNode() =>
        NodeWith(services =>
            services
                .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
                .AddSingleton(Store.Get<ICredentialVerifier>())
        );

    private ServiceProvider NodeOn(string keys) =>
        NodeWith(services => services.AddDataProtection().SetApplicationName("Hub").PersistKeysToFileSystem(new DirectoryInfo(keys)));

    private ServiceProvider NodeWith(IDataProtectionProvider keyRing) => NodeWith(services => services.AddSingleton(keyRing));

    private ServiceProvider NodeWith(Action<IServiceCollection> addKeyRing)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHubData(Store.Options);
        services.AddHubCore(
            new ConfigurationBuilder().AddCommandLine([.. Settings.Select(setting => $"--{setting}")]).Build(),
            withSandbox: true
        );
        services.AddSingleton<TimeProvider>(Store.Time);
        addKeyRing(services);
        return services.BuildServiceProvider();
    }
}
