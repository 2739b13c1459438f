namespace Hub.Core.Data;

/// <summary>What people search for, as a pattern of SQL's LIKE.</summary>
internal static class LikePattern
{
    /// <summary>Stands before a character that means itself.</summary>
    public const string Escape = @"\";

    /// <returns>The pattern of texts with this part; null for nothing to search for.</returns>
    public static string? Containing(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var escaped = text.Trim()
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal)
            .Replace("[", @"\[", StringComparison.Ordinal);
        return $"%{escaped}%";
    }
}
