using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Support;

/// <summary>Hub's services over a real database of their own: a SQLite file, brought up by the migrations.</summary>
public sealed class HubStore : IAsyncDisposable
{
    private readonly string _directory;
    private readonly WebApplication _app;

    private HubStore(string directory, WebApplication app)
    {
        _directory = directory;
        _app = app;
    }

    public FakeTimeProvider Time { get; private init; } = new();

    public static async Task<HubStore> CreateAsync()
    {
        var directory = Directory.CreateTempSubdirectory("hub-tests-").FullName;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddHubData(new DatabaseOptions { DataDirectory = directory });
        builder.Services.AddHubCore(builder.Configuration, withSandbox: true);
        builder.AddHubIdentity();
        var store = new HubStore(directory, builder.Build()) { Time = time };
        await store._app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
        return store;
    }

    /// <summary>A scope of its own, as every request has.</summary>
    public AsyncServiceScope Scope() => _app.Services.CreateAsyncScope();

    public async Task<HubDbContext> OpenAsync() =>
        await _app.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);

    public async Task<RegistrationOutcome> RegisterAsync(string email, string password = "correct horse battery")
    {
        await using var scope = Scope();
        return await scope.ServiceProvider.GetRequiredService<Registrar>().RegisterAsync(email, password, TestContext.Current.CancellationToken);
    }

    /// <returns>The id of a user who was just registered.</returns>
    public async Task<OwnerId> AddUserAsync(string email) =>
        new(Assert.IsType<RegistrationOutcome.Registered>(await RegisterAsync(email)).User.Id);

    /// <summary>Stores a linked account with a credential of one field, as if it had been linked.</summary>
    public async Task<Guid> AddAccountAsync(OwnerId owner, string provider)
    {
        await using var db = await OpenAsync();
        var account = new LinkedAccount
        {
            OwnerId = owner.Value,
            ProviderSlug = provider,
            AuthMethod = AuthMethodKind.ApiKey,
            Name = provider,
            IdentityKey = provider,
            Ordinal = 0,
            LinkedAt = Time.GetUtcNow(),
        };
        account.Credentials.Add(new StoredCredential { AccountId = account.Id, FieldKey = "api_key", Ciphertext = [1, 2, 3] });
        db.Add(account);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return account.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }
}
