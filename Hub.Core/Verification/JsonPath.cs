using System.Globalization;
using System.Text.Json;

namespace Hub.Core.Verification;

/// <summary>The path language of provider files: <c>data.users[0].id</c>; <c>$</c> is the whole document.</summary>
/// <remarks>The parser accepts invalid UTF-8 and half surrogate pairs; reading such a name or text throws. They count as absent.</remarks>
internal static class JsonPath
{
    public static JsonElement? Find(JsonElement root, string path)
    {
        if (path == "$")
        {
            return root;
        }

        var current = root;
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part[0] == '[')
            {
                var index = int.Parse(part.AsSpan(1, part.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture);
                if (current.ValueKind != JsonValueKind.Array || index >= current.GetArrayLength())
                {
                    return null;
                }

                current = current[index];
            }
            else if (PropertyOf(current, part) is { } property)
            {
                current = property;
            }
            else
            {
                return null;
            }
        }

        return current;
    }

    /// <returns>A string, number or boolean as text; null for anything else.</returns>
    public static string? Text(JsonElement root, string path) => Find(root, path) is { } value ? Text(value) : null;

    /// <inheritdoc cref="Text(JsonElement, string)"/>
    public static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => StringOf(value),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };

    private static JsonElement? PropertyOf(JsonElement value, string name)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var property) ? property : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
