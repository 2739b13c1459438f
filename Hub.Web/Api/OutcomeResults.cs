using System.Diagnostics;
using System.Text.Json;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Web.Components.Linking;
using Hub.Web.Messages;

namespace Hub.Web.Api;

/// <summary>
/// The one place where what the core says becomes HTTP. A provider's refusal is never 401 or 403: clients take those for
/// a refusal of their own access key or session.
/// </summary>
internal static class OutcomeResults
{
    // AccountLinker counts attempts by the minute.
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    /// <param name="provider">Null where the catalog does not have it (any more).</param>
    /// <param name="method">The way to authenticate that was used.</param>
    /// <returns>The error; null where the account is linked.</returns>
    public static ApiError? ErrorOf(LinkOutcome outcome, Provider? provider, AuthMethod? method, ValidationMessages validation) =>
        outcome switch
        {
            LinkOutcome.Linked => null,
            LinkOutcome.Refused refused => ErrorOf(refused, provider!, method!),
            LinkOutcome.Invalid(var errors) => ApiError.Invalid(
                errors.Select(error => KeyValuePair.Create($"credentials.{error.Key}", validation.Of(error.Value)))
            ),
            LinkOutcome.AccountGone => ApiError.NotFound("account"),
            LinkOutcome.OtherIdentity(var name, var identity) when identity == ProviderIdentity.Unknown => ApiError.Of(
                StatusCodes.Status409Conflict,
                "identity_unknown",
                $"{provider!.Name} does not say whose key this is, so it cannot replace {name}'s. Nothing was saved."
            ),
            LinkOutcome.OtherIdentity(var name, var identity) => ApiError.Of(
                StatusCodes.Status409Conflict,
                "other_identity",
                $"This key belongs to another account: it is {identity.DisplayName(provider!.Name)}'s, not {name}'s. Nothing was saved."
            ),
            LinkOutcome.ProviderUnknown => ApiError.Invalid("integration_id", "is not offered here"),
            LinkOutcome.TooManyAttempts => ApiError.Of(
                StatusCodes.Status429TooManyRequests,
                "too_many_attempts",
                "Too many attempts: Hub verifies only so many keys a minute for one session or account's owner. Nothing was saved."
            ) with
            {
                RetryAfter = AMinute,
            },
            // Not 401: the official component shows that as success when a key is changed.
            LinkOutcome.SessionEnded(var state) => ApiError.Of(
                StatusCodes.Status409Conflict,
                CodeOf(state),
                $"{Explain(state)} Nothing was saved."
            ),
            LinkOutcome.OwnerNotAllowed => ApiError.Of(
                StatusCodes.Status409Conflict,
                "owner_gone",
                "The account's owner no longer exists. Nothing was saved."
            ),
            LinkOutcome.KeyRingDoesNotFit => ApiError.Of(
                StatusCodes.Status503ServiceUnavailable,
                "key_ring_does_not_fit",
                "Hub's key ring does not fit, so it cannot store credentials. Nothing was saved. Tell Hub's operator."
            ) with
            {
                RetryAfter = AMinute,
            },
            _ => throw new UnreachableException(),
        };

    /// <returns>The error; null where the session is good.</returns>
    public static ApiError? ErrorOf(SessionOutcome outcome) =>
        outcome switch
        {
            SessionOutcome.Open => null,
            SessionOutcome.Ended(var state, _, _) => ApiError.Of(
                StatusCodes.Status401Unauthorized,
                CodeOf(state),
                $"{Explain(state)} Make a new one."
            ),
            SessionOutcome.OpenedElsewhere => ApiError.Of(
                StatusCodes.Status401Unauthorized,
                "session_opened_elsewhere",
                "This connect session is good only in the browser in which somebody began with it, on the page of its link."
            ),
            SessionOutcome.Unknown => ApiError.Of(
                StatusCodes.Status401Unauthorized,
                "session_unknown",
                "There is no connect session with this token."
            ),
            _ => throw new UnreachableException(),
        };

    /// <param name="wireNames">What the wire calls the properties of <see cref="SessionRequest"/>.</param>
    /// <returns>The error; null where the session was issued.</returns>
    public static ApiError? ErrorOf(SessionIssueOutcome outcome, Func<string, string> wireNames, ValidationMessages validation) =>
        outcome switch
        {
            SessionIssueOutcome.Issued => null,
            SessionIssueOutcome.Invalid(var errors) => ApiError.Invalid(
                errors.Select(error => KeyValuePair.Create(wireNames(error.Key), validation.Of(error.Value)))
            ),
            SessionIssueOutcome.AccountNotFound => ApiError.NotFound("account"),
            SessionIssueOutcome.OwnerNotAllowed => ApiError.Of(
                StatusCodes.Status409Conflict,
                "owner_gone",
                "The account's owner no longer exists."
            ),
            _ => throw new UnreachableException(),
        };

