using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Core.OAuth;

/// <summary>Reads the answers of token endpoints, in the formats that providers use.</summary>
internal static partial class TokenAnswerReader
{
    // A larger number is not a lifetime.
    private const decimal TenYears = 10 * 365 * 86400m;

    private const int MostScopes = TokenSet.ScopesLength / (ScopeLength + 1);

    private const int ScopeLength = 200;

    /// <returns>The answer as JSON, also where it is form-encoded; null where it is neither.</returns>
    public static JsonDocument? Parse(OutboundAnswer answer) =>
        JsonBody.Parse(answer.Body) ?? (answer.Body is { } body ? ParseForm(body) : null);

    /// <summary>
    /// Some providers answer form-encoded, some of them with the content type of plain text or HTML. A body counts as form-encoded only if
    /// it has a parameter of the standard.
    /// </summary>
    private static JsonDocument? ParseForm(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body).Trim();
        if (!FormPattern().IsMatch(text))
        {
            return null;
        }

        var form = HttpUtility.ParseQueryString(text);
        return JsonSerializer.SerializeToDocument(
            form.AllKeys.OfType<string>().ToDictionary(key => key, key => form[key], StringComparer.Ordinal)
        );
    }

    /// <returns>The error code: <c>{"error":"…"}</c>, or <c>{"error":{"code":"…"}}</c>.</returns>
    public static string? ErrorOf(JsonElement root) => JsonPath.Text(root, "error") ?? JsonPath.Text(root, "error.code");

    /// <returns>The granted scopes; null where the answer does not list them: then they are the requested ones (RFC 6749, section
    /// 5.1).</returns>
    public static IReadOnlyList<string>? ScopesOf(AuthorizationCodeFlow flow, JsonElement root)
    {
        IReadOnlyList<string>? scopes = JsonPath.Find(root, flow.Answer.Scope) switch
        {
            { ValueKind: JsonValueKind.Array } array =>
            [
                .. array.EnumerateArray().Select(JsonPath.Text).OfType<string>().Select(scope => scope.Trim()).Where(IsScope),
            ],
            { ValueKind: JsonValueKind.String } text =>
            [
                .. (JsonPath.Text(text) ?? "")
                    .Split(flow.ScopeSeparator)
                    .SelectMany(part => part.Split([' ', ',', '\t', '\n', '\r']))
                    .Where(IsScope),
            ],
            _ => null,
        };
        return scopes is { Count: 0 } && !flow.Answer.EmptyScopeMeansNone
            ? null
            : scopes?.Distinct(StringComparer.Ordinal).Take(MostScopes).ToList();
    }

    // The standard's characters (RFC 6749, section 3.3). Anything else that a provider sends is not stored.
    private static bool IsScope(string text) => text.Length is > 0 and <= ScopeLength && text.All(letter => letter is >= '!' and <= '~');

    /// <returns>When the access token expires, by the answer or by the provider file; null where unknown.</returns>
    public static DateTimeOffset? ExpiryOf(TokenAnswer paths, JsonElement root, DateTimeOffset now)
    {
        var known = ExpiryOf(paths.Unit, JsonPath.Text(root, paths.ExpiresIn), now);
        if (known is null && paths.ExpiresIn == TokenAnswer.StandardExpiresIn)
        {
            // Not in the standard, but some providers send it instead of expires_in.
            known = JsonPath.Text(root, "expires_at") is { } at
                ? ExpiryOf(ExpiryUnit.AtSeconds, at, now) ?? ExpiryOf(ExpiryUnit.AtDate, at, now)
                : null;
        }

        return known ?? (paths.Lifetime is { } lifetime ? now.AddSeconds(lifetime) : null);
    }

    /// <returns>Null where the text is not a time in the future.</returns>
    internal static DateTimeOffset? ExpiryOf(ExpiryUnit unit, string? text, DateTimeOffset now)
    {
        if (unit == ExpiryUnit.AtDate)
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? After((decimal)(at - now).TotalSeconds)
                : null;
        }

        if (NumberOf(text) is not { } number || number <= 0)
        {
            return null;
        }

        var present = now.ToUnixTimeMilliseconds() / 1000m;
        return unit switch
        {
            ExpiryUnit.AtSeconds or ExpiryUnit.AtMilliseconds => At(number),
            // Longer than any lifetime: a point in time since 1970.
            _ when number / 1000 > TenYears || (number > TenYears && unit == ExpiryUnit.Seconds) => At(number),
            ExpiryUnit.Milliseconds => After(number / 1000),
            _ => After(number),
        };

        // Seconds or milliseconds: the unit that gives a possible lifetime.
        DateTimeOffset? At(decimal time) => After(time - present) ?? After((time / 1000) - present);

        // A new token has not expired, whatever the clocks say.
        DateTimeOffset? After(decimal left) => left is >= 1 and <= TenYears ? now.AddSeconds((double)left) : null;
    }

    /// <summary>Some providers write a text: with spaces around, thousands separators or <c>s</c> at the end.</summary>
    private static decimal? NumberOf(string? text)
    {
        text = text?.Trim();
        if (text is not null && GroupedPattern().IsMatch(text))
        {
            text = text.Replace(",", "", StringComparison.Ordinal);
        }

        return decimal.TryParse(
            text?.TrimEnd('s'),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
    }

    [GeneratedRegex(
        @"^(?:[\w.-]+=[^&<>\s]*&)*(?:access_token|error)=[^&<>\s]+(?:&[\w.-]+=[^&<>\s]*)*$",
        RegexOptions.NonBacktracking,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex FormPattern();

    [GeneratedRegex(@"^[0-9]{1,3}(?:,[0-9]{3})+s?$", RegexOptions.NonBacktracking, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GroupedPattern();
}
