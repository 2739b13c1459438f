using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Api;
using Hub.Web.Messages;

namespace Hub.Web.Components.Linking;

/// <summary>How an authorization ended, as the form shows it. Closed.</summary>
public abstract record AuthorizationResult
{
    private AuthorizationResult() { }

    public sealed record Linked(LinkOutcome.Linked Outcome) : AuthorizationResult;

    /// <summary>The account was linked, and unlinked before the form could show it.</summary>
    public sealed record Unlinked : AuthorizationResult;

    public sealed record Failed(AuthorizationFailure Failure) : AuthorizationResult;

    /// <summary>The person is asked first whether it replaces an account.</summary>
    public sealed record Asked(ReplacementQuestion Question) : AuthorizationResult;

    public sealed record Expired : AuthorizationResult;

    public sealed record Cancelled : AuthorizationResult;

    /// <summary>Hub did not start it.</summary>
    public sealed record Refused(LinkOutcome Reason) : AuthorizationResult;

    /// <summary>The store did not answer when it was to be started.</summary>
    public sealed record NotStarted : AuthorizationResult;

    /// <param name="outcome">Why no authorization was started; null where the store does not answer.</param>
    internal static AuthorizationResult OfStart(StartOutcome? outcome) =>
        outcome is StartOutcome.Refused(var reason) ? new Refused(reason) : new NotStarted();

    /// <summary>What the page around the form is told; null where the account itself tells it.</summary>
    internal ConnectProgress? Progress =>
        this switch
        {
            Linked or Unlinked or Asked => null,
            Failed(var failure) => new ConnectProgress.AuthorizationFailed(AttemptErrors.CodeOf(failure)),
            Expired => new ConnectProgress.AuthorizationFailed("expired"),
            Cancelled => new ConnectProgress.Cancelled(),
            Refused(var reason) => new ConnectProgress.Failed(reason),
            NotStarted => new ConnectProgress.Failed(Outcome: null),
            _ => throw new UnreachableException(),
        };

    /// <returns>What the form says of one that linked nothing.</returns>
    internal Notice NoticeIn(ConnectMessages texts, AuthorizationMessages failures, Provider provider) =>
        this switch
        {
            Unlinked => new(texts.AccountGone, texts.UnlinkedMeanwhile),
            Failed(var failure) => failures.NoticeOf(failure, provider),
            Expired => new(texts.AuthorizationExpired, texts.AuthorizationExpiredText((int)ConnectionAttempt.Lifetime.TotalMinutes)),
            Cancelled => new(texts.Cancelled, texts.CancelledText),
            NotStarted => new(texts.NotStarted, texts.NotStartedText) { IsError = true, OffersSupport = true },
            _ => throw new UnreachableException(),
        };
}
