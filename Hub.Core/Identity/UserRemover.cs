using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Identity;

/// <summary>
/// Removes a user with all linked accounts and credentials that are the user's own. Those of the product's customers, whom the user had
/// asked by auth links, stay with the product: they are not the user's to take along.
/// </summary>
public sealed class UserRemover(UserManager<HubUser> users, HubDbContext db, TimeProvider time)
{
    /// <returns>False when the user is the only Administrator: Hub would be left without one for good.</returns>
    public async Task<bool> RemoveAsync(HubUser user, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancellationToken);
        if (await users.IsInRoleAsync(user, HubRoles.Administrator) && (await users.GetUsersInRoleAsync(HubRoles.Administrator)).Count == 1)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var actor = new OwnerId(user.Id);
        foreach (var account in await db.LinkedAccounts.Where(account => account.OwnerId == user.Id && account.OriginOwnerId != "").ToListAsync(cancellationToken))
        {
            account.Ordinal = await AccountIdentity.NextOrdinalAsync(db, HubUser.ProductId, account.OriginOwnerId, account.ProviderSlug, account.IdentityKey);
            account.OwnerId = HubUser.ProductId;
            account.UpdatedAt = now;
            account.ConcurrencyStamp = Guid.CreateVersion7();
            db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountHandedOver, actor, account.Id, now, account.ProviderSlug));
            // One by one: the next may be the same identity's.
            await db.SaveChangesAsync(cancellationToken);
        }

        var accounts = await db.LinkedAccounts.Where(account => account.OwnerId == user.Id)
            .Select(account => new { account.Id, account.ProviderSlug }).ToListAsync(cancellationToken);
        db.AuditEvents.AddRange(accounts.Select(account =>
            AuditEvent.Of(AuditActions.AccountUnlinked, actor, account.Id, now, account.ProviderSlug)));
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.UserRemoved, actor, user.Id, now));
        await db.SaveChangesAsync(cancellationToken);
        // The store's cascades take the accounts and their credentials along.
        var result = await users.DeleteAsync(user);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The user could not be removed: {result}");
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
