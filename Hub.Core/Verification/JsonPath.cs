using System.Globalization;
using System.Text.Json;

namespace Hub.Core.Verification;

/// <summary>The small path language of the catalog: <c>data.users[0].id</c>; <c>$</c> is the whole document.</summary>
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
            else if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(part, out current))
            {
                return null;
            }
        }

        return current;
    }

    /// <returns>A string, number or boolean as text; null for anything else.</returns>
    public static string? Text(JsonElement root, string path) => Find(root, path) is { } value ? Text(value) : null;

    /// <inheritdoc cref="Text(JsonElement, string)"/>
    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => StringOf(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Broken UTF-8 or half a surrogate pair: the parser lets them pass and only reading finds them.
            return null;
        }
    }
}
