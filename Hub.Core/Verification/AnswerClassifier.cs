using System.Globalization;
using System.Text.Json;
using Hub.Core.Credentials;
using Hub.Core.Outbound;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>
/// Turns a provider's answer into an outcome: first the method's success proof, then its failure rules in order, then what is
/// true of every HTTP API. An answer that none of these explains is unexpected, never "bad key".
/// </summary>
internal sealed class AnswerClassifier(TimeProvider time)
{
    /// <param name="answer">The probe's.</param>
    /// <param name="accessToken">What the probe authenticated with, where that is not the credential itself.</param>
    public VerificationOutcome Classify(AuthMethod method, CredentialValues values, OutboundAnswer answer, string? accessToken = null)
    {
        using var json = TryParse(answer.Body);
        return json is not null && answer.Status == method.Success!.Status && IsVerified(method.Success, json.RootElement)
            ? new VerificationOutcome.Verified(IdentityReader.Read(method, json.RootElement, values, accessToken))
            : Refusal(method, values, answer, json, method.Failures, method.Success!.Status, accessToken);
    }

    /// <param name="answer">The token endpoint's, without the evidence of a token.</param>
    public VerificationOutcome ClassifyExchange(AuthMethod method, CredentialValues values, OutboundAnswer answer)
    {
        using var json = TryParse(answer.Body);
        return Refusal(method, values, answer, json, method.Token!.Failures, successStatus: 200, accessToken: null);
    }

    /// <returns>Whose the proved credential is, as far as this answer tells.</returns>
    public static ProviderIdentity Identify(AuthMethod method, CredentialValues values, OutboundAnswer answer, string? accessToken)
    {
        using var json = answer.Status == 200 ? TryParse(answer.Body) : null;
        return IdentityReader.Read(method, json?.RootElement ?? default, values, accessToken);
    }

    /// <returns>The rule that decides what this answer means; null for none.</returns>
    internal static FailureRule? FindRule(IReadOnlyList<FailureRule> rules, OutboundAnswer answer)
    {
        using var json = TryParse(answer.Body);
        return FindRule(rules, answer, json);
    }

    private static FailureRule? FindRule(IReadOnlyList<FailureRule> rules, OutboundAnswer answer, JsonDocument? json) =>
        rules.FirstOrDefault(rule => Matches(rule, answer, json?.RootElement));

    private VerificationOutcome Refusal(
        AuthMethod method,
        CredentialValues values,
        OutboundAnswer answer,
        JsonDocument? json,
        IReadOnlyList<FailureRule> rules,
        int successStatus,
        string? accessToken
    )
    {
        if (answer.Body is null)
        {
            return new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.TooLarge);
        }

        if (FindRule(rules, answer, json) is not { } rule)
        {
            return ByStatus(answer, json, successStatus);
        }

        return rule.Outcome switch
        {
            FailureOutcome.InvalidCredentials => new VerificationOutcome.InvalidCredentials(rule.Field, rule.Help, rule.Step)
            {
                Rule = rule,
            },
            FailureOutcome.VerifiedLimited => new VerificationOutcome.VerifiedLimited(
                // What an error holds is about the error: Contentful's has its own kind where a user has an id.
                IdentityReader.Read(method, root: default, values, accessToken),
                rule
            ),
            FailureOutcome.WrongAddress => new VerificationOutcome.WrongAddress(rule.Field, rule.Help),
            FailureOutcome.RateLimited => new VerificationOutcome.RateLimited(RetryAfter(answer, time.GetUtcNow())),
            FailureOutcome.ProviderUnavailable => new VerificationOutcome.ProviderUnavailable(UnavailableCause.ServerError),
        };
    }

    private VerificationOutcome ByStatus(OutboundAnswer answer, JsonDocument? json, int successStatus) =>
        answer.Status switch
        {
            429 => new VerificationOutcome.RateLimited(RetryAfter(answer, time.GetUtcNow())),
            408 or 504 => new VerificationOutcome.ProviderUnavailable(UnavailableCause.TimedOut),
            >= 500 => new VerificationOutcome.ProviderUnavailable(UnavailableCause.ServerError),
            >= 300 and < 400 => new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.Redirect),
            var status when status != successStatus => new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.Status),
            _ when json is not null => new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.NoEvidence),
            _ when IsHtml(answer) => new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.Html),
            _ => new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.Malformed),
        };

    private static bool IsVerified(SuccessCriteria proof, JsonElement root) =>
        proof.Evidence.All(evidence =>
            IsOfType(JsonPath.Find(root, evidence.Path), evidence.Type)
            && (evidence.Value is null || string.Equals(JsonPath.Text(root, evidence.Path), evidence.Value, StringComparison.Ordinal))
        );

    private static bool IsOfType(JsonElement? found, EvidenceType type) =>
        type switch
        {
            EvidenceType.Absent => found is null or { ValueKind: JsonValueKind.Null },
            EvidenceType.Text => found is { ValueKind: JsonValueKind.String } value && !string.IsNullOrWhiteSpace(JsonPath.Text(value)),
            EvidenceType.Number => found is { ValueKind: JsonValueKind.Number },
            EvidenceType.Boolean => found is { ValueKind: JsonValueKind.True or JsonValueKind.False },
            EvidenceType.Array => found is { ValueKind: JsonValueKind.Array },
            EvidenceType.Id => found is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value
                && !string.IsNullOrWhiteSpace(JsonPath.Text(value)),
        };

    private static bool Matches(FailureRule rule, OutboundAnswer answer, JsonElement? root) =>
        rule.Status == answer.Status
        // A firewall's page has a status too. That a key is good is believed only of an answer in the API's own language.
        && (rule.Outcome != FailureOutcome.VerifiedLimited || root is not null)
        && (rule.Body is null || (root is { } json && Holds(rule.Body, json)))
        && (
            rule.Header is null
            || (
                answer.Headers.TryGetValue(rule.Header.Name, out var header)
                && (rule.Header.Contains is null || header.Contains(rule.Header.Contains, StringComparison.OrdinalIgnoreCase))
            )
        );

    internal static bool Holds(BodyCondition condition, JsonElement root) =>
        condition.IsNull
            ? JsonPath.Find(root, condition.Path) is { ValueKind: JsonValueKind.Null }
            : JsonPath.Text(root, condition.Path) is { } text
                && (
                    condition.Contains is { } part
                        ? text.Contains(part, StringComparison.OrdinalIgnoreCase)
                        : condition.OneOf.Contains(text, StringComparer.Ordinal)
                );

    private static bool IsHtml(OutboundAnswer answer) =>
        answer.Headers.TryGetValue("Content-Type", out var type) && type.Contains("html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Seconds or a date (RFC 9110, section 10.2.3), at most an hour: longer waits are not worth a countdown.</summary>
    internal static TimeSpan? RetryAfter(OutboundAnswer answer, DateTimeOffset now)
    {
        if (!answer.Headers.TryGetValue("Retry-After", out var text))
        {
            return null;
        }

        // Not double: that would read "NaN".
        var wait =
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds((double)Math.Min(seconds, 3600))
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date - now
            : TimeSpan.Zero;
        return wait <= TimeSpan.Zero ? null
            : wait < TimeSpan.FromHours(1) ? wait
            : TimeSpan.FromHours(1);
    }

    private static JsonDocument? TryParse(byte[]? body)
    {
        try
        {
            return body is null ? null : JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
