using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Core.OAuth;

/// <summary>Reads what token endpoints answer, in the forms that providers give to it.</summary>
internal static partial class TokenAnswerReader
{
    // More than that is no lifetime.
    private const decimal TenYears = 10 * 365 * 86400m;

    private const int MostScopes = TokenSet.ScopesLength / (ScopeLength + 1);

    private const int ScopeLength = 200;

    /// <returns>The answer as JSON, also where it is form-encoded; null where it is neither.</returns>
    public static JsonDocument? Parse(OutboundAnswer answer)
    {
        if (answer.Body is not { Length: > 0 } body)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return ParseForm(body);
        }
    }

    /// <summary>
    /// Some answer as forms do, and some of these call it plain text or HTML. It is taken for a form only where it has a name that the
    /// standard knows.
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

    /// <returns>The scopes that were granted; null where the answer does not say: then it is what was asked for (RFC 6749, section
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

    // As the standard has it (RFC 6749, section 3.3); what else a provider sends is kept nowhere.
    private static bool IsScope(string text) => text.Length is > 0 and <= ScopeLength && text.All(letter => letter is >= '!' and <= '~');

    /// <returns>When the access token expires, as far as the answer says or the provider is known for; null where nobody knows.</returns>
    public static DateTimeOffset? ExpiryOf(TokenAnswer paths, JsonElement root, DateTimeOffset now)
    {
        var known = ExpiryOf(paths.Unit, JsonPath.Text(root, paths.ExpiresIn), now);
        if (known is null && paths.ExpiresIn == TokenAnswer.StandardExpiresIn)
        {
            // Not in the standard, and yet sent instead of expires_in.
            known = JsonPath.Text(root, "expires_at") is { } at
                ? ExpiryOf(ExpiryUnit.AtSeconds, at, now) ?? ExpiryOf(ExpiryUnit.AtDate, at, now)
                : null;
        }

        return known ?? (paths.Lifetime is { } lifetime ? now.AddSeconds(lifetime) : null);
    }

    /// <returns>Null where the text is no time ahead.</returns>
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
            // Longer than any lifetime: a time since 1970.
            _ when number / 1000 > TenYears || (number > TenYears && unit == ExpiryUnit.Seconds) => At(number),
            ExpiryUnit.Milliseconds => After(number / 1000),
            _ => After(number),
        };

        // Whichever of the two units gives a time that an access token can have.
        DateTimeOffset? At(decimal time) => After(time - present) ?? After((time / 1000) - present);

        // A token that is just given is not over, whatever the clocks say.
        DateTimeOffset? After(decimal left) => left is >= 1 and <= TenYears ? now.AddSeconds((double)left) : null;
    }

    /// <summary>Some write it as a text, with spaces around, thousands apart or <c>s</c> behind.</summary>
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
