using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Mail;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Hub.Tests.Support;

/// <summary>Hub's core on a database of its own, deleted with it. Everything is real but the clock and the provider's answer.</summary>
public sealed class TestStore : IAsyncDisposable
{
    /// <summary>The environment variable with the connection string of a SQL Server on which databases may be created.</summary>
    public const string SqlServerVariable = "HUB_TEST_SQLSERVER";

    private readonly WebApplication _app;

    private TestStore(DatabaseOptions options, string[] settings)
    {
        Options = options;
        Directory.CreateDirectory(options.DataDirectory);
        var builder = WebApplication.CreateBuilder([.. settings.Select(setting => $"--{setting}")]);
        builder.Logging.ClearProviders();
        var services = builder.Services;
        services.AddHubData(options);
        // Only the context that AddHubData chose is ever built.
        services.ConfigureDbContext<SqliteHubDbContext>(builder => builder.AddInterceptors(Events));
        services.ConfigureDbContext<SqlServerHubDbContext>(builder => builder.AddInterceptors(Events));
        AsyncStore.AddTo(services);
        services.AddHubCore(builder.Configuration, withSandbox: true);
        services.Configure<MailOptions>(builder.Configuration.GetSection(MailOptions.Section));
        builder.AddHubIdentity();
        services.AddMessages();
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(Verifier.Object);
        // Identity's page services need pages, which are not here.
        builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateScopes, provider.ValidateOnBuild) = (true, false));
        _app = builder.Build();
    }

    public DatabaseOptions Options { get; }

    /// <summary>Every look at it is a second later, so that the order of times is the order of events.</summary>
    public FakeTimeProvider Time { get; } =
        new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };

    public Mock<ICredentialVerifier> Verifier { get; } = new(MockBehavior.Strict);

    public StoreEvents Events { get; } = new();

    public IAccountLinker Linker => Get<IAccountLinker>();

    /// <summary>An empty database; the test is skipped where it cannot be had.</summary>
    /// <param name="settings">Configuration, e.g. <c>Hub:Providers:Directory=/tmp/providers</c>.</param>
    public static async Task<TestStore> CreateAsync(DatabaseProvider provider, bool migrate = true, params string[] settings)
    {
        var name = $"hub-test-{Guid.CreateVersion7():N}";
        var options = new DatabaseOptions
        {
            Provider = provider,
            DataDirectory = Path.Combine(Path.GetTempPath(), name),
            ConnectionString = provider == DatabaseProvider.SqlServer ? SqlServerDatabase(name) : null,
        };
        return await CreateAsync(options, migrate ? MigrateAsync : _ => Task.CompletedTask, settings);
    }

    /// <summary>
    /// Removes what it has created where <paramref name="prepare"/> fails, so that the tests that follow do not fail too.
    /// </summary>
    internal static async Task<TestStore> CreateAsync(DatabaseOptions options, Func<TestStore, Task> prepare, params string[] settings)
    {
        var store = new TestStore(options, settings);
        try
        {
            await prepare(store);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private static async Task MigrateAsync(TestStore store)
    {
        if (store.Options.Provider == DatabaseProvider.Sqlite)
        {
            await MigratedDatabase.WriteAsync(store.Options);
        }
        else
        {
            await store.Get<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
            store.Events.Forget();
        }
    }

    private static string SqlServerDatabase(string name)
    {
        var server = Environment.GetEnvironmentVariable(SqlServerVariable);
        Assert.SkipWhen(string.IsNullOrWhiteSpace(server), $"needs a SQL Server: put its connection string into {SqlServerVariable}");
        return new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A scope of its own, as every request has.</summary>
    public AsyncServiceScope Scope() => _app.Services.CreateAsyncScope();

    /// <summary>For what lives as long as a request: Identity and what is built on it.</summary>
    public async Task<TResult> InScopeAsync<T, TResult>(Func<T, Task<TResult>> work)
        where T : notnull
    {
        await using var scope = Scope();
        return await work(scope.ServiceProvider.GetRequiredService<T>());
    }

    /// <summary>Looks at the database, or changes it, behind the product's back.</summary>
    public async Task<TResult> QueryAsync<TResult>(Func<HubDbContext, Task<TResult>> query)
    {
        await using var db = Get<IDbContextFactory<HubDbContext>>().CreateDbContext();
        return await query(db);
    }

    public async Task<OwnerId> NewOwnerAsync(string email = "jane@hub.example")
    {
        var user = Some.User(email, createdAt: Time.GetUtcNow());
        await QueryAsync(db => db.Users.Add(user).Context.SaveChangesAsync());
        return new OwnerId(user.Id);
    }

    public async Task<OwnerId> NewAdministratorAsync(string email = "admin@hub.example")
    {
        var owner = await NewOwnerAsync(email);
        await QueryAsync(async db =>
        {
            var role = await db.Roles.SingleAsync(role => role.Name == HubRoles.Administrator);
            db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = owner.Value, RoleId = role.Id });
            return await db.SaveChangesAsync();
        });
        return owner;
    }

    /// <summary>From now on the provider answers this to every key.</summary>
    public void ProviderSays(VerificationOutcome outcome) => ProviderDoes(_ => Task.FromResult(outcome));

    /// <inheritdoc cref="ProviderSays"/>
    public void ProviderDoes(Func<CancellationToken, Task<VerificationOutcome>> answer) =>
        Verifier
            .Setup(verifier =>
                verifier.VerifyAsync(
                    It.IsAny<Provider>(),
                    It.IsAny<AuthMethod>(),
                    It.IsAny<CredentialValues>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(
                async (Provider _, AuthMethod _, CredentialValues _, CancellationToken cancellationToken) =>
                    new VerificationReport(await answer(cancellationToken), "REF23456")
            );

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Options.Provider == DatabaseProvider.SqlServer)
            {
                await QueryAsync(db => db.Database.EnsureDeletedAsync());
            }
        }
        finally
        {
            await _app.DisposeAsync();
            // Pooled connections hold the file.
            SqliteConnection.ClearAllPools();
            Directory.Delete(Options.DataDirectory, recursive: true);
        }
    }
}

/// <summary>Tests of the store. Each class of them has one class per database inside: the same tests run on each.</summary>
public abstract class StoreTests(DatabaseProvider database) : IAsyncLifetime
{
    private TestStore? _store;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected TestStore Store => _store ?? throw new InvalidOperationException("The test has not begun.");

    protected virtual string[] Settings => [];

    public virtual async ValueTask InitializeAsync() => _store = await TestStore.CreateAsync(database, settings: Settings);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // Null where the test is skipped.
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }
}
