using System.Runtime.CompilerServices;

namespace Hub.Tests.Support;

/// <summary>
/// A committed file whose content a test computes. The test compares, and fails as often as it is run; it writes only when it is asked to.
/// </summary>
internal static class GoldenFile
{
    /// <summary>The environment variable that has the files written.</summary>
    private const string UpdateVariable = "HUB_UPDATE_DOCS";

    /// <param name="path">Relative to the repository.</param>
    /// <param name="content">What has to be committed.</param>
    /// <param name="caller">The test class is named as its file is.</param>
    public static async Task MatchAsync(string path, string content, [CallerFilePath] string caller = "")
    {
        var file = Path.Combine(RunningHub.ProjectDirectory, "..", path);
        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null)
        {
            await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : "";
        Assert.True(
            string.Equals(committed, content, StringComparison.Ordinal),
            $"""
            {path} is not what the test computes. If the change is meant, write the file with
              {UpdateVariable}=1 dotnet test --project Hub.Tests -- --filter-class '*{Path.GetFileNameWithoutExtension(caller)}'
            and look at the difference before you commit it.
            """
        );
    }
}
