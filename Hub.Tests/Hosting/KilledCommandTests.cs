using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Tests.Support;

namespace Hub.Tests.Hosting;

/// <summary>The operator's long commands, killed in the middle and run again.</summary>
public sealed class KilledCommandTests : IAsyncLifetime
{
    private const int Rows = 150;

    private readonly string _directory = RunningHub.NewDirectory();
    private StandInProvider? _provider;

    private string File => Path.Combine(_directory, "accounts.csv");

    private string[] Settings => [$"Hub:Providers:Overrides:sandbox-ats:BaseUrl={_provider!.Address}"];

    public async ValueTask InitializeAsync()
    {
        // Each key is another person's.
        _provider = await StandInProvider.StartAsync(context =>
            Answers.Json(200, $$$"""{"id":"{{{context.Request.Headers["X-Sandbox-Key"]}}}","name":"Jane"}""")(context)
        );
        await System.IO.File.WriteAllLinesAsync(
            File,
            Enumerable
                .Range(0, Rows)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"sandbox-ats,api_key,customer-{i},{KeyOf(i)}"))
                .Prepend("provider,method,origin_owner_id,api_key"),
            TestContext.Current.CancellationToken
        );
        await RunToEndAsync(0, "migrate");
    }

    public async ValueTask DisposeAsync()
    {
        await _provider!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task nothing_is_lost_doubled_or_stuck()
    {
        foreach (var asked in new[] { 20, 80 })
        {
            await using var import = RunningHub.StartCommand(_directory, ["accounts", "import", File], Settings);
            await UntilAskedAsync(asked, import);
            await import.KillAsync();
        }

        await RunToEndAsync(0, "accounts", "import", File);
        var before = _provider!.Requests.Count;
        // Those that were in progress when it was killed were asked about again, and no others.
        Assert.InRange(before, Rows, Rows + (2 * 8));

        var output = await RunToEndAsync(0, "accounts", "import", File);

        Assert.Contains($"{Rows} rows: 0 created, 0 updated, {Rows} unchanged, 0 failed.", output, StringComparison.Ordinal);
        Assert.Equal(before, _provider.Requests.Count);
        var report = await ReportAsync(output);
        Assert.Equal(
            Rows,
            report.Select(line => line["account_id"]?.GetValue<string>()).OfType<string>().Distinct(StringComparer.Ordinal).Count()
        );
        Assert.DoesNotContain(KeyOf(1), string.Concat(report.Select(line => line.ToJsonString())) + output, StringComparison.Ordinal);

        await using (var rotation = RunningHub.StartCommand(_directory, ["credentials", "rotate", "--new-key"], Settings))
        {
            await rotation.WroteAsync("The new key is");
            await rotation.KillAsync();
        }

        // The keys, and the mark.
        Assert.Contains(
            $"Encrypted with the newest key now: {Rows + 1}.",
            await RunToEndAsync(0, "credentials", "rotate"),
            StringComparison.Ordinal
        );
        Assert.Contains("Encrypted anew: 0.", await RunToEndAsync(0, "credentials", "rotate"), StringComparison.Ordinal);
        Assert.Contains("Every account can be read.", await RunToEndAsync(0, "key-ring"), StringComparison.Ordinal);
    }

    private static string KeyOf(int row) => string.Create(CultureInfo.InvariantCulture, $"key-{row:D6}-0123456789abcdefghijk");

    private static async Task<List<JsonNode>> ReportAsync(string output)
    {
        var path = output.Split("Report: ")[1].Split('\n')[0].Trim();
        return
        [
            .. (await System.IO.File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!),
        ];
    }

    private async Task UntilAskedAsync(int requests, RunningHub import)
    {
        while (_provider!.Requests.Count < requests)
        {
            Assert.False(import.HasEnded, import.Output);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> RunToEndAsync(int expected, params string[] words)
    {
        var (exitCode, output) = await RunningHub.RunToEndAsync("Development", _directory, words, Settings);
        Assert.True(exitCode == expected, output);
        return output;
    }
}
