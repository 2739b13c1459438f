using System.Text.RegularExpressions;

namespace Hub.Core.Providers;

/// <summary>Text with placeholders in braces: addresses, headers, paths and identities of provider files.</summary>
internal static partial class Template
{
    /// <summary>The placeholder for the access token; also the key under which it is stored.</summary>
    public const string AccessToken = "access_token";

    /// <summary>The key under which the refresh token is stored.</summary>
    public const string RefreshToken = "refresh_token";

    public static string Fill(string template, Func<string, string?> valueOf) =>
        Placeholder().Replace(template, match => valueOf(match.Groups["name"].Value) ?? "");

    public static IEnumerable<string> PlaceholdersOf(string template) =>
        Placeholder().Matches(template).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"\{(?<name>@?[A-Za-z0-9_.$\[\]-]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
