using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Hub.Tests.Support;

/// <summary>The product as people run it: a process of its own, on a port and a data directory of its own.</summary>
public sealed partial class RunningHub : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly bool _ownsDirectory;

    private RunningHub(
        string dll,
        string dataDirectory,
        bool ownsDirectory,
        string environment,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null
    )
    {
        DataDirectory = dataDirectory;
        _ownsDirectory = ownsDirectory;
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["DOTNET_ENVIRONMENT"] = environment;
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in variables ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(AsyncStore).Assembly.Location;
        // It lives for seconds: compiling its code a second time, for speed, and a heap for each core never pay off. It is half the work
        // otherwise.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where Hub.Web's build put its binaries.</summary>
    public static string BuildOutput => Path.Combine(Metadata("HubWebDirectory"), "bin", Metadata("Configuration"), "net10.0");

    public static string ProjectDirectory => Metadata("HubWebDirectory");

    public static string BuildConfiguration => Metadata("Configuration");

    public string DataDirectory { get; }

    /// <summary>The address that it printed, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    public bool HasEnded => _process.HasExited;

    /// <summary>Everything that it wrote to the console so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts Hub and waits until it prints the address to open.</summary>
    /// <param name="settings">Configuration, e.g. <c>Hub:Registration=Closed</c>.</param>
    public static Task<RunningHub> StartAsync(params string[] settings) => StartInAsync(directory: null, settings);

    /// <summary>Starts Hub in a data directory that outlives it.</summary>
    public static Task<RunningHub> StartInAsync(string? directory, params string[] settings) =>
        StartFromAsync(Path.Combine(BuildOutput, "Hub.Web.dll"), "Development", directory, settings);

    public static Task<RunningHub> StartFromAsync(string dll, string environment, string? directory, params string[] settings) =>
        StartFromAsync(dll, environment, directory, new Dictionary<string, string>(StringComparer.Ordinal), settings);

    /// <summary>Starts Hub with environment variables.</summary>
    public static Task<RunningHub> StartWithAsync(IReadOnlyDictionary<string, string> variables) =>
        StartFromAsync(Path.Combine(BuildOutput, "Hub.Web.dll"), "Development", directory: null, variables);

    private static async Task<RunningHub> StartFromAsync(
        string dll,
        string environment,
        string? directory,
        IReadOnlyDictionary<string, string> variables,
        params string[] settings
    )
    {
        var dataDirectory = directory ?? NewDirectory();
        var hub = new RunningHub(
            dll,
            dataDirectory,
            directory is null,
            environment,
            Arguments(dataDirectory, ["urls=http://127.0.0.1:0", .. settings]),
            variables
        );
        try
        {
            hub.Address = await hub._address.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (Exception e)
        {
            var output = hub.Output;
            await hub.DisposeAsync();
            throw new InvalidOperationException($"Hub did not start:\n{output}", e);
        }

        return hub;
    }

    /// <summary>Starts a command in a data directory that outlives it, and does not wait for its end.</summary>
    public static RunningHub StartCommand(string directory, string[] words, params string[] settings) =>
        new(
            Path.Combine(BuildOutput, "Hub.Web.dll"),
            directory,
            ownsDirectory: false,
            "Development",
            [.. words, .. Arguments(directory, settings)]
        );

    /// <summary>Runs Hub to its end: a command, or a start that fails.</summary>
    /// <returns>The exit code and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(
        string environment,
        string? directory,
        string[] words,
        params string[] settings
    )
    {
        var dataDirectory = directory ?? NewDirectory();
        await using var hub = new RunningHub(
            Path.Combine(BuildOutput, "Hub.Web.dll"),
            dataDirectory,
            directory is null,
            environment,
            [.. words, .. Arguments(dataDirectory, settings)]
        );
        await hub
            ._process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (hub._process.ExitCode, hub.Output);
    }

    public static string NewDirectory() => Directory.CreateTempSubdirectory("hub-test-").FullName;

    /// <summary>Waits until it wrote this to the console, which comes here a moment later than an answer.</summary>
    public async Task WroteAsync(string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>As a power cut would: no chance to tidy up (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to stop as Ctrl+C or a service manager does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        if (_ownsDirectory && Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }
    }

    // What the test says comes last, and so wins.
    private static IEnumerable<string> Arguments(string dataDirectory, IEnumerable<string> settings) =>
        settings.Prepend($"Hub:DataDirectory={dataDirectory}").Select(setting => $"--{setting}");

    private static string Metadata(string key) =>
        typeof(RunningHub).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private void Keep(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException("It ended."));
            return;
        }

        _output.Enqueue(line);
        if (Opened().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(match.Groups["address"].Value);
        }
    }

    [GeneratedRegex(@"Open  (?<address>http://\S+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Opened();
}
