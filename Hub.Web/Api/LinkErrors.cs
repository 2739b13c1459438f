using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Web.Messages;

namespace Hub.Web.Api;

/// <summary>
/// Why an account was not linked, as HTTP. A provider's no is never 401 or 403: clients take those for a refusal of their own access key or
/// session.
/// </summary>
internal sealed class LinkErrors(LinkMessages messages, ValidationMessages validation, SharedMessages shared)
{
    // Hub counts attempts by the minute, and keeps asking whether its key ring fits.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    /// <param name="provider">Null where the catalog does not have it (any more).</param>
    /// <param name="method">The auth method that was used.</param>
    /// <returns>Null where the account is linked.</returns>
    public ApiError? ErrorOf(LinkOutcome outcome, Provider? provider, AuthMethod? method)
    {
        switch (outcome)
        {
            case LinkOutcome.Linked:
                return null;
            case LinkOutcome.Refused(var reason, _, _):
                return Rejected(reason, messages.ProblemOf(outcome, provider!, method!, hasSession: true), StatusAndCode(outcome));
            case LinkOutcome.Invalid(var errors):
                return ApiError.Invalid(
                    errors.Select(error => KeyValuePair.Create($"credentials.{error.Key}", validation.Of(error.Value)))
                );
            case LinkOutcome.AccountGone:
                return ApiError.NotFound("account");
            case LinkOutcome.ProviderUnknown:
                return ApiError.Invalid("integration_id", "is not offered here");
        }

        var (status, code) = StatusAndCode(outcome);
        var message = outcome switch
        {
            LinkOutcome.SessionEnded(var state) => $"{SessionErrors.Explain(state)} {shared.NothingSaved}",
            LinkOutcome.OwnerNotAllowed => $"{SessionErrors.OwnerGone.Message} {shared.NothingSaved}",
            _ => messages.ProblemOf(outcome, provider!, method!, hasSession: true).Summary,
        };
        return ApiError.Of(status, code, message) with
        {
            RetryAfter = outcome is LinkOutcome.TooManyAttempts or LinkOutcome.KeyRingDoesNotFit ? RetryAfter : null,
        };
    }

    /// <returns>The code that programs are told.</returns>
    public static string CodeOf(LinkOutcome outcome) => StatusAndCode(outcome).Code;

    private static ApiError Rejected(VerificationOutcome reason, LinkProblem problem, (int Status, string Code) error) =>
        ApiError.Of(error.Status, error.Code, problem.Summary) with
        {
            Errors =
                problem.FieldMessages.Count == 0
                    ? null
                    : [.. problem.FieldMessages.Select(message => $"credentials.{message.Key}: {message.Value}")],
            // What was refused before any request, no provider rejected.
            ProviderErrors = reason is VerificationOutcome.WrongKeyKind ? null : [new ApiProviderError(error.Status, problem.Summary)],
            RetryAfter = problem.Wait,
        };

    private static (int Status, string Code) StatusAndCode(LinkOutcome outcome) =>
        outcome switch
        {
            LinkOutcome.Refused(var reason, _, _) => StatusAndCode(reason),
            LinkOutcome.Invalid or LinkOutcome.ProviderUnknown => (StatusCodes.Status400BadRequest, "invalid_fields"),
            LinkOutcome.AccountGone => (StatusCodes.Status404NotFound, "account_not_found"),
            LinkOutcome.ChangedMeanwhile => (StatusCodes.Status409Conflict, "changed_meanwhile"),
            LinkOutcome.OtherIdentity(_, var identity) => (
                StatusCodes.Status409Conflict,
                identity == ProviderIdentity.Unknown ? "identity_unknown" : "other_identity"
            ),
            LinkOutcome.ProviderDisabled => (StatusCodes.Status409Conflict, "provider_disabled"),
            LinkOutcome.TooManyAttempts => (StatusCodes.Status429TooManyRequests, "too_many_attempts"),
            // Not 401: StackOne Hub shows that as success when a key is changed.
            LinkOutcome.SessionEnded(var state) => (StatusCodes.Status409Conflict, SessionErrors.CodeOf(state)),
            LinkOutcome.OwnerNotAllowed => (StatusCodes.Status409Conflict, "owner_gone"),
            LinkOutcome.KeyRingDoesNotFit => (StatusCodes.Status503ServiceUnavailable, "key_ring_does_not_fit"),
            // The API's callers cannot be asked: see Replacement.NoQuestion.
            LinkOutcome.WouldReplace => throw new ArgumentException("A question is no error.", nameof(outcome)),
            LinkOutcome.Linked => throw new ArgumentException("A linked account is no error.", nameof(outcome)),
            _ => throw new UnreachableException(),
        };

    internal static (int Status, string Code) StatusAndCode(VerificationOutcome outcome) =>
        outcome switch
        {
            VerificationOutcome.InvalidCredentials => (StatusCodes.Status422UnprocessableEntity, "invalid_credentials"),
            VerificationOutcome.WrongKeyKind => (StatusCodes.Status422UnprocessableEntity, "wrong_key_kind"),
            VerificationOutcome.WrongAddress => (StatusCodes.Status422UnprocessableEntity, "wrong_address"),
            VerificationOutcome.RateLimited => (StatusCodes.Status429TooManyRequests, "provider_rate_limited"),
            VerificationOutcome.ProviderUnavailable => (StatusCodes.Status503ServiceUnavailable, "provider_unavailable"),
            VerificationOutcome.UnexpectedAnswer => (StatusCodes.Status502BadGateway, "provider_answer_unexpected"),
            VerificationOutcome.Verified or VerificationOutcome.VerifiedLimited => throw new ArgumentException(
                "A verified credential is no error.",
                nameof(outcome)
            ),
            _ => throw new UnreachableException(),
        };
}
