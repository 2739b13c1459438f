using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Hub.Core.AccessKeys;
using Hub.Core.Audit;
using Hub.Core.Providers;
using Hub.Tests.Support;

namespace Hub.Tests.Architecture;

/// <summary>What the README and docs/ say about the product's lists and numbers is so, and their links lead somewhere.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(RunningHub.ProjectDirectory, ".."));

    private static IEnumerable<string> Pages =>
        Directory
            .EnumerateFiles(Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    [Fact]
    public async Task links_lead_to_pages_and_headings_that_exist()
    {
        var wrong = new List<string>();
        foreach (var page in Pages)
        {
            foreach (Match link in Link().Matches(WithoutCode().Replace(await ReadAsync(page), "")))
            {
                var target = link.Groups["target"].Value;
                var file = target.StartsWith('#') ? page : Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0]);
                var exists = File.Exists(file) || Directory.Exists(file);
                if (
                    !exists
                    || (target.Split('#') is [_, var anchor] && !(await AnchorsAsync(file)).Contains(anchor, StringComparer.Ordinal))
                )
                {
                    wrong.Add($"{Path.GetRelativePath(Root, page)}: {target}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task each_number_of_providers_is_the_catalogs()
    {
        var number = ProviderCatalog.Load(directory: null, withSandbox: false).All.Count.ToString(CultureInfo.InvariantCulture);
        var pages = Pages.Where(page =>
            !page.Contains($"{Path.DirectorySeparatorChar}decisions{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        );
        foreach (var page in pages)
        {
            Assert.All(
                ProviderCount().Matches(await ReadAsync(page)),
                count => Assert.Equal((page, number), (page, count.Groups["number"].Value))
            );
        }
    }

    [Fact]
    public async Task the_page_for_Administrators_has_every_action_of_the_audit_and_every_scope()
    {
        var page = await ReadAsync(Path.Combine(Root, "docs", "administration.md"));
        var actions = typeof(AuditActions)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal([], actions.Where(action => !page.Contains($"`{action}`", StringComparison.Ordinal)));
        Assert.Equal(
            AccessScopeNames.Each.Select(scope => scope.ToWireName()),
            Scope().Matches(page).Select(scope => scope.Groups["name"].Value)
        );
    }

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    /// <returns>The anchors of a page's headings, as GitHub makes them.</returns>
    private static async Task<IEnumerable<string>> AnchorsAsync(string page) =>
        Heading()
            .Matches(WithoutCode().Replace(await ReadAsync(page), ""))
            .Select(heading => NotInAnchors().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>(?!https?:|mailto:)[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WithoutCode();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\b(?<number>\d\d+) providers\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProviderCount();

    [GeneratedRegex(
        @"^\| `(?<name>[a-z]+(:[a-z]+)?)` \|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Scope();
}
