using System.Text.RegularExpressions;

namespace Hub.Core.Providers;

/// <summary>Text with placeholders in braces, as the catalog writes addresses, headers and identities.</summary>
internal static partial class Template
{
    /// <summary>The placeholder of the token that a token endpoint gave.</summary>
    public const string AccessToken = "access_token";

    /// <summary>Under this name a refresh token is kept beside it.</summary>
    public const string RefreshToken = "refresh_token";

    public static string Fill(string template, Func<string, string?> valueOf) =>
        Placeholder().Replace(template, match => valueOf(match.Groups["name"].Value) ?? "");

    public static IEnumerable<string> PlaceholdersOf(string template) =>
        Placeholder().Matches(template).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"\{(?<name>@?[A-Za-z0-9_.$\[\]-]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
