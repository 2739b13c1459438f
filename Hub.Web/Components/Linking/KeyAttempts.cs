using Hub.Core;
using Hub.Core.Accounts;

namespace Hub.Web.Components.Linking;

/// <summary>Links with what a form holds. Where the store does not answer, that is logged: the form stays of use.</summary>
internal sealed partial class KeyAttempts(IAccountLinker linker, ILogger<KeyAttempts> logger)
{
    /// <returns>No outcome where it was cancelled, or the store did not answer.</returns>
    public async Task<(LinkOutcome? Outcome, bool IsCancelled)> TryLinkAsync(
        OwnerId owner,
        LinkCommand command,
        IProgress<LinkStage> progress,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await linker.LinkAsync(owner, command, progress, cancellationToken), IsCancelled: false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (Outcome: null, IsCancelled: true);
        }
        catch (Exception e)
        {
            // What the person typed must survive it, so the circuit's error page will not do.
            LogNotSaved(e, command.ProviderSlug);
            return (Outcome: null, IsCancelled: false);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Linking an account at {Provider} could not be saved")]
    private partial void LogNotSaved(Exception exception, string provider);
}
