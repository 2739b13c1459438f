using System.Diagnostics;
using System.Security.Cryptography;
using Hub.Tests.Official;
using Hub.Tests.Support;

[assembly: AssemblyFixture(typeof(OfficialClients))]

namespace Hub.Tests.Official;

/// <summary>
/// The official clients as npm gives them, unchanged, in the versions of the lock file. They are installed once, below obj: runs of other
/// tests, and runs after the first, do not pay for it.
/// </summary>
public sealed class OfficialClients : IAsyncLifetime
{
    private static readonly string Source = Path.GetFullPath(Path.Combine(RunningHub.ProjectDirectory, "..", "Hub.Tests", "Official"));

    private static readonly bool HasNode = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm")));

    private readonly SemaphoreSlim _installing = new(1, 1);
    private string? _directory;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Skips the test where there is no Node.js.</summary>
    public static void Require() => Assert.SkipUnless(HasNode, "needs Node.js with npm: the official clients are npm packages");

    /// <returns>The folder that holds <c>node_modules</c>; null where there is no Node.js.</returns>
    public async Task<string?> GetAsync()
    {
        if (!HasNode)
        {
            return null;
        }

        await _installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _directory ??= await InstallAsync();
        }
        finally
        {
            _installing.Release();
        }
    }

    /// <summary>Runs a script of this folder with Node.js.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> RunAsync(string script, params string[] arguments)
    {
        var directory = (await GetAsync())!;
        var copy = Path.Combine(directory, script);
        File.Copy(Path.Combine(Source, script), copy, overwrite: true);
        return await RunAsync("node", directory, [copy, .. arguments]);
    }

    public ValueTask DisposeAsync()
    {
        _installing.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> InstallAsync()
    {
        string[] files = ["package.json", "package-lock.json", ".npmrc"];
        var content = await Task.WhenAll(files.Select(file => File.ReadAllBytesAsync(Path.Combine(Source, file), TestContext.Current.CancellationToken)));
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.SelectMany(bytes => bytes).ToArray()).AsSpan(0, 8));
        var installed = Path.GetFullPath(Path.Combine(Source, "..", "obj", $"official-{hash}"));
        if (Directory.Exists(installed))
        {
            return installed;
        }

        // Moved into place when it is whole: a run that was interrupted leaves nothing that the next one would take for it.
        var unfinished = $"{installed}-{Guid.CreateVersion7():N}";
        Directory.CreateDirectory(unfinished);
        foreach (var (file, bytes) in files.Zip(content))
        {
            await File.WriteAllBytesAsync(Path.Combine(unfinished, file), bytes, TestContext.Current.CancellationToken);
        }

        await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", unfinished, "ci");
        try
        {
            Directory.Move(unfinished, installed);
        }
        catch (IOException) when (Directory.Exists(installed))
        {
            // Another run was quicker.
            Directory.Delete(unfinished, recursive: true);
        }

        return installed;
    }

    private static async Task<string> RunAsync(string program, string directory, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}");
    }
}
