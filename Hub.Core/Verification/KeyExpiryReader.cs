using System.Globalization;
using System.Text.Json;
using Hub.Core.Outbound;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>Reads from a provider's answer when a key expires.</summary>
internal static class KeyExpiryReader
{
    /// <returns>Null where the answer does not tell.</returns>
    public static ToldExpiry? Read(KeyExpiry expiry, OutboundAnswer answer)
    {
        if (answer.Status != 200)
        {
            return null;
        }

        if (expiry.Header is { } header)
        {
            return Told(answer.Headers.GetValueOrDefault(header));
        }

        using var json = JsonBody.Parse(answer.Body);
        return json is not null && JsonPath.Find(json.RootElement, expiry.Path!) is { } value
            ? value.ValueKind == JsonValueKind.Null
                ? new ToldExpiry(null)
                : Told(JsonPath.Text(value))
            : null;
    }

    private static ToldExpiry? Told(string? text) =>
        text is null ? new ToldExpiry(null)
        : Parse(text) is { } at ? new ToldExpiry(at)
        : null;

    /// <summary>
    /// A date, which is the beginning of that day, a date with time, or seconds since 1970. GitHub writes <c>2026-06-03 19:52:44 UTC</c>,
    /// and sometimes an offset for the zone.
    /// </summary>
    internal static DateTimeOffset? Parse(string text)
    {
        text = text.Trim();
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }

        if (text.EndsWith(" UTC", StringComparison.Ordinal))
        {
            text = $"{text[..^4]}Z";
        }

        return DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
            ? at
            : null;
    }
}
