using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Removes a linked account and its credential for good.</summary>
public sealed class AccountUnlinker(
    CredentialProtector protector,
    TokenRevoker revoker,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <inheritdoc cref="UnlinkAsync(OwnerId, Guid, Actor, CancellationToken)"/>
    public Task<bool> UnlinkAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken) =>
        UnlinkAsync(owner, accountId, owner, cancellationToken);

    /// <param name="by">Who does it, where it is not the owner.</param>
    /// <returns>True when it is gone by this call; false when the owner has no such account (any more).</returns>
    public async Task<bool> UnlinkAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // With its token: what a refresh stores in the same moment is to be given back, not what it replaced.
        var account = await db
            .LinkedAccounts.Include(account => account.Credentials)
            .Include(account => account.Token)
            .FirstOrDefaultAsync(account => account.OwnerId == owner.Value && account.Id == accountId, cancellationToken);
        if (account is null)
        {
            return false;
        }

        var values = account.Token is null ? null : protector.Unprotect(account.Credentials);
        // The store's cascade takes the credential along.
        db.LinkedAccounts.Remove(account);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountUnlinked, by, accountId, time.GetUtcNow(), account.ProviderSlug));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (e.IsCollision())
        {
            // Verified, renamed or refreshed in the same moment: the person wants it gone all the same.
            return await UnlinkAsync(owner, accountId, by, cancellationToken);
        }

        if (values is not null)
        {
            // It is unlinked whatever the provider says, and whoever asked may be gone by now.
            await revoker.RevokeAsync(account, values, CancellationToken.None);
        }

        return true;
    }
}
