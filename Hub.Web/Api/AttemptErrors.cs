using System.Diagnostics;
using Hub.Core.Sessions;

namespace Hub.Web.Api;

/// <summary>What programs are told of a connection attempt that linked no account. Not all codes are those that Hub stores.</summary>
internal static class AttemptErrors
{
    /// <summary>One session or owner has too many connection attempts in progress.</summary>
    public static ApiError TooManyAttempts { get; } =
        ApiError.Of(
            StatusCodes.Status429TooManyRequests,
            "too_many_attempts",
            "Too many connection attempts are in progress. Finish one, or wait until they have expired."
        ) with
        {
            RetryAfter = ConnectionAttempt.Lifetime,
        };

    public static string CodeOf(AuthorizationFailure failure) =>
        failure switch
        {
            AuthorizationFailure.Denied => "access_denied",
            AuthorizationFailure.ProviderError("server_error" or "temporarily_unavailable") or AuthorizationFailure.ProviderUnavailable =>
                "provider_unavailable",
            AuthorizationFailure.ProviderError => "provider_error",
            AuthorizationFailure.OtherProvider => "wrong_provider",
            AuthorizationFailure.ClientRejected => "client_rejected",
            AuthorizationFailure.CodeRejected => "code_rejected",
            AuthorizationFailure.TokenNotGiven => "token_not_given",
            AuthorizationFailure.ProviderRateLimited => "provider_rate_limited",
            AuthorizationFailure.NotVerified => "not_proved",
            AuthorizationFailure.InvalidValues => "invalid",
            AuthorizationFailure.AccountGone => "account_gone",
            AuthorizationFailure.ChangedMeanwhile => "changed_meanwhile",
            AuthorizationFailure.IdentityUnknown => "identity_unknown",
            AuthorizationFailure.OtherIdentity => "other_identity",
            AuthorizationFailure.ProviderGone => "provider_gone",
            AuthorizationFailure.ProviderDisabled => "provider_disabled",
            AuthorizationFailure.TooManyAttempts => "too_many_attempts",
            AuthorizationFailure.SessionEnded => "session_ended",
            AuthorizationFailure.OwnerNotAllowed => "owner_gone",
            AuthorizationFailure.KeyRingDoesNotFit => "key_ring_does_not_fit",
            AuthorizationFailure.NotSaved => "not_saved",
            AuthorizationFailure.Unknown(var code, _) => code,
            _ => throw new UnreachableException(),
        };
}
