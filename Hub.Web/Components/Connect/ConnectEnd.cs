using System.Diagnostics;
using Hub.Core.Sessions;
using Hub.Web.Api;
using Hub.Web.Messages;

namespace Hub.Web.Components.Connect;

/// <summary>Why a link cannot be used, or not any more, and what to do about it.</summary>
/// <param name="Code">For programs.</param>
internal sealed record ConnectEnd(string Code, string Title, string Text, bool CanRetry = false)
{
    /// <param name="embedded">In the page of another product: nobody got a link, and the way on is through that page.</param>
    public static ConnectEnd TooManyAttempts(ConnectSessionMessages texts, bool embedded) =>
        embedded
            ? new("too_many_attempts", texts.TooManyAttemptsHere, texts.TooManyAttemptsHereText, CanRetry: true)
            : new("too_many_attempts", texts.TooManyAttempts, texts.TooManyAttemptsText, CanRetry: true);

    /// <inheritdoc cref="TooManyAttempts"/>
    public static ConnectEnd Unavailable(ConnectSessionMessages texts, bool embedded) =>
        embedded
            ? new("unavailable", texts.UnavailableHere, texts.UnavailableHereText, CanRetry: true)
            : new("unavailable", texts.Unavailable, texts.UnavailableText, CanRetry: true);

    /// <inheritdoc cref="TooManyAttempts"/>
    public static ConnectEnd NothingOffered(ConnectSessionMessages texts, string owner, bool embedded) =>
        embedded
            ? new("provider_not_allowed", texts.NotOpenedHere, texts.NotOpenedHereText)
            : new("provider_not_allowed", texts.NothingOffered, texts.NothingOfferedText(owner));

    /// <inheritdoc cref="TooManyAttempts"/>
    public static ConnectEnd AccountGone(ConnectSessionMessages texts, string owner, bool embedded) =>
        new("account_gone", texts.AccountGone, embedded ? texts.AccountGoneHereText(owner) : texts.AccountGoneText(owner));

    /// <inheritdoc cref="TooManyAttempts"/>
    public static ConnectEnd Of(ConnectSessionMessages texts, SessionOutcome outcome, bool embedded) =>
        embedded ? InFrame(texts, outcome) : OfLink(texts, outcome);

    private static ConnectEnd InFrame(ConnectSessionMessages texts, SessionOutcome outcome)
    {
        var code = SessionErrors.CodeOf(outcome);
        return outcome switch
        {
            SessionOutcome.Ended(SessionState.Used, var owner, _) => new(code, texts.UsedHere, texts.UsedHereText(owner)),
            SessionOutcome.Ended => new(code, texts.EndedHere, texts.EndedHereText),
            // The product passed a token that is none, or an auth link's.
            _ => new(code, texts.NotOpenedHere, texts.NotOpenedHereText),
        };
    }

    private static ConnectEnd OfLink(ConnectSessionMessages texts, SessionOutcome outcome)
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
