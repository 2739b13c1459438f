using System.Diagnostics;
using System.Text.Json;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Web.Messages;

namespace Hub.Web.Api;

/// <summary>Why a linked account could not be changed, verified, refreshed or read, as HTTP.</summary>
internal sealed class AccountErrors(VerificationMessages verification, AccountStatusMessages status, ValidationMessages validation)
{
    // Hub and most providers count by the minute.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    /// <returns>Null where the account is changed.</returns>
    public ApiError? ErrorOf(AccountEditOutcome outcome) =>
        outcome switch
        {
            AccountEditOutcome.Edited => null,
            AccountEditOutcome.Invalid(var errors) => ApiError.Invalid(
                errors.Select(error =>
                    KeyValuePair.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(error.Key), validation.Of(error.Value))
                )
            ),
            AccountEditOutcome.NotFound => ApiError.NotFound("account"),
            AccountEditOutcome.ChangedMeanwhile => ApiError.Of(
                StatusCodes.Status409Conflict,
                "changed_meanwhile",
                "The account changed at the same time. Nothing was saved. Read it again, then repeat the call."
            ),
            _ => throw new UnreachableException(),
        };

    /// <returns>Null where the account's status says what the provider answered.</returns>
    public ApiError? ErrorOf(VerifyNowOutcome outcome, ProductAccount account, string providerName) =>
        outcome switch
        {
            VerifyNowOutcome.Verified(var report) => StatusAndCode(report.Outcome) is var (code, name)
                ? ErrorOf(outcome, account, providerName, code, name) with
                {
                    RetryAfter = report.Outcome is VerificationOutcome.RateLimited(var wait) ? wait ?? RetryAfter : null,
                }
                : null,
            VerifyNowOutcome.AuthorizationEnded => null,
            VerifyNowOutcome.NotFound => ApiError.NotFound("account"),
            VerifyNowOutcome.ProviderUnknown => ErrorOf(outcome, account, providerName, StatusCodes.Status409Conflict, "provider_gone"),
            VerifyNowOutcome.CredentialUnreadable => Unreadable,
            VerifyNowOutcome.NotRefreshed(var wait) => NotRefreshed(providerName, wait),
            VerifyNowOutcome.TooManyAttempts => ErrorOf(
                outcome,
                account,
                providerName,
                StatusCodes.Status429TooManyRequests,
                "too_many_attempts"
            ) with
            {
                RetryAfter = RetryAfter,
            },
            VerifyNowOutcome.ChangedMeanwhile => ErrorOf(
                outcome,
                account,
                providerName,
                StatusCodes.Status409Conflict,
                "changed_meanwhile"
            ),
            _ => throw new UnreachableException(),
        };

    /// <returns>Null where the access token is fresh, or the account's status says that the authorization has ended.</returns>
    public ApiError? ErrorOf(FreshTokenOutcome outcome, string providerName) =>
        outcome switch
        {
            FreshTokenOutcome.Fresh or FreshTokenOutcome.Expired => null,
            FreshTokenOutcome.RetryLater(var wait) => NotRefreshed(providerName, wait),
            FreshTokenOutcome.NotRefreshable => ApiError.Of(
                StatusCodes.Status409Conflict,
                "not_refreshable",
                "The account has no refresh token. Verify it to learn whether its credential still works."
            ),
            FreshTokenOutcome.NotFound => ApiError.NotFound("account"),
            FreshTokenOutcome.Unreadable => Unreadable,
            _ => throw new UnreachableException(),
        };

    /// <returns>Null where the credential was read.</returns>
    public ApiError? ErrorOf(CredentialOutcome outcome, string providerName) =>
        outcome switch
        {
            CredentialOutcome.Read => null,
            CredentialOutcome.NotFound => ApiError.NotFound("account"),
            CredentialOutcome.Expired(var end) => ApiError.Of(
                StatusCodes.Status409Conflict,
                "sign_in_ended",
                status.Explain(end, providerName)
            ),
            CredentialOutcome.NotUsable => ApiError.Of(
                StatusCodes.Status412PreconditionFailed,
                "account_not_usable",
                "The account is suspended, or its provider is disabled. Its status says which."
            ),
            CredentialOutcome.RetryLater(var wait) => NotRefreshed(providerName, wait),
            CredentialOutcome.Unreadable => Unreadable,
            _ => throw new UnreachableException(),
        };

    private ApiError Unreadable =>
        ApiError.Of(StatusCodes.Status409Conflict, StatusReasons.CredentialUnreadable, status.CredentialUnreadable);

    private ApiError NotRefreshed(string providerName, TimeSpan wait) =>
        ApiError.Of(StatusCodes.Status503ServiceUnavailable, "token_not_refreshed", status.TokenNotRefreshed(providerName)) with
        {
            RetryAfter = wait,
        };

    private ApiError ErrorOf(VerifyNowOutcome outcome, ProductAccount account, string providerName, int statusCode, string code)
    {
        var notice = verification.NoticeOf(outcome, providerName, account.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode)!;
        return ApiError.Of(
            statusCode,
            code,
            notice.Reference is { } reference ? $"{notice.Summary} Reference: {reference}." : notice.Summary
        );
    }

    /// <returns>Null where the provider verified or rejected the credential.</returns>
    private static (int Status, string Code)? StatusAndCode(VerificationOutcome outcome) =>
        outcome switch
        {
            VerificationOutcome.Verified
            or VerificationOutcome.VerifiedLimited
            or VerificationOutcome.InvalidCredentials
            or VerificationOutcome.WrongAddress => null,
            VerificationOutcome.WrongKeyKind
            or VerificationOutcome.RateLimited
            or VerificationOutcome.ProviderUnavailable
            or VerificationOutcome.UnexpectedAnswer => LinkErrors.StatusAndCode(outcome),
            _ => throw new UnreachableException(),
        };
}
