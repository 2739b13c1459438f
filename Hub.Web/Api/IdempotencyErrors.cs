using System.Diagnostics;
using Hub.Core.Idempotency;

namespace Hub.Web.Api;

/// <summary>Why a call with an Idempotency-Key is not made, as HTTP. Developers read it: it is English only.</summary>
internal static class IdempotencyErrors
{
    public static ApiError KeyInvalid(int maxLength) =>
        ApiError.Of(
            StatusCodes.Status400BadRequest,
            "idempotency_key_invalid",
            $"Send one {Idempotency.Header} of 1 to {maxLength} characters."
        );

    /// <returns>Null where the call is made, or its answer is sent again.</returns>
    public static ApiError? ErrorOf(IdempotencyOutcome outcome) =>
        outcome switch
        {
            IdempotencyOutcome.Begun or IdempotencyOutcome.Answered { Body: not null } => null,
            IdempotencyOutcome.Answered => ApiError.Of(
                StatusCodes.Status409Conflict,
                "idempotency_answer_unreadable",
                "This call was answered before. Hub can no longer read the answer: its key ring was changed."
            ),
            IdempotencyOutcome.InProgress => ApiError.Of(
                StatusCodes.Status409Conflict,
                "idempotency_in_progress",
                "The same call is in progress. Try again."
            ) with
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            },
            IdempotencyOutcome.OtherRequest => ApiError.Of(
                StatusCodes.Status422UnprocessableEntity,
                "idempotency_key_reused",
                $"Another call came with this {Idempotency.Header} before. Use a new one for each call."
            ),
            _ => throw new UnreachableException(),
        };
}
