using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Removes a linked account and its credential for good.</summary>
public sealed class AccountUnlinker(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <inheritdoc cref="UnlinkAsync(OwnerId, Guid, Actor, CancellationToken)"/>
    public Task<bool> UnlinkAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken) => UnlinkAsync(owner, accountId, owner, cancellationToken);

    /// <param name="by">Who does it, where it is not the owner.</param>
    /// <returns>True when it is gone by this call; false when the owner has no such account (any more).</returns>
    public async Task<bool> UnlinkAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await db.LinkedAccounts.FirstOrDefaultAsync(
            account => account.OwnerId == owner.Value && account.Id == accountId, cancellationToken);
        if (account is null)
        {
            return false;
        }

        // The store's cascade takes the credential along, unseen.
        db.LinkedAccounts.Remove(account);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountUnlinked, by, accountId, time.GetUtcNow(), account.ProviderSlug));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Verified or renamed in the same moment: the person wants it gone all the same.
            return await UnlinkAsync(owner, accountId, by, cancellationToken);
        }
    }
}
