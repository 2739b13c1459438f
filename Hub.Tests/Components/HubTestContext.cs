using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using Hub.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;
using MudBlazor;

namespace Hub.Tests.Components;

/// <summary>
/// What Hub's pages need around them: MudBlazor, a signed-in Member, a clock that stands still, the catalog of
/// <see cref="SampleProviders"/>, a database of its own, and stand-ins for the linker and the verifier.
/// </summary>
public abstract class HubTestContext : BunitContext, IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly DatabaseOptions _database = new() { DataDirectory = RunningHub.NewDirectory() };

    // The default of one second is short for a machine that builds and tests at once.
    static HubTestContext()
    {
        DefaultWaitTimeout = TimeSpan.FromSeconds(60);
        // Tests that wait block threads of the pool. On a busy machine .NET adds none beyond this.
        ThreadPool.SetMinThreads(64, 64);
    }

    protected HubTestContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Inputs = new FormInputs(JSInterop);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<ILoggerFactory>(new LoggerFactory());
        Services.AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();
        Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        Services.AddSingleton<BunitContext>(this);
        Services.AddHubData(_database);
        Services.AddHubCore(new ConfigurationBuilder().Build(), withSandbox: false);
        Services.AddPageServices();
        Services.AddSingleton<PublicAddress>();
        Services.Configure<PopoverOptions>(options => options.CheckForPopoverProvider = false);
        AsyncStore.AddTo(Services);
        Services.AddSingleton(_ => ProviderCatalog.Of(Providers));
        Services.AddSingleton(Linker.Object);
        Services.AddSingleton(Verifier.Object);
        Services.Configure<SignInRateLimitOptions>(options => options.SignInAttemptsPerMinute = 3);
        Authorization = AddAuthorization();
        SignIn(HubRoles.Member);
    }

    protected static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    /// <summary>What people enter.</summary>
    protected FormInputs Inputs { get; }

    protected FakeTimeProvider Time { get; } = new(Now);

    /// <summary>What the catalog holds; to be changed before the first rendering.</summary>
    protected IReadOnlyList<Provider> Providers { get; set; } = SampleProviders.All;

    protected Mock<IAccountLinker> Linker { get; } = new(MockBehavior.Strict);

    protected Mock<ICredentialVerifier> Verifier { get; } = new(MockBehavior.Strict);

    protected BunitAuthorizationContext Authorization { get; }

    /// <summary>The signed-in user.</summary>
    protected OwnerId Owner { get; } = new(Guid.CreateVersion7());

    protected BunitNavigationManager Navigation => Services.GetRequiredService<BunitNavigationManager>();

    /// <summary>Path and query of the page that is shown.</summary>
    protected string Location => Navigation.ToBaseRelativePath(Navigation.Uri);

    private IDbContextFactory<HubDbContext> Contexts => Services.GetRequiredService<IDbContextFactory<HubDbContext>>();

    public async ValueTask InitializeAsync()
    {
        await MigratedDatabase.WriteAsync(_database);
        await AddUserAsync(Owner, "member@example.com");
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        var store = Services.GetRequiredService<AsyncStore>();
        string? database;
        await using (var db = await Contexts.CreateDbContextAsync(CancellationToken.None))
        {
            database = db.Database.GetConnectionString();
        }

        await base.DisposeAsyncCore();
        // A component may have asked the store for something in its last moment.
        Assert.True(SpinWait.SpinUntil(() => store.IsIdle, TimeSpan.FromSeconds(30)), "The store does not answer.");
        await using (var connection = new SqliteConnection(database))
        {
            SqliteConnection.ClearPool(connection);
        }

        Directory.Delete(_database.DataDirectory, recursive: true);
    }

    /// <summary>Renders it, and waits until it has what it asked the store for. Its first rendering has none of it.</summary>
    public override IRenderedComponent<TComponent> Render<TComponent>(
        Action<ComponentParameterCollectionBuilder<TComponent>>? parameterBuilder = null
    )
    {
        var component = base.Render(parameterBuilder);
        Inputs.Add((IRenderedComponent<IComponent>)component);
        this.Settle();
        return component;
    }

    protected void SignIn(string role)
    {
        Authorization.SetAuthorized("member@example.com");
        Authorization.SetRoles(role);
        Authorization.SetClaims(new Claim(ClaimTypes.NameIdentifier, Owner.ToString()));
    }

    /// <summary>Gives the signed-in user the role in the database too, where the core looks.</summary>
    protected async Task BecomeAdministratorAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync(Stop);
        var role = await db.Roles.SingleAsync(role => role.Name == HubRoles.Administrator, Stop);
        db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = Owner.Value, RoleId = role.Id });
        await db.SaveChangesAsync(Stop);
    }

    /// <summary>What stands beside every page in the layout and shows the dialogs.</summary>
    protected IRenderedComponent<MudDialogProvider> RenderDialogs() => Render<MudDialogProvider>();

    /// <summary>Stores an account as linking would; the owner is the signed-in user unless given.</summary>
    protected async Task<LinkedAccount> AddAccountAsync(
        string slug,
        string name,
        OwnerId? owner = null,
        ProviderIdentity? identity = null,
        DateTimeOffset? linkedAt = null,
        string? address = null,
        Action<LinkedAccount>? change = null
    )
    {
        var account = Some.Account(
            (owner ?? Owner).Value,
            slug,
            name,
            linkedAt: linkedAt ?? Now,
            protector: Services.GetRequiredService<CredentialProtector>()
        );
        account.Recognise(
            identity ?? new ProviderIdentity("Jane Doe", "jane@acme.example", "Acme", null),
            address,
            SampleProviders.Lumen,
            linkedAt ?? Now
        );
        change?.Invoke(account);
        await using var db = await Contexts.CreateDbContextAsync(Stop);
        db.LinkedAccounts.Add(account);
        await db.SaveChangesAsync(Stop);
        return account;
    }

    /// <summary>Makes an auth link of the signed-in user's for Globex, unless told otherwise.</summary>
    protected async Task<SessionIssueOutcome.Issued> RequestAsync(
        Func<SessionRequest, SessionRequest>? change = null,
        OwnerId? owner = null
    ) =>
        Assert.IsType<SessionIssueOutcome.Issued>(
            await Services
                .GetRequiredService<SessionIssuer>()
                .IssueAsync(
                    owner ?? Owner,
                    (change ?? (request => request))(
                        new SessionRequest { Origin = new OriginOwner("globex-1", "Globex", "John"), Lifetime = TimeSpan.FromDays(30) }
                    ),
                    Stop
                )
        );

    protected async Task<OwnerId> AddUserAsync(string email)
    {
        var id = new OwnerId(Guid.CreateVersion7());
        await AddUserAsync(id, email);
        return id;
    }

    /// <summary>Changes a stored account from elsewhere, as another tab would.</summary>
    protected async Task ChangeAsync(Guid accountId, Action<HubDbContext, LinkedAccount> change)
    {
        await using var db = await Contexts.CreateDbContextAsync(Stop);
        change(db, await db.LinkedAccounts.Include(account => account.Credentials).SingleAsync(account => account.Id == accountId, Stop));
        await db.SaveChangesAsync(Stop);
    }

    protected async Task<bool> ExistsAsync(Guid accountId)
    {
        await using var db = await Contexts.CreateDbContextAsync(Stop);
        return await db.LinkedAccounts.AnyAsync(account => account.Id == accountId, Stop);
    }

    private async Task AddUserAsync(OwnerId id, string email)
    {
        await using var db = await Contexts.CreateDbContextAsync(Stop);
        db.Users.Add(Some.User(email, id.Value, Now));
        await db.SaveChangesAsync(Stop);
    }

    private sealed class NoAntiforgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
