using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Benchmarks;

/// <summary>
/// The API of a Hub that holds many accounts, while a second process on this machine makes sessions and reads pages of accounts at a steady
/// rate.
/// The time is the server's own: from a request's arrival until its answer is written.
/// </summary>
internal static class LoadMeasurement
{
    public const string ChildArgument = "load-from-here";

    private const int Accounts = 100_000;
    private const int Owners = 5_000;
    private const int PerSecond = 200;
    private const int Seed = 42;

    // What the runtime compiles and the store reads in for the first time is not what is measured.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("hub-load-");
        var key = $"hub_ak_{Convert.ToHexStringLower(Guid.CreateVersion7().ToByteArray())}";
        await using var app = HubApplication
            .CreateBuilder([
                // Production without its certificate: Development looks for files with every request.
                "--environment=Staging",
                "--urls=http://127.0.0.1:0",
                $"--Hub:DataDirectory={directory.FullName}",
                $"--Hub:Bootstrap:AccessKey={key}",
                "--Hub:Api:RequestsPerMinute=1000000",
                "--Hub:Sandbox:Enabled=false",
            ])
            .Build();
        await HubApplication.PrepareAsync(app, cancellationToken);
        await FillAsync(app.Services, cancellationToken);
        await app.StartAsync(cancellationToken);

        var durations = new ConcurrentDictionary<string, ConcurrentQueue<double>>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Microsoft.AspNetCore.Hosting", Name: "http.server.request.duration" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (_, seconds, tags, _) =>
            {
                var (route, method, status) = ("", "", "");
                foreach (var (name, value) in tags)
                {
                    (route, method, status) = name switch
                    {
                        "http.route" => ($"{value}", method, status),
                        "http.request.method" => (route, $"{value}", status),
                        "http.response.status_code" => (route, method, $"{value}"),
                        _ => (route, method, status),
                    };
                }

                durations.GetOrAdd($"{method} {route} {status}", _ => new()).Enqueue(seconds * 1000);
            }
        );

        using var child = Child.Start(ChildArgument, app.Urls.Single(), key);
        if (await Child.ReadLineAsync(child, cancellationToken) != "warm")
        {
            throw new InvalidOperationException("The caller did not start.");
        }

        listener.Start();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        Console.WriteLine(await Child.ReadLineAsync(child, cancellationToken));
        listener.Dispose();
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        await child.WaitForExitAsync(cancellationToken);
        foreach (var (what, queue) in durations.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var sorted = queue.Order().ToList();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what, -40} {sorted.Count, 6} answers  p50 {At(sorted, 0.5):0.00} ms  p90 {At(sorted, 0.9):0.00} ms  p99 "
                        + $"{At(sorted, 0.99):0.00} ms  slowest {sorted[^1]:0.00} ms"
                )
            );
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Hub used {used.TotalMilliseconds / durations.Values.Sum(queue => queue.Count):0.00} ms of processor time for each."
            )
        );
        await app.StopAsync(cancellationToken);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);
    }

    /// <summary>The second process: so many calls a second, whether or not those before have been answered.</summary>
    public static async Task CallAsync(string address, string key, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // The guard against private addresses is for what users enter; here is nobody but this machine.
        using var client = new HttpClient(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2) })
        {
            BaseAddress = new Uri(address),
        };
#pragma warning restore RS0030
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:"))
        );
        await CallForAsync(client, WarmUp, cancellationToken);
        Console.WriteLine("warm");
        var (sent, failed, took) = await CallForAsync(client, Measured, cancellationToken);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{sent} requests in {took.TotalSeconds:0.0} s, {sent / took.TotalSeconds:0} a second; {failed} were not answered as "
                    + $"they should"
            )
        );
    }

    private static async Task<(int Sent, int Failed, TimeSpan Took)> CallForAsync(
        HttpClient client,
        TimeSpan duration,
        CancellationToken cancellationToken
    )
    {
#pragma warning disable CA5394 // The same calls at every run.
        var random = new Random(Seed);
#pragma warning restore CA5394
        var start = Stopwatch.GetTimestamp();
        var calls = new List<Task<bool>>();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            while (calls.Count < Stopwatch.GetElapsedTime(start).TotalSeconds * PerSecond)
            {
                calls.Add(CallAsync(client, Next(random), cancellationToken));
            }

            await Task.Delay(1, cancellationToken);
        }

        var answered = await Task.WhenAll(calls);
        return (calls.Count, answered.Count(right => !right), Stopwatch.GetElapsedTime(start));
    }

    private static async Task<bool> CallAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var response = await client.SendAsync(request, cancellationToken);
            await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode;
        }
    }

#pragma warning disable CA5394 // The same calls at every run.
    private static HttpRequestMessage Next(Random random)
    {
        string Owner() => $"customer-{random.Next(Owners)}";
        return random.Next(10) switch
        {
            < 4 => new HttpRequestMessage(HttpMethod.Post, "/api/connect_sessions")
            {
                Content = new StringContent(
                    $$"""{"origin_owner_id":"{{Owner()}}","origin_owner_name":"A customer","categories":["ats"],"expires_in":600}""",
                    Encoding.UTF8,
                    "application/json"
                ),
            },
            4 => Get($"page={1 + random.Next(20)}"),
            5 => Get($"page={1 + random.Next(Accounts / 100)}&page_size=100"),
            6 => Get($"origin_owner_id={Owner()}"),
            7 => Get($"origin_owner_ids={Owner()},{Owner()},{Owner()}&page_size=50"),
            8 => Get($"providers=lever,greenhouse&page={1 + random.Next(10)}"),
            _ => Get($"status=error&page={1 + random.Next(10)}"),
        };

        static HttpRequestMessage Get(string query) => new(HttpMethod.Get, $"/api/accounts?{query}");
    }

    private static async Task FillAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var providers = services.GetRequiredService<ProviderCatalog>().All.Select(provider => provider.Slug).ToList();
        var contexts = services.GetRequiredService<IDbContextFactory<HubDbContext>>();
        var random = new Random(Seed);
        var linkedAt = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(365);
        foreach (var chunk in Enumerable.Range(0, Accounts).Chunk(2_000))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            foreach (var number in chunk)
            {
                linkedAt += TimeSpan.FromMinutes(5);
                var id = Guid.CreateVersion7(linkedAt);
                var account = new LinkedAccount
                {
                    Id = id,
                    OwnerId = HubUser.ProductId,
                    OriginOwnerId = $"customer-{random.Next(Owners)}",
                    OriginOwnerName = "A customer",
                    ProviderSlug = providers[random.Next(providers.Count)],
                    AuthMethod = AuthMethodKind.ApiKey,
                    Name = $"Account {number}",
                    IdentityKey = LinkedAccount.AnonymousKey(id),
                    Ordinal = 0,
                    Label = "A label",
                    Metadata = """{"plan":"enterprise","seats":25}""",
                    LinkedAt = linkedAt,
                    UpdatedAt = linkedAt,
                };
                if (number % 50 == 0)
                {
                    account.SetReason(ReasonGroup.Credential, new StatusReason.KeyRejected(), linkedAt);
                }

                db.LinkedAccounts.Add(account);
            }

            await db.SaveChangesAsync(cancellationToken);
        }
    }
#pragma warning restore CA5394

    private static double At(List<double> sorted, double share) => sorted[Math.Min((int)(sorted.Count * share), sorted.Count - 1)];
}
