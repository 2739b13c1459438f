using System.Text.RegularExpressions;

namespace Hub.Core.Providers;

/// <summary>Extracts a part of a value by a provider file's regular expression, in linear time.</summary>
internal static class Extraction
{
    /// <returns>The group <c>value</c>; null where the expression does not match.</returns>
    public static string? Find(string pattern, string value) =>
        Regex.Match(value, pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)).Groups["value"] is { Success: true } part
            ? part.Value
            : null;
}
