using Hub.Core.Data;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Browser;

/// <summary>
/// A Hub that the tests of one class share. Its first user, and so its Administrator, is <see cref="AdministratorEmail"/>.
/// </summary>
public sealed class SharedHub : IAsyncLifetime
{
    public const string AdministratorEmail = "admin@example.com";

    private RunningHub? _hub;

    public RunningHub Hub => _hub!;

    public async ValueTask InitializeAsync() =>
        _hub = await RunningHub.StartAsync(
            $"Hub:Bootstrap:AdminEmail={AdministratorEmail}",
            $"Hub:Bootstrap:AdminPassword={Person.Password}",
            "Hub:SignInAttemptsPerMinute=0"
        );

    /// <summary>Gives a person accounts named "Account 01" and so on, past the pages.</summary>
    public Task AddAccountsAsync(string email, int count) =>
        ChangeAsync(async db =>
        {
            var owner = await db.Users.SingleAsync(user => user.Email == email, TestContext.Current.CancellationToken);
            db.AddRange(Enumerable.Range(1, count).Select(number => Some.Account(owner.Id, "sandbox-ats", $"Account {number:00}")));
            return count;
        });

    /// <summary>Reads or changes its database past the pages.</summary>
    public async Task<T> ChangeAsync<T>(Func<HubDbContext, Task<T>> change)
    {
        var store = new DatabaseOptions { DataDirectory = Hub.DataDirectory };
        await using var services = new ServiceCollection().AddHubData(store).BuildServiceProvider();
        await using var db = await services
            .GetRequiredService<IDbContextFactory<HubDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        var result = await change(db);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return result;
    }

    public ValueTask DisposeAsync() => _hub?.DisposeAsync() ?? ValueTask.CompletedTask;
}
