using System.Diagnostics;
using Hub.Core.Sessions;
using Hub.Web.Api;

namespace Hub.Web.Components.Connect;

/// <summary>Why nothing (more) can be done with a link, and what to do about it, in words for who holds it.</summary>
/// <param name="Code">For programs.</param>
internal sealed record ConnectEnd(string Code, string Title, string Text, bool MayTryAgain = false)
{
    public static readonly ConnectEnd TooManyAttempts = new(
        "too_many_attempts",
        "Too many links were tried from here",
        "Wait a minute, then try again. Nothing was done with this one.",
        MayTryAgain: true
    );

    public static readonly ConnectEnd Trouble = new(
        "unavailable",
        "Hub cannot open this link right now",
        "Its database did not answer. Nothing was done with the link: try again in a moment.",
        MayTryAgain: true
    );

    public static ConnectEnd NothingOffered(string originOwner) =>
        new(
            "provider_not_allowed",
            "Nothing can be linked with this link",
            $"The providers that it is for are not offered here any more. Tell whoever asked you to link an account for {originOwner}."
        );

    public static ConnectEnd AccountGone(string originOwner) =>
        new(
            "account_gone",
            "The account is no longer there",
            $"This link asked for a new key of an account of {originOwner}, and that was unlinked in the meantime. There is nothing "
                + $"left to do."
        );

    /// <summary>In a page of another product nobody got a link, and the way on is through that page.</summary>
    public static ConnectEnd OfEmbedded(SessionOutcome outcome) =>
        Of(outcome) with
        {
            Title = outcome is SessionOutcome.Ended(SessionState.Used, _, _) ? "This has done its work" : "This cannot be used any more",
            Text = outcome is SessionOutcome.Ended(SessionState.Used, var origin, _)
                ? $"An account was linked for {origin}. Close this; to link another one, begin again."
                : "Perhaps too much time has passed. Nothing was stored: close this and begin again.",
        };

    public static ConnectEnd Of(SessionOutcome outcome) =>
        outcome switch
        {
            SessionOutcome.Unknown => new(
                CodeOf(outcome),
                "This link is not known",
                "Perhaps a part of it is missing: copy the whole link from the message you got. If it was sent to you again since, "
                    + "only the newest one is good."
            ),
            SessionOutcome.Ended(SessionState.Used, var origin, var issuer) => new(
                CodeOf(outcome),
                "This link has done its work",
                $"An account was linked for {origin}, and the link was for one only. If that was you, there is nothing left to do, and "
                    + $"you can close this tab. If not, tell {Whom(issuer)}: what was linked can be undone."
            ),
            SessionOutcome.Ended(SessionState.Revoked, var origin, var issuer) => new(
                CodeOf(outcome),
                "This link was withdrawn",
                $"It asked you to link an account for {origin}. Nothing is to be done any more; if you think otherwise, ask {Whom(issuer)}."
            ),
            SessionOutcome.Ended(_, var origin, var issuer) => new(
                CodeOf(outcome),
                "This link has expired",
                $"It asked you to link an account for {origin}. Ask {Whom(issuer)} for a new one."
            ),
            SessionOutcome.OpenedElsewhere(var origin, var issuer) => new(
                CodeOf(outcome),
                "This link is in use in another browser",
                $"Somebody pressed Continue there, and from then on it works nowhere else. If that was you, go on there. If not, tell "
                    + $"{Whom(issuer)}, who can withdraw it and send you a new one to link an account for {origin}."
            ),
            SessionOutcome.Open => throw new ArgumentException("An open session is no end.", nameof(outcome)),
            _ => throw new UnreachableException(),
        };

    private static string CodeOf(SessionOutcome outcome) => OutcomeResults.ErrorOf(outcome)!.ErrorCode!;

    private static string Whom(string? issuer) => issuer ?? "whoever sent it";
}
