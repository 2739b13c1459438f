using System.Diagnostics;
using Hub.Core.Sessions;
using Hub.Web.Api;
using Hub.Web.Messages;

namespace Hub.Web.Components.Connect;

/// <summary>Why a link cannot be used, or not any more, and what to do about it.</summary>
/// <param name="Code">For programs.</param>
internal sealed record ConnectEnd(string Code, string Title, string Text, bool CanRetry = false)
{
    public static ConnectEnd TooManyAttempts(ConnectSessionMessages texts) =>
        new("too_many_attempts", texts.TooManyAttempts, texts.TooManyAttemptsText, CanRetry: true);

    public static ConnectEnd Unavailable(ConnectSessionMessages texts) =>
        new("unavailable", texts.Unavailable, texts.UnavailableText, CanRetry: true);

    public static ConnectEnd NothingOffered(ConnectSessionMessages texts, string owner) =>
        new("provider_not_allowed", texts.NothingOffered, texts.NothingOfferedText(owner));

    public static ConnectEnd AccountGone(ConnectSessionMessages texts, string owner) =>
        new("account_gone", texts.AccountGone, texts.AccountGoneText(owner));

    /// <summary>In a page of another product nobody got a link, and the way on is through that page.</summary>
    public static ConnectEnd InFrame(ConnectSessionMessages texts, SessionOutcome outcome) =>
        outcome is SessionOutcome.Ended(SessionState.Used, var owner, _)
            ? new(SessionErrors.CodeOf(outcome), texts.UsedHere, texts.UsedHereText(owner))
            : new(SessionErrors.CodeOf(outcome), texts.EndedHere, texts.EndedHereText);

    public static ConnectEnd Of(ConnectSessionMessages texts, SessionOutcome outcome)
    {
        var code = SessionErrors.CodeOf(outcome);
        return outcome switch
        {
            SessionOutcome.Unknown => new(code, texts.Unknown, texts.UnknownText),
            SessionOutcome.Ended(SessionState.Used, var owner, var issuer) => new(code, texts.Used, texts.UsedText(owner, issuer)),
            SessionOutcome.Ended(SessionState.Revoked, var owner, var issuer) => new(code, texts.Revoked, texts.RevokedText(owner, issuer)),
            SessionOutcome.Ended(_, var owner, var issuer) => new(code, texts.Expired, texts.ExpiredText(owner, issuer)),
            SessionOutcome.OpenedElsewhere(var owner, var issuer) => new(code, texts.Elsewhere, texts.ElsewhereText(owner, issuer)),
            SessionOutcome.Open => throw new ArgumentException("An open session has not ended.", nameof(outcome)),
            _ => throw new UnreachableException(),
        };
    }
}
