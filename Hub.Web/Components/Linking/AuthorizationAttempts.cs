using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Sessions;

namespace Hub.Web.Components.Linking;

/// <summary>
/// The connection attempts of a form. Where the store does not answer, that is logged, and the result is null: the form stays of use.
/// </summary>
internal sealed partial class AuthorizationAttempts(
    AuthorizationStarter starter,
    ConnectionAttempts attempts,
    ReplacementQuestions questions,
    ILogger<AuthorizationAttempts> logger
)
{
    public async Task<StartOutcome?> TryStartAsync(
        OwnerId owner,
        LinkCommand.Link command,
        AttemptReturn end,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await starter.StartAsync(owner, command, end, attemptId: null, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(e, command.ProviderSlug);
            return null;
        }
    }

    /// <summary>Where the store does not answer, the attempt ends by itself when its time is over.</summary>
    public async Task TryCancelAsync(OwnerId owner, ConnectContext context, Guid attempt)
    {
        try
        {
            await attempts.CancelAsync(owner, context.Session, attempt, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNoAnswer(e, context.Provider.Slug);
        }
    }

    /// <returns>Expired where there is no such attempt.</returns>
    public async Task<AttemptProgress?> TryFindAsync(
        OwnerId owner,
        ConnectContext context,
        Guid attempt,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await attempts.FindAsync(owner, context.Session, attempt, cancellationToken)
                ?? new AttemptProgress(attempt, AttemptStatus.Expired, context.Provider.Slug, AccountId: null, Failure: null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(e, context.Provider.Slug);
            return null;
        }
    }

    /// <returns>How the attempt ended; null where the store does not tell: it is asked again.</returns>
    public async Task<AuthorizationResult?> TryReadEndAsync(
        OwnerId owner,
        ConnectContext context,
        AttemptProgress ended,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return ended.Status switch
            {
                AttemptStatus.Authenticated => await attempts.FindLinkedAsync(owner, context.Session, ended.Id, cancellationToken)
                    is { } linked
                    ? new AuthorizationResult.Linked(linked)
                    : new AuthorizationResult.Unlinked(),
                AttemptStatus.Asking => await questions.FindAsync(owner, context.Session, ended.Id, cancellationToken) is { } question
                    ? new AuthorizationResult.Asked(question)
                    : new AuthorizationResult.Expired(),
                AttemptStatus.Error => new AuthorizationResult.Failed(ended.Failure ?? new AuthorizationFailure.ProviderError(Error: null)),
                AttemptStatus.Expired => new AuthorizationResult.Expired(),
                AttemptStatus.Cancelled => new AuthorizationResult.Cancelled(),
                AttemptStatus.Pending => throw new ArgumentException("It has not ended.", nameof(ended)),
            };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not ArgumentException)
        {
            LogNoAnswer(e, context.Provider.Slug);
            return null;
        }
    }

    /// <summary>Finds out whether the person was asked to replace an account before the page was loaded again.</summary>
    public async Task<ReplacementQuestion?> TryFindQuestionAsync(OwnerId owner, ConnectContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await questions.FindNewestAsync(owner, context.Session, context.Provider.Slug, context.Account?.Id, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(e, context.Provider.Slug);
            return null;
        }
    }

    /// <summary>Answers. Where the store does not take the answer, the person is asked again, until the question's time is over.</summary>
    /// <param name="shown">The account that the person was asked about.</param>
    /// <returns>Whether the answer counts: false where the question was answered elsewhere, or is another one by now.</returns>
    public async Task<bool> TryAnswerAsync(ConnectContext context, Guid attempt, PresentAccount shown, bool replace)
    {
        if (context.Owner is not { } owner)
        {
            return false;
        }

        try
        {
            return await (
                replace
                    ? questions.ReplaceAsync(owner, context.Session, attempt, shown, CancellationToken.None)
                    : questions.KeepAsync(owner, context.Session, attempt, shown, CancellationToken.None)
            );
        }
        catch (Exception e)
        {
            LogNoAnswer(e, context.Provider.Slug);
            return false;
        }
    }

    /// <summary>Finds the attempt from which a person returns in this tab.</summary>
    /// <returns>Null where there is nothing to show of it; what it linked is found in Accounts all the same.</returns>
    public async Task<ReturnedAttempt?> TryFindReturnedAsync(
        OwnerId owner,
        ConnectContext context,
        Guid attempt,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (
                await attempts.FindAsync(owner, context.Session, attempt, cancellationToken) is not { } progress
                || progress.Status == AttemptStatus.Cancelled
                || progress.ProviderSlug != context.Provider.Slug
            )
            {
                return null;
            }

            return await attempts.FindEnteredAsync(owner, context.Session, attempt, cancellationToken) is var (values, asAnother)
                ? new ReturnedAttempt(new EnteredCredential(values, asAnother))
                : new ReturnedAttempt(Entered: null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(e, context.Provider.Slug);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store did not answer about an authorization at {Provider}")]
    private partial void LogNoAnswer(Exception exception, string provider);
}

/// <param name="Entered">What was entered before; null where nothing is known of that.</param>
internal sealed record ReturnedAttempt(EnteredCredential? Entered);
