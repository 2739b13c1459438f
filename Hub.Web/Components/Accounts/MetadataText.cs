using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hub.Web.Components.Accounts;

/// <summary>
/// A JSON object as keys and values that people can read and edit. A value that is a text is shown as it is, any other as JSON; what nobody
/// touched is written back as it was, to the letter.
/// </summary>
public static class MetadataText
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        // It is shown as text, and never as a part of a script.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="metadata">A JSON object; null for none.</param>
    public static IReadOnlyList<MetadataValue> Read(string? metadata)
    {
        if (metadata is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(metadata);
        return
        [
            .. document
                .RootElement.EnumerateObject()
                .Select(one => new MetadataValue(
                    one.Name,
                    one.Value.ValueKind == JsonValueKind.String ? one.Value.GetString()! : JsonSerializer.Serialize(one.Value, Readable),
                    one.Value.Clone()
                )),
        ];
    }

    /// <param name="rows">What people entered, with the value that each row was made of.</param>
    /// <param name="problems">What is wrong, by the index of the row.</param>
    /// <returns>A JSON object.</returns>
    public static string Write(IReadOnlyList<MetadataValue> rows, out IReadOnlyDictionary<int, MetadataProblem> problems)
    {
        var found = new Dictionary<int, MetadataProblem>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Compact))
        {
            writer.WriteStartObject();
            for (var index = 0; index < rows.Count; index++)
            {
                var (key, text, original) = rows[index];
                if (key.Length == 0 && text.Length == 0 && original is null)
                {
                    // An empty row.
                    continue;
                }

                if (key.Length == 0)
                {
                    found[index] = MetadataProblem.KeyMissing;
                }
                else if (!keys.Add(key))
                {
                    found[index] = MetadataProblem.KeyTwice;
                }
                else if (ValueOf(text, original) is { } value)
                {
                    writer.WritePropertyName(key);
                    value.WriteTo(writer);
                }
                else
                {
                    found[index] = MetadataProblem.NotJson;
                }
            }

            writer.WriteEndObject();
        }

        problems = found;
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <returns>Null where the text should be JSON and is not.</returns>
    private static JsonElement? ValueOf(string text, JsonElement? original)
    {
        if (original is not { } before || before.ValueKind == JsonValueKind.String)
        {
            return JsonSerializer.SerializeToElement(text);
        }

        // Browsers send line breaks in their own way.
        if (Normalize(text) == Normalize(JsonSerializer.Serialize(before, Readable)))
        {
            return before;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n").Trim();
}

/// <param name="Text">What people read and edit.</param>
/// <param name="Original">What is stored; null for a new one.</param>
public sealed record MetadataValue(string Key, string Text, JsonElement? Original)
{
    /// <summary>Whether it needs more than a line.</summary>
    public bool IsNested => Original is { ValueKind: JsonValueKind.Object or JsonValueKind.Array };
}

/// <summary>What is wrong with a row of metadata.</summary>
public enum MetadataProblem
{
    KeyMissing,
    KeyTwice,
    NotJson,
}
