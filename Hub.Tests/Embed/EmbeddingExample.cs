using System.Text.RegularExpressions;
using Hub.Tests.Support;

namespace Hub.Tests.Embed;

/// <summary>The examples of docs/embedding.md as they stand there.</summary>
internal static partial class EmbeddingExample
{
    /// <param name="name">What the comment before the example calls it.</param>
    public static async Task<string> ReadAsync(string name)
    {
        var markdown = await File.ReadAllTextAsync(
            Path.Combine(RunningHub.ProjectDirectory, "..", "docs", "embedding.md"),
            TestContext.Current.CancellationToken
        );
        return Example().Matches(markdown).Single(example => example.Groups["name"].Value == name).Groups["code"].Value;
    }

    [GeneratedRegex(
        @"^<!-- example: (?<name>\S+) -->\n```\w+\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Example();
}
