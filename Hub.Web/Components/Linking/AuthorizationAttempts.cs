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

    public async Task<LinkedByAttempt?> TryFindLinkedAsync(
        OwnerId owner,
        ConnectContext context,
        Guid attempt,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return new LinkedByAttempt(await attempts.FindLinkedAsync(owner, context.Session, attempt, cancellationToken));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(e, context.Provider.Slug);
            return null;
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

/// <param name="Linked">Null where the account was unlinked since.</param>
internal sealed record LinkedByAttempt(LinkOutcome.Linked? Linked);

/// <param name="Entered">What was entered before; null where nothing is known of that.</param>
internal sealed record ReturnedAttempt(EnteredCredential? Entered);
