using Hub.Tests.Support;

namespace Hub.Tests.Official;

/// <summary>The official clients as npm gives them, unchanged, in the versions of the lock file.</summary>
internal static class OfficialClients
{
    private const string Folder = "Official";

    /// <summary>Skips the test where there is no Node.js.</summary>
    public static void Require() => NodePackages.Require();

    /// <returns>The folder that holds <c>node_modules</c>; null where there is no Node.js.</returns>
    public static async Task<string?> GetAsync() => NodePackages.HasNode ? await NodePackages.GetAsync(Folder) : null;

    /// <summary>Runs a script of this folder with Node.js.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var directory = await NodePackages.GetAsync(Folder);
        var copy = Path.Combine(directory, script);
        File.Copy(Path.Combine(NodePackages.SourceOf(Folder), script), copy, overwrite: true);
        return await ChildProcess.RunAsync("node", directory, [copy, .. arguments]);
    }
}
