using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hub.Core.Inputs;

/// <summary>
/// Normalizes secrets of several lines: private keys, JSON of service accounts. The same secret becomes the same value, whether its line
/// breaks are real, escaped (<c>\n</c>), with carriage returns or replaced by spaces. Line breaks inside a JSON web token are removed.
/// </summary>
internal static partial class MultilineSecret
{
    public static string Clean(string text)
    {
        var value = VisibleText.Trim(text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (AsJson(value) is { } json)
        {
            return json;
        }

        value = VisibleText.Trim(EscapedLineBreak().Replace(value, "\n"));
        return AsPem(value) ?? (Token().IsMatch(value) ? WhiteSpace().Replace(value, "") : value);
    }

    private static string? AsJson(string text) =>
        text.StartsWith('{') ? Compact(text) ?? Compact(Unescape(text)) ?? Compact(RepairLineBreaks(text)) : null;

    private static string? Compact(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                document.RootElement.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <returns>The JSON that was copied as a string literal: <c>{\n  \"type\": …</c>.</returns>
    private static string? Unescape(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string>($"\"{text}\"");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>The JSON with line breaks inside strings escaped again, and those between members unescaped.</returns>
    private static string RepairLineBreaks(string text)
    {
        var json = new StringBuilder(text.Length);
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            var escaped = text[i] == '\\' && i + 1 < text.Length;
            inString ^= text[i] == '"';
            _ = (inString, escaped, text[i]) switch
            {
                (true, true, _) => json.Append(text[i]).Append(text[++i]),
                (false, true, _) when text[i + 1] is 'n' or 'r' or 't' => json.Append(text[++i] == 't' ? '\t' : '\n'),
                (true, _, '\n') => json.Append("\\n"),
                _ => json.Append(text[i]),
            };
        }

        return json.ToString();
    }

    /// <summary>Each block in lines of 64 (RFC 7468).</summary>
    private static string? AsPem(string text)
    {
        var blocks = new List<string>();
        // Each boundary needs a line of its own.
        var rest = Boundary().Replace(text, "\n$0\n").AsSpan();
        while (PemEncoding.TryFind(rest, out var found))
        {
            if (!rest[..found.Location.Start.Value].IsWhiteSpace())
            {
                return null;
            }

            var data = new byte[found.DecodedDataLength];
            _ = Convert.TryFromBase64Chars(rest[found.Base64Data], data, out _);
            blocks.Add(PemEncoding.WriteString(rest[found.Label], data));
            rest = rest[found.Location.End..];
        }

        return blocks.Count > 0 && rest.IsWhiteSpace() ? string.Join('\n', blocks) : null;
    }

    [GeneratedRegex(@"\\r\\n|\\n", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapedLineBreak();

    [GeneratedRegex("-----(?:BEGIN|END) [A-Z0-9 ]+-----", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Boundary();

    // A JSON web token.
    [GeneratedRegex(
        @"^[A-Za-z0-9_\-\s]+\.[A-Za-z0-9_\-\s]+\.[A-Za-z0-9_\-\s]*\z",
        RegexOptions.NonBacktracking,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Token();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
