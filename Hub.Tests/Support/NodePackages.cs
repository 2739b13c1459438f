using System.Security.Cryptography;

namespace Hub.Tests.Support;

/// <summary>
/// What npm brings for a test, in the versions of a lock file. Installed once, below obj: runs of other tests, and runs after the first, do
/// not pay for it.
/// </summary>
internal static class NodePackages
{
    private static readonly SemaphoreSlim Installing = new(1, 1);

    public static readonly bool HasNode = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm")));

    /// <summary>Skips the test where there is no Node.js.</summary>
    public static void Require() => Assert.SkipUnless(HasNode, "needs Node.js with npm: what it runs are npm packages");

    /// <param name="folder">Below Hub.Tests, with package.json and package-lock.json.</param>
    /// <returns>The folder that holds <c>node_modules</c>.</returns>
    public static async Task<string> GetAsync(string folder)
    {
        var source = SourceOf(folder);
        string[] files = ["package.json", "package-lock.json", ".npmrc"];
        var content = await Task.WhenAll(
            files.Select(file => File.ReadAllBytesAsync(Path.Combine(source, file), TestContext.Current.CancellationToken))
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.SelectMany(bytes => bytes).ToArray()).AsSpan(0, 8));
        var installed = Path.GetFullPath(Path.Combine(RunningHub.ProjectDirectory, "..", "Hub.Tests", "obj", $"node-{hash}"));
        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!Directory.Exists(installed))
            {
                // Moved into place when it is whole: a run that was interrupted leaves nothing that the next one would take for it.
                var unfinished = $"{installed}-{Guid.CreateVersion7():N}";
                Directory.CreateDirectory(unfinished);
                foreach (var (file, bytes) in files.Zip(content))
                {
                    await File.WriteAllBytesAsync(Path.Combine(unfinished, file), bytes, TestContext.Current.CancellationToken);
                }

                await ChildProcess.RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", unfinished, "ci");
                try
                {
                    Directory.Move(unfinished, installed);
                }
                catch (IOException) when (Directory.Exists(installed))
                {
                    // Another run was quicker.
                    Directory.Delete(unfinished, recursive: true);
                }
            }
        }
        finally
        {
            Installing.Release();
        }

        return installed;
    }

    public static string SourceOf(string folder) => Path.GetFullPath(Path.Combine(RunningHub.ProjectDirectory, "..", "Hub.Tests", folder));
}
