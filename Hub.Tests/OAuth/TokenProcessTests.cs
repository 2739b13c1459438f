using System.Text.Json.Nodes;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Tests.Api;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.OAuth;

/// <summary>Tokens under several processes that share one database, and under processes that are killed.</summary>
public sealed class TokenProcessTests(TokenProvider provider) : IClassFixture<TokenProvider>, IAsyncLifetime
{
    private readonly string _directory = RunningHub.NewDirectory();
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseCookies = false });
    private Microsoft.AspNetCore.Builder.WebApplication _core = null!;
    private Guid _account;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OAuthProvider Server => provider.Server;

    private string[] Settings => [.. provider.Settings, $"Hub:Bootstrap:AccessKey={ApiHub.Key}", "Hub:Api:RequestsPerMinute=1000000"];

    /// <summary>The store and the key ring of the processes, for a look and a push; it never starts.</summary>
    public async ValueTask InitializeAsync()
    {
        provider.Reset();
        var builder = HubApplication.CreateBuilder([
            "--environment=Development",
            .. Settings.Append($"Hub:DataDirectory={_directory}").Select(setting => $"--{setting}"),
        ]);
        builder.Logging.ClearProviders();
        AsyncStore.AddTo(builder.Services);
        _core = builder.Build();
        await HubApplication.PrepareAsync(_core, Stop);
        _account = (await provider.LinkAsync(_core.Services, new OwnerId(HubUser.ProductId), TokenProvider.Plain)).AccountId;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _core.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task many_processes_make_one_call_and_a_killed_one_loses_nothing_that_the_provider_had_not_thrown_away()
    {
        var before = Server.Refreshes.Count();
        var linked = await TokensAsync();
        await ExpireAsync();
        var hubs = new List<RunningHub>();
        try
        {
            while (hubs.Count < 3)
            {
                hubs.Add(await StartAsync());
            }

            // The background work of all three, at about the same moment.
            linked = await OtherThanAsync(linked);
            Assert.Single(Server.Refreshes.Skip(before));

            // Fifty on two of them.
            await ExpireAsync();
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => ReadAsync(hubs[i % 2])));
            var stored = await TokensAsync();
            Assert.NotEqual(linked.Access, stored.Access);
            Assert.All(answers, answer => Assert.Equal((200, stored.Access), answer));
            Assert.Single(Server.Refreshes.Skip(before + 1));

            // Killed when it is stored, and not used by anybody yet: the others use it, and the refresh token beside it is the one that is
            // good.
            await ExpireAsync();
            var asked = ReadAsync(hubs[0]);
            var kept = await OtherThanAsync(stored);
            await hubs[0].KillAsync();
            await asked;
            Assert.Equal((200, kept.Access), await ReadAsync(hubs[1]));

            // Killed when the provider has not looked at the request: another takes over when the lease is over, and nothing is lost.
            await ExpireAsync();
            Server.BeforeToken = HoldAsync(out var received);
            asked = ReadAsync(hubs[1]);
            await received.WaitAsync(Stop);
            await hubs[1].KillAsync();
            await asked;
            Server.BeforeToken = null;
            await EndLeaseAsync();
            var taken = await ReadAsync(hubs[2]);
            Assert.Equal((200, (await TokensAsync()).Access), taken);
            Assert.NotEqual(kept.Access, taken.Access);

            // Killed when the old refresh token is dead and the answer with the new one has reached nobody: that is said.
            await ExpireAsync();
            Server.BeforeTokenAnswer = HoldAsync(out var made);
            asked = ReadAsync(hubs[2]);
            await made.WaitAsync(Stop);
            await hubs[2].KillAsync();
            await asked;
            Server.BeforeTokenAnswer = null;
            await EndLeaseAsync();
            Assert.IsType<FreshTokenOutcome.Expired>(
                await _core.Services.GetRequiredService<TokenRefresher>().GetFreshAsync(new OwnerId(HubUser.ProductId), _account, Stop)
            );
            Assert.Equal([null, null, null, null, null, null, "invalid_grant"], Server.Refreshes.Skip(before).Select(call => call.Error));
            await using var db = NewContext();
            Assert.Equal(
                AccountStatus.Expired,
                await db.LinkedAccounts.Where(account => account.Id == _account).Select(account => account.Status).SingleAsync(Stop)
            );
        }
        finally
        {
            foreach (var hub in hubs)
            {
                await hub.DisposeAsync();
            }
        }
    }

    /// <returns>The tokens, as soon as they are others.</returns>
    private async Task<(string Access, string Refresh)> OtherThanAsync((string Access, string Refresh) old)
    {
        (string Access, string Refresh) tokens;
        while ((tokens = await TokensAsync()) == old)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        }

        return tokens;
    }

    private Task<RunningHub> StartAsync() => RunningHub.StartInAsync(_directory, Settings);

    /// <summary>Holds the next request for as long as its sender lives.</summary>
    private static Func<TokenCall, CancellationToken, Task> HoldAsync(out Task held)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held = reached.Task;
        return (_, aborted) =>
        {
            reached.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, aborted);
        };
    }

    private async Task<(int Status, string? Access)> ReadAsync(RunningHub hub)
    {
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                new Uri($"{hub.Address}/api/accounts/{_account}?include=credentials")
            );
            request.Headers.Authorization = ApiHub.Basic(ApiHub.Key);
            using var response = await _client.SendAsync(request, Stop);
            var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop));
            return ((int)response.StatusCode, json?["credentials"]?["access_token"]?.GetValue<string>());
        }
        catch (HttpRequestException)
        {
            return (0, null);
        }
    }

    private async Task<(string Access, string Refresh)> TokensAsync()
    {
        await using var db = NewContext();
        var stored = await db.Credentials.AsNoTracking().Where(field => field.AccountId == _account).ToListAsync(Stop);
        var values = _core.Services.GetRequiredService<CredentialProtector>().Unprotect(stored)!;
        return (values.Reveal(Template.AccessToken), values.Reveal(Template.RefreshToken));
    }

    private async Task ExpireAsync()
    {
        await using var db = NewContext();
        var past = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await db.AccountTokens.ExecuteUpdateAsync(
            set => set.SetProperty(token => token.ExpiresAt, past).SetProperty(token => token.RefreshAt, past),
            Stop
        );
    }

    private async Task EndLeaseAsync()
    {
        await using var db = NewContext();
        await db.AccountTokens.ExecuteUpdateAsync(
            set => set.SetProperty(token => token.LeasedUntil, TimeProvider.System.GetUtcNow().AddSeconds(-1)),
            Stop
        );
    }

    private HubDbContext NewContext() => _core.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContext();
}
