using System.Text.RegularExpressions;
using Hub.Tests.Support;

namespace Hub.Tests.Languages;

/// <summary>Styles say start and end, not left and right, so that pages are mirrored for languages that read from right to left.</summary>
public sealed partial class StylesheetTests
{
    public static TheoryData<string> Stylesheets =>
        [
            .. Directory
                .EnumerateFiles(RunningHub.ProjectDirectory, "*.css", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(RunningHub.ProjectDirectory, path))
                .Where(path => path.Split(Path.DirectorySeparatorChar)[0] is "Components" or "wwwroot"),
        ];

    [Theory]
    [MemberData(nameof(Stylesheets))]
    public async Task a_style_has_no_left_and_right(string path) =>
        Assert.Empty(
            Physical()
                .Matches(
                    await File.ReadAllTextAsync(Path.Combine(RunningHub.ProjectDirectory, path), TestContext.Current.CancellationToken)
                )
                .Select(match => match.Value.Trim())
        );

    /// <summary>Also the shorthands whose second value, right, differs from the fourth, left.</summary>
    [GeneratedRegex(
        """
            (margin|padding|border)-(left|right)\b.*
            | (border|scroll-margin|scroll-padding)-(top|bottom)-(left|right)-radius.*
            | text-align:\s*(left|right).*
            | float:\s*(left|right).*
            | (?<![-\w])(left|right):.*
            | (?<![-\w])(margin|padding):\s*\S+\s+(?<right>[\w.%-]+)\s+\S+\s+(?!\k<right>;)[\w.%-]+;
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Physical();
}
