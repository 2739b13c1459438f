namespace Hub.Core.Accounts;

/// <summary>Links accounts: validates, verifies, encrypts and stores. The seam at which the wizard's tests replace the core.</summary>
public interface IAccountLinker
{
    /// <summary>
    /// Everything that a person or a provider can do wrong is an outcome. Cancelling stops before anything is stored, or not at all.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled before the credential was verified; nothing is stored.</exception>
    /// <exception cref="Microsoft.EntityFrameworkCore.DbUpdateException">The store is out of order (full disk, lost connection); nothing is
    /// stored.</exception>
    /// <exception cref="Microsoft.EntityFrameworkCore.Storage.RetryLimitExceededException">The same, after the last retry.</exception>
    Task<LinkOutcome> LinkAsync(OwnerId owner, LinkCommand command, IProgress<LinkStage>? progress, CancellationToken cancellationToken);
}