    /// <returns>The error; null where the account is changed.</returns>
    public static ApiError? ErrorOf(AccountEditOutcome outcome, ValidationMessages validation) =>
        outcome switch
        {
            AccountEditOutcome.Edited => null,
            AccountEditOutcome.Invalid(var errors) => ApiError.Invalid(
                errors.Select(error =>
                    KeyValuePair.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(error.Key), validation.Of(error.Value))
                )
            ),
            AccountEditOutcome.NotFound => ApiError.NotFound("account"),
            _ => throw new UnreachableException(),
        };

    public static ApiError CredentialUnreadable { get; } =
        ApiError.Of(
            StatusCodes.Status409Conflict,
            "credential_unreadable",
            "Hub cannot read the stored credential: its key ring is not the one that it was encrypted with. Link the account again."
        );

    public static ApiError TokenNotRefreshed(TimeSpan wait) =>
        ApiError.Of(
            StatusCodes.Status503ServiceUnavailable,
            "token_not_refreshed",
            "The provider could not refresh the access token for now. Nothing is wrong with the account; try again later."
        ) with
        {
            RetryAfter = wait,
        };

    /// <returns>The error; null where the account's status says what the provider proved.</returns>
    public static ApiError? ErrorOf(VerifyNowOutcome outcome, string providerName) =>
        outcome switch
        {
            VerifyNowOutcome.Verified(var report) => NotJudged(report.Outcome, providerName),
            VerifyNowOutcome.SignInEnded => null,
            VerifyNowOutcome.NotFound => ApiError.NotFound("account"),
            VerifyNowOutcome.ProviderUnknown => ApiError.Of(
                StatusCodes.Status409Conflict,
                "provider_gone",
                "The provider is no longer offered by this Hub, so the account cannot be verified."
            ),
            VerifyNowOutcome.CredentialUnreadable => CredentialUnreadable,
            VerifyNowOutcome.NotRefreshed(var wait) => TokenNotRefreshed(wait),
            VerifyNowOutcome.TooManyAttempts => ApiError.Of(
                StatusCodes.Status429TooManyRequests,
                "too_many_attempts",
                "Hub verifies only so many accounts a minute for one access key. The provider was not asked."
            ) with
            {
                RetryAfter = AMinute,
            },
            VerifyNowOutcome.ChangedMeanwhile => ApiError.Of(
                StatusCodes.Status409Conflict,
                "changed_meanwhile",
                "The account changed while the provider was asked. Read it again."
            ),
            _ => throw new UnreachableException(),
        };

    /// <returns>The error; null where the access token is fresh, or the account's status says that the sign-in has ended.</returns>
    public static ApiError? ErrorOf(FreshTokenOutcome outcome) =>
        outcome switch
        {
            FreshTokenOutcome.Fresh or FreshTokenOutcome.Expired => null,
            FreshTokenOutcome.RetryLater(var wait) => TokenNotRefreshed(wait),
            FreshTokenOutcome.NotRefreshable => ApiError.Of(
                StatusCodes.Status409Conflict,
                "not_refreshable",
                "The account has no refresh token. Verify it to learn whether its credential is still good."
            ),
            FreshTokenOutcome.NotFound => ApiError.NotFound("account"),
            FreshTokenOutcome.Unreadable => CredentialUnreadable,
            _ => throw new UnreachableException(),
        };

    private static ApiError? NotJudged(VerificationOutcome outcome, string providerName) =>
        outcome switch
        {
            VerificationOutcome.Verified
            or VerificationOutcome.VerifiedLimited
            or VerificationOutcome.InvalidCredentials
            or VerificationOutcome.WrongAddress => null,
            VerificationOutcome.RateLimited(var wait) => ApiError.Of(
                StatusCodes.Status429TooManyRequests,
                "provider_rate_limited",
                $"{providerName} asks to slow down. The account stays as it is."
            ) with
            {
                RetryAfter = wait ?? AMinute,
            },
            VerificationOutcome.ProviderUnavailable => ApiError.Of(
                StatusCodes.Status503ServiceUnavailable,
                "provider_unavailable",
                $"{providerName} could not answer. The account stays as it is."
            ),
            VerificationOutcome.UnexpectedAnswer => ApiError.Of(
                StatusCodes.Status502BadGateway,
                "provider_answer_unexpected",
                $"{providerName} gave an answer that proves nothing. The account stays as it is."
            ),
            VerificationOutcome.WrongKeyKind(_, var hint) => ApiError.Of(
                StatusCodes.Status422UnprocessableEntity,
                "wrong_key_kind",
                $"{hint} {providerName} was not asked."
            ),
            _ => throw new UnreachableException(),
        };

    private static ApiError ErrorOf(LinkOutcome.Refused refused, Provider provider, AuthMethod method)
    {
        var refusal = Refusal.From(provider, method, refused);
        var (status, code) = refused.Reason switch
        {
            VerificationOutcome.InvalidCredentials => (StatusCodes.Status422UnprocessableEntity, "invalid_credentials"),
            VerificationOutcome.WrongKeyKind => (StatusCodes.Status422UnprocessableEntity, "wrong_key_kind"),
            VerificationOutcome.WrongAddress => (StatusCodes.Status422UnprocessableEntity, "wrong_address"),
            VerificationOutcome.RateLimited => (StatusCodes.Status429TooManyRequests, "provider_rate_limited"),
            VerificationOutcome.ProviderUnavailable => (StatusCodes.Status503ServiceUnavailable, "provider_unavailable"),
            VerificationOutcome.UnexpectedAnswer => (StatusCodes.Status502BadGateway, "provider_answer_unexpected"),
            _ => throw new UnreachableException(),
        };
        return ApiError.Of(status, code, refusal.Message) with
        {
            Errors = refusal.FieldKey is { } field ? [$"credentials.{field}: {refusal.FieldMessage}"] : null,
            // What was refused before any request, no provider refused.
            ProviderErrors = refused.Reason is VerificationOutcome.WrongKeyKind ? null : [new ApiProviderError(status, refusal.Message)],
            RetryAfter = refusal.Wait,
        };
    }

    private static string CodeOf(SessionState state) =>
        state switch
        {
            SessionState.Used => "session_used",
            SessionState.Revoked => "session_revoked",
            SessionState.Expired or SessionState.Created or SessionState.Opened => "session_expired",
        };

    private static string Explain(SessionState state) =>
        state switch
        {
            SessionState.Used => "This connect session was used already.",
            SessionState.Revoked => "This connect session was withdrawn.",
            SessionState.Expired or SessionState.Created or SessionState.Opened => "This connect session has expired.",
        };
}
