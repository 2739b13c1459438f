using System.Text.RegularExpressions;

namespace Hub.Core.Providers.Validation;

/// <summary>The syntax of values in provider files, and what more than one rule says of it.</summary>
internal static partial class Syntax
{
    public const string NotAPath = "is not a path";
    public const string NotAnHttpsAddress = "needs an https address";
    public const string NotARegex = "is not a regular expression without look-around and back-references";
    public const string NotAnExtraction = "is not a regular expression with a group named value, without look-around and back-references";
    public const string NotAKey = "use lower-case letters, digits and underscores";
    public const string UnknownField = "names a field that the method does not have";
    public const string NotOneCondition = "give exactly one of oneOf, contains and isNull";

    public static bool IsHttps(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    /// <returns>True for an https address in which placeholders stand for parts.</returns>
    public static bool IsHttpsTemplate(string address) => IsHttps(Template.Fill(address, _ => "x"));

    public static bool IsRegex(string pattern)
    {
        try
        {
            _ = Regex.Match("", pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <returns>True for a regular expression with the group <c>value</c>.</returns>
    public static bool IsExtraction(string pattern) => IsRegex(pattern) && pattern.Contains("(?<value>", StringComparison.Ordinal);

    public static bool HasOneCondition(BodyCondition body) =>
        new[] { body.OneOf.Count > 0, !string.IsNullOrEmpty(body.Contains), body.IsNull }.Count(given => given) == 1;

    /// <summary>The keys of fields and connection parameters.</summary>
    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex KeyPattern();

    [GeneratedRegex(
        @"^\$$|^(?:[A-Za-z0-9_-]+|\[\d{1,4}\])(?:\[\d{1,4}\])*(?:\.[A-Za-z0-9_-]+(?:\[\d{1,4}\])*)*$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    public static partial Regex JsonPathPattern();

    // Headers such as Content-Type describe a body; Hub sets them itself.
    [GeneratedRegex("^(?!content-)[A-Za-z0-9-]+$", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    public static partial Regex HeaderNamePattern();
}
