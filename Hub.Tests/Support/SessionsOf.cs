using Hub.Core.AuthLinks;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Support;

/// <summary>
/// Connect sessions of a running Hub, made and changed in its database: past the API, where a test is about something else.
/// </summary>
public sealed class SessionsOf : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SessionsOf(RunningHub hub)
    {
        var services = new ServiceCollection();
        services.AddHubData(new DatabaseOptions { Provider = DatabaseProvider.Sqlite, DataDirectory = hub.DataDirectory });
        _services = services.BuildServiceProvider();
        var catalog = ProviderCatalog.Load(directory: null, withSandbox: true);
        Issuer = new SessionIssuer(
            catalog,
            new ProviderClients(new EphemeralDataProtectionProvider(), catalog, Contexts),
            Contexts,
            TimeProvider.System
        );
    }

    public SessionIssuer Issuer { get; }

    private IDbContextFactory<HubDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<HubDbContext>>();

    /// <returns>The token of a session as a product makes it, and its id.</returns>
    public async Task<(string Token, Guid Id)> IssueAsync(SessionRequest request) =>
        await Issuer.IssueForProductAsync(Guid.CreateVersion7(), request, TestContext.Current.CancellationToken)
            is SessionIssueOutcome.Issued(var session, var token)
            ? (token.Reveal(), session.Id)
            : throw new ArgumentException("No such session can be issued.", nameof(request));

    /// <returns>The token of a session for an owner whom nobody else in the tests has.</returns>
    public async Task<string> IssueAsync(params string[] providers) =>
        (await IssueAsync(new SessionRequest { Origin = NewOwner(), Providers = providers })).Token;

    public static OriginOwner NewOwner() => new($"customer-{Guid.CreateVersion7():N}", "Acme GmbH");

    public async Task ChangeAsync(Func<HubDbContext, Task> change)
    {
        await using var db = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        await change(db);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public Task ChangeAsync(Guid session, Action<ConnectSession> change) =>
        ChangeAsync(async db =>
            change(await db.ConnectSessions.SingleAsync(one => one.Id == session, TestContext.Current.CancellationToken))
        );

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
