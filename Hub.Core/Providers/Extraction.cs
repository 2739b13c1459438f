using System.Text.RegularExpressions;

namespace Hub.Core.Providers;

/// <summary>Takes a part out of a value by the catalog's regular expressions, which run in linear time.</summary>
internal static class Extraction
{
    /// <returns>The group <c>value</c>; null where the expression does not match.</returns>
    public static string? Of(string pattern, string value) =>
        Regex.Match(value, pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)).Groups["value"] is { Success: true } part
            ? part.Value
            : null;
}
