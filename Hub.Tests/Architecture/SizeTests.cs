using Hub.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hub.Tests.Architecture;

/// <summary>
/// Lines end at 140 columns; a type has at most 300 lines and a method 60. A longer one is listed with the reason why it is better whole.
/// </summary>
public sealed class SizeTests
{
    private const int MaxColumns = 140;
    private const int MaxTypeLines = 300;
    private const int MaxMethodLines = 60;

    private static readonly string Root = Path.GetFullPath(Path.Combine(RunningHub.ProjectDirectory, ".."));

    private static readonly IReadOnlyList<(string Path, SyntaxTree Tree)> Files =
    [
        .. from project in new[] { "Hub.Core", "Hub.Web", "Hub.Tests", "Hub.Benchmarks" }
        from file in Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Split('/').Any(folder => folder is "bin" or "obj" or "Migrations")
        select (path, CSharpSyntaxTree.ParseText(File.ReadAllText(file))),
    ];

    private static IEnumerable<(string Path, SyntaxTree Tree)> Product =>
        Files.Where(file =>
            file.Path.StartsWith("Hub.Core/", StringComparison.Ordinal) || file.Path.StartsWith("Hub.Web/", StringComparison.Ordinal)
        );

    /// <summary>Types of more than 300 lines, each with its reason.</summary>
    private static readonly Dictionary<string, string> LongTypes = new(StringComparer.Ordinal);

    /// <summary>Methods of more than 60 lines, each with its reason.</summary>
    private static readonly Dictionary<string, string> LongMethods = new(StringComparer.Ordinal)
    {
        ["Hub.Web.Messages.ValidationMessages.Of"] = "It is a table: a line for each code.",
    };

    [Fact]
    public void lines_end_at_140_columns() =>
        Assert.Empty(
            from file in Files
            let literals = RawStringLines(file)
            from line in file.Tree.GetText().Lines
            where line.End - line.Start > MaxColumns && !literals.Contains(line.LineNumber)
            select $"{file.Path}:{line.LineNumber + 1} has {line.End - line.Start} columns"
        );

    [Fact]
    public void a_type_has_at_most_300_lines() => AssertListed(LongTypes, Sizes(TypesOf, Enumerable.Sum), MaxTypeLines);

    [Fact]
    public void a_method_has_at_most_60_lines() => AssertListed(LongMethods, Sizes(MethodsOf, Enumerable.Max), MaxMethodLines);

    /// <summary>What is too long is listed, and what is listed is too long.</summary>
    private static void AssertListed(Dictionary<string, string> listed, Dictionary<string, int> sizes, int most)
    {
        var tooLong = sizes.Where(size => size.Value > most).ToList();
        Assert.Empty(tooLong.Where(size => !listed.ContainsKey(size.Key)).Select(size => $"{size.Key} has {size.Value} lines"));
        Assert.Empty(
            listed.Keys.Except(tooLong.Select(size => size.Key), StringComparer.Ordinal).Select(name => $"{name} need not be listed")
        );
    }

    /// <param name="find">Finds the nodes of one file.</param>
    /// <param name="lines">Of those with one name: the parts of a type, the overloads of a method.</param>
    private static Dictionary<string, int> Sizes(Func<SyntaxNode, IEnumerable<SyntaxNode>> find, Func<IEnumerable<int>, int> lines) =>
        Product
            .SelectMany(file => find(file.Tree.GetRoot()))
            .GroupBy(NameOf, StringComparer.Ordinal)
            .ToDictionary(nodes => nodes.Key, nodes => lines(nodes.Select(LinesOf)), StringComparer.Ordinal);

    private static IEnumerable<SyntaxNode> TypesOf(SyntaxNode root) => root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>();

    private static IEnumerable<SyntaxNode> MethodsOf(SyntaxNode root) =>
        root.DescendantNodes()
            .Where(node =>
                node
                    is BaseMethodDeclarationSyntax
                        or AccessorDeclarationSyntax
                        or LocalFunctionStatementSyntax
                        or PropertyDeclarationSyntax
            );

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string NameOf(SyntaxNode node) =>
        string.Join('.', node.AncestorsAndSelf().Reverse().Select(PartOf).Where(part => part.Length > 0));

    private static string PartOf(SyntaxNode node) =>
        node switch
        {
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            MethodDeclarationSyntax method => method.Identifier.Text,
            BaseMethodDeclarationSyntax other => other.Kind().ToString(),
            LocalFunctionStatementSyntax function => function.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            AccessorDeclarationSyntax accessor => accessor.Keyword.Text,
            _ => "",
        };

    /// <summary>Tests and benchmarks quote documents and pages as they are.</summary>
    private static HashSet<int> RawStringLines((string Path, SyntaxTree Tree) file) =>
        !Product.Contains(file)
            ?
            [
                .. file
                    .Tree.GetRoot()
                    .DescendantNodes()
                    .Where(node =>
                        node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax
                        && node.GetFirstToken().Text.TrimStart('$').StartsWith("\"\"\"", StringComparison.Ordinal)
                    )
                    .Select(node => file.Tree.GetLineSpan(node.Span))
                    .SelectMany(span =>
                        Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1)
                    ),
            ]
            : [];
}
