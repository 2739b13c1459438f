using System.Globalization;
using System.Text.Json;
using Hub.Core.Credentials;
using Hub.Core.Outbound;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>
/// Turns a provider's answer into an outcome: first by the success criteria, then by the method's failure rules in order, then by what is
/// true of every HTTP API. An answer that none of these explains is unexpected, never "bad key".
/// </summary>
internal sealed class AnswerClassifier(TimeProvider time)
{
    /// <param name="method">The auth method.</param>
    /// <param name="success">The success criteria of the method's probe.</param>
    /// <param name="values">The credential. Its secrets are removed from the identity.</param>
    /// <param name="answer">The answer to the probe.</param>
    /// <param name="accessToken">The token that the probe authenticated with, where that is not the credential itself.</param>
    /// <returns>What the probe's answer says of the credential.</returns>
    public VerificationOutcome Classify(
        AuthMethod method,
        SuccessCriteria success,
        CredentialValues values,
        OutboundAnswer answer,
        string? accessToken = null
    )
    {
        using var json = JsonBody.Parse(answer.Body);
        return json is not null && answer.Status == success.Status && IsVerified(success, json.RootElement)
            ? new VerificationOutcome.Verified(IdentityReader.Read(method, json.RootElement, values, accessToken))
            : ClassifyFailure(method, values, answer, json, method.Failures, success.Status, accessToken);
    }

    /// <param name="method">The auth method.</param>
    /// <param name="values">The client credentials.</param>
    /// <param name="answer">The token endpoint's answer, which contains no token.</param>
    /// <returns>What the answer says of the client credentials.</returns>
    public VerificationOutcome ClassifyExchange(AuthMethod.ClientCredentials method, CredentialValues values, OutboundAnswer answer)
    {
        using var json = JsonBody.Parse(answer.Body);
        return ClassifyFailure(method, values, answer, json, method.Token.Failures, successStatus: 200, accessToken: null);
    }

    /// <param name="method">The auth method.</param>
    /// <param name="values">The verified credential. Its secrets are removed from the identity.</param>
    /// <param name="answer">The answer to the request that reads the identity.</param>
    /// <param name="accessToken">The token that the request authenticated with, where that is not the credential itself.</param>
    /// <returns>Whose the verified credential is, as far as the answer says.</returns>
    public static ProviderIdentity Identify(AuthMethod method, CredentialValues values, OutboundAnswer answer, string? accessToken)
    {
        using var json = answer.Status == 200 ? JsonBody.Parse(answer.Body) : null;
        return IdentityReader.Read(method, json?.RootElement ?? default, values, accessToken);
    }

    /// <param name="rules">The rules, in the order in which they apply.</param>
    /// <param name="answer">The provider's answer.</param>
    /// <returns>The first rule that matches the answer; null for none.</returns>
    internal static FailureRule? FindRule(IReadOnlyList<FailureRule> rules, OutboundAnswer answer)
    {
        using var json = JsonBody.Parse(answer.Body);
        return FindRule(rules, answer, json);
    }

    private static FailureRule? FindRule(IReadOnlyList<FailureRule> rules, OutboundAnswer answer, JsonDocument? json) =>
        rules.FirstOrDefault(rule => Matches(rule, answer, json?.RootElement));

    private VerificationOutcome ClassifyFailure(
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
                // An error's values are about the error: Contentful's has its kind at the path where a user has the id.
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

    private static bool IsVerified(SuccessCriteria success, JsonElement root) =>
        success.Evidence.All(evidence =>
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
        // A firewall's page has a status too. Only JSON, the API's own format, can say that a key works.
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

    /// <summary>Seconds or a date (RFC 9110, section 10.2.3), at most an hour: a page counts it down.</summary>
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
}
