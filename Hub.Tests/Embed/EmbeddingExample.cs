using System.Text.RegularExpressions;
using Hub.Tests.Support;

namespace Hub.Tests.Embed;

/// <summary>docs/embedding.md and its examples, as they stand there.</summary>
internal static partial class EmbeddingExample
{
    /// <param name="name">What the comment before the example calls it.</param>
    public static async Task<string> ReadAsync(string name) =>
        Example().Matches(await ReadPageAsync()).Single(example => example.Groups["name"].Value == name).Groups["code"].Value;

    /// <returns>The names of all examples; null for a block of code without one.</returns>
    public static async Task<IReadOnlyList<string?>> NamesAsync()
    {
        var page = await ReadPageAsync();
        var named = Example().Matches(page).Select(example => (string?)example.Groups["name"].Value).ToList();
        var blocks = Fence().Count(page) / 2;
        return [.. named, .. Enumerable.Repeat<string?>(null, blocks - named.Count)];
    }

    public static async Task<string> ReadPageAsync() =>
        (
            await File.ReadAllTextAsync(
                Path.Combine(RunningHub.ProjectDirectory, "..", "docs", "embedding.md"),
                TestContext.Current.CancellationToken
            )
        ).ReplaceLineEndings("\n");

    /// <returns>What stands in code style in the first column of the table below a heading.</returns>
    public static async Task<IReadOnlyList<string>> FirstColumnAsync(string heading)
    {
        var page = await ReadPageAsync();
        var lines = page[(page.IndexOf($"\n{heading}\n", StringComparison.Ordinal) + 1)..].Split('\n');
        return
        [
            .. lines
                .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
                .Skip(1)
                .TakeWhile(line => line.StartsWith('|'))
                .SelectMany(line => Code().Matches(line.Split('|')[1]))
                .Select(code => code.Groups["code"].Value),
        ];
    }

    [GeneratedRegex(
        @"^<!-- example: (?<name>\S+) -->\n```\w+\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Example();

    [GeneratedRegex("^```", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
