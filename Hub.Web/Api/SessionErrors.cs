using System.Diagnostics;
using Hub.Core.AuthLinks;
using Hub.Core.Sessions;
using Hub.Web.Messages;

namespace Hub.Web.Api;

/// <summary>Why a connect session cannot be used or was not created, as HTTP. Developers read it: it is English only.</summary>
internal static class SessionErrors
{
    public static ApiError OwnerGone { get; } =
        ApiError.Of(StatusCodes.Status409Conflict, "owner_gone", "The account's owner no longer exists.");

    /// <returns>Null where the session is open.</returns>
    public static ApiError? ErrorOf(SessionOutcome outcome) =>
        outcome switch
        {
            SessionOutcome.Open => null,
            SessionOutcome.Ended(var state, _, _) => Unauthorized(outcome, $"{Explain(state)} Create a new one."),
            SessionOutcome.OpenedElsewhere => Unauthorized(
                outcome,
                "This connect session works only in the browser in which its link was opened, on the page of the link."
            ),
            SessionOutcome.Unknown => Unauthorized(outcome, "There is no connect session with this token."),
            _ => throw new UnreachableException(),
        };

    /// <param name="wireNames">What the wire calls the properties of <see cref="SessionRequest"/>.</param>
    /// <returns>Null where the session was issued.</returns>
    public static ApiError? ErrorOf(SessionIssueOutcome outcome, Func<string, string> wireNames, ValidationMessages validation) =>
        outcome switch
        {
            SessionIssueOutcome.Issued => null,
            SessionIssueOutcome.Invalid(var errors) => ApiError.Invalid(
                errors.Select(error => KeyValuePair.Create(wireNames(error.Key), validation.Of(error.Value)))
            ),
            SessionIssueOutcome.AccountNotFound => ApiError.NotFound("account"),
            SessionIssueOutcome.OwnerNotAllowed => OwnerGone,
            _ => throw new UnreachableException(),
        };

    /// <returns>The code that programs are told of a session that is not open.</returns>
    public static string CodeOf(SessionOutcome outcome) =>
        outcome switch
        {
            SessionOutcome.Ended(var state, _, _) => CodeOf(state),
            SessionOutcome.OpenedElsewhere => "session_opened_elsewhere",
            SessionOutcome.Unknown => "session_unknown",
            SessionOutcome.Open => throw new ArgumentException("An open session is no error.", nameof(outcome)),
            _ => throw new UnreachableException(),
        };

    public static string CodeOf(SessionState state) =>
        state switch
        {
            SessionState.Used => "session_used",
            SessionState.Revoked => "session_revoked",
            SessionState.Expired or SessionState.Created or SessionState.Opened => "session_expired",
        };

    public static string Explain(SessionState state) =>
        state switch
        {
            SessionState.Used => "This connect session was already used.",
            SessionState.Revoked => "This connect session was revoked.",
            SessionState.Expired or SessionState.Created or SessionState.Opened => "This connect session has expired.",
        };

    private static ApiError Unauthorized(SessionOutcome outcome, string message) =>
        ApiError.Of(StatusCodes.Status401Unauthorized, CodeOf(outcome), message);
}
