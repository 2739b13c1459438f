using System.Collections.Concurrent;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Accounts.Health;

/// <summary>Verification in the background, in a process that is killed in the middle again and again.</summary>
public sealed class KilledSweepTests : IAsyncLifetime
{
    private const int Accounts = 40;

    /// <summary>How many requests are answered in each life before the provider falls silent and the process is killed.</summary>
    private static readonly int[] Lives = [5, 50, 90];

    private const string ProviderFile = """
        slug: verified
        name: Verified
        category: ats
        color: "#3f3d56"
        rank: 1
        checked: 2026-12-01
        sources:
          - url: https://docs.verified.example/api
            facts: [authentication, probe, failures, guide, rate_limit]
        rateLimit: { requests: 1000, per: second }
        methods:
          - kind: api_key
            label: API key
            baseUrl: https://verified.invalid
            fields:
              - { key: api_key, label: API Key, kind: secret }
            auth:
              headers: { X-Key: "{api_key}" }
            probe: { method: get, path: /me }
            success:
              evidence:
                - { path: id, type: text }
            identity: { externalId: "{id}" }
            failures:
              - { status: 401, outcome: invalid_credentials, confidence: documented, field: api_key }
            guide:
              permission: Any.
              steps: [None.]
        """;

    private readonly string _directory = RunningHub.NewDirectory();
    private readonly ConcurrentDictionary<string, int> _asking = new(StringComparer.Ordinal);
    private StandInProvider _provider = null!;
    private WebApplication _core = null!;
    private int _asked;
    private int _answers = int.MaxValue;
    private int _held;
    private int _overlaps;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string[] Settings =>
        [
            $"Hub:Providers:Directory={_directory}",
            $"Hub:Providers:Overrides:verified:BaseUrl={_provider.Address}",
            "Hub:Verification:Interval=00:00:05",
        ];

    /// <summary>The store and the key ring of the processes; it never starts.</summary>
    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "verified.yaml"), ProviderFile, Stop);
        _provider = await StandInProvider.StartAsync(AnswerAsync);
        var builder = HubApplication.CreateBuilder([
            "--environment=Development",
            .. Settings.Append($"Hub:DataDirectory={_directory}").Select(setting => $"--{setting}"),
        ]);
        builder.Logging.ClearProviders();
        _core = builder.Build();
        await HubApplication.PrepareAsync(_core, Stop);
        Assert.True(await _core.Services.GetRequiredService<KeyRingCheck>().FitsAsync(Stop));
        await using var db = NewContext();
        db.AddRange(Enumerable.Range(0, Accounts).Select(NewAccount));
        await db.SaveChangesAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _core.DisposeAsync();
        await _provider.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task nothing_is_lost_doubled_or_stuck()
    {
        foreach (var answers in Lives)
        {
            (_asked, _answers, _held) = (0, answers, 0);
            await using var killed = await RunningHub.StartInAsync(_directory, Settings);
            await Until.TrueAsync(() => Task.FromResult(Volatile.Read(ref _held) > 0), "verifications are under way");
            await killed.KillAsync();
            await Until.TrueAsync(() => Task.FromResult(_asking.IsEmpty), "the provider sees the connections end");
            await EndLeasesAsync();
        }

        _answers = int.MaxValue;
        var began = TimeProvider.System.GetUtcNow();
        await using var hub = await RunningHub.StartInAsync(_directory, Settings);
        await Until.TrueAsync(async () => (await ReadAsync()).TrueForAll(one => LastOf(one) > began), "each account is verified again");
        await hub.StopAsync();

        Assert.Equal(0, _overlaps);
        var accounts = await ReadAsync();
        Assert.Equal(Accounts, accounts.Count);
        await using var db = NewContext();
        foreach (var account in accounts)
        {
            var key = _core.Services.GetRequiredService<CredentialProtector>().Unprotect(account.Credentials)!.Reveal("api_key");
            var isBad = IsBad(key);
            Assert.Equal((account.Name, isBad ? AccountStatus.Error : AccountStatus.Active), (key, account.Status));
            Assert.Equal(isBad ? new StatusReason.KeyRejected() : null, account.FindReason());
            Assert.Equal(0, account.Ordinal);
            var health = account.Health!;
            Assert.NotNull(health.NextVerificationAt);
            Assert.Null(health.LeasedUntil);
            Assert.Equal(0, health.Failures);
            // As often as it was answered, at most: what was not stored when the process was killed is asked again.
            Assert.All(
                VerificationRecord.Read(health.History),
                one => Assert.Equal(isBad ? VerificationVerdict.Rejected : VerificationVerdict.Accepted, one.Verdict)
            );
            // Told once, however often it was asked about.
            Assert.Equal(
                isBad ? 1 : 0,
                await db.AccountEvents.CountAsync(one => one.AccountId == account.Id && one.Kind == AccountEventKind.Error, Stop)
            );
        }
    }

    private static string KeyOf(int number) => $"key-{number}{(number % 4 == 0 ? "-bad" : "")}";

    private static bool IsBad(string key) => key.EndsWith("-bad", StringComparison.Ordinal);

    private static DateTimeOffset LastOf(LinkedAccount account) =>
        VerificationRecord.Read(account.Health!.History) is [var last, ..] ? last.At : default;

    private LinkedAccount NewAccount(int number)
    {
        var account = Some.Account(
            HubUser.ProductId,
            "verified",
            KeyOf(number),
            originOwner: "acme",
            protector: _core.Services.GetRequiredService<CredentialProtector>(),
            values: Some.Values(("api_key", KeyOf(number)))
        );
        account.Health = new AccountHealth
        {
            AccountId = account.Id,
            ProviderSlug = "verified",
            NextVerificationAt = account.LinkedAt,
        };
        return account;
    }

    /// <summary>After so many answers it says nothing for as long as the process lives.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        var key = context.Request.Headers["X-Key"].ToString();
        if (_asking.AddOrUpdate(key, 1, (_, count) => count + 1) > 1)
        {
            Interlocked.Increment(ref _overlaps);
        }

        try
        {
            if (Interlocked.Increment(ref _asked) > _answers)
            {
                Interlocked.Increment(ref _held);
                await Answers.Never(context);
            }
            else
            {
                await Answers.Json(IsBad(key) ? 401 : 200, $$"""{"id":"{{key}}"}""")(context);
            }
        }
        finally
        {
            _asking.TryRemove(key, out _);
        }
    }

    /// <summary>Two minutes later, as far as the store can tell.</summary>
    private async Task EndLeasesAsync()
    {
        await using var db = NewContext();
        var now = TimeProvider.System.GetUtcNow();
        await db
            .AccountHealth.Where(one => one.LeasedUntil != null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.LeasedUntil, now), Stop);
    }

    private async Task<List<LinkedAccount>> ReadAsync()
    {
        await using var db = NewContext();
        return await db.LinkedAccounts.AsNoTracking().Include(one => one.Credentials).Include(one => one.Health).ToListAsync(Stop);
    }

    private HubDbContext NewContext() => _core.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContext();
}
