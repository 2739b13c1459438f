using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>
/// Removes a user with all linked accounts and credentials that are the user's own. Those of the product's customers, whom the user had
/// asked by auth links, stay with the product: they are not the user's to take along.
/// </summary>
public sealed class UserRemover(
    UserManager<HubUser> users,
    CredentialProtector protector,
    TokenRevoker revoker,
    HubDbContext db,
    TimeProvider time
)
{
    /// <summary>How long the person waits, at most, until the tokens are revoked. The accounts are gone by then.</summary>
    private static readonly TimeSpan RevocationTime = TimeSpan.FromSeconds(10);

    /// <returns>False when the user is the only Administrator: Hub would be left without one for good.</returns>
    public async Task<bool> RemoveAsync(HubUser user, CancellationToken cancellationToken)
    {
        var removed = await db.WriteAsync(_ => TryRemoveAsync(user, cancellationToken));
        if (removed is not null)
        {
            await RevokeAsync(removed);
        }

        return removed is not null;
    }

    /// <returns>The accounts that went with the user; null when the user stays.</returns>
    private async Task<IReadOnlyList<LinkedAccount>?> TryRemoveAsync(HubUser user, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // This transaction locks these two rows until the end, so that nobody else changes what is read here: another Administrator who
        // leaves waits at the role, and an account that is being linked waits at its owner.
        await db
            .Roles.Where(role => role.Name == HubRoles.Administrator)
            .ExecuteUpdateAsync(role => role.SetProperty(one => one.ConcurrencyStamp, one => one.ConcurrencyStamp), cancellationToken);
        await db
            .Users.Where(one => one.Id == user.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.AccessFailedCount, one => one.AccessFailedCount), cancellationToken);
        if (await users.IsInRoleAsync(user, HubRoles.Administrator) && (await users.GetUsersInRoleAsync(HubRoles.Administrator)).Count == 1)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var actor = new OwnerId(user.Id);
        await HandOverAsync(actor, now, cancellationToken);
        var accounts = await db
            .LinkedAccounts.AsNoTracking()
            .Include(account => account.Credentials)
            .Include(account => account.Token)
            .Where(account => account.OwnerId == user.Id)
            .ToListAsync(cancellationToken);
        db.AuditEvents.AddRange(
            accounts.Select(account => AuditEvent.Of(AuditActions.AccountUnlinked, actor, account.Id, now, account.ProviderSlug))
        );
        foreach (var account in accounts)
        {
            account.SetReason(ReasonGroup.Archive, new StatusReason.Unlinked(), now);
            db.AccountEvents.Add(account.NextEvent(AccountEventKind.Deleted, actor, now));
        }

        db.AuditEvents.Add(AuditEvent.Of(AuditActions.UserRemoved, actor, user.Id, now));
        await db.SaveChangesAsync(cancellationToken);
        await db.ConnectionAttempts.Where(attempt => attempt.OwnerId == user.Id).ExecuteDeleteAsync(cancellationToken);
        // The store's cascades take the accounts and their credentials along.
        var result = await users.DeleteAsync(user);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The user could not be removed: {result}");
        }

        await transaction.CommitAsync(cancellationToken);
        return accounts;
    }

    /// <summary>Gives the product the accounts of its customers.</summary>
    private async Task HandOverAsync(OwnerId user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var accounts = db.LinkedAccounts.OwnedBy(user).Where(account => account.OriginOwnerId != "");
        foreach (var account in await accounts.ToListAsync(cancellationToken))
        {
            account.Ordinal = await AccountIdentity.NextOrdinalAsync(
                db,
                HubUser.ProductId,
                account.OriginOwnerId,
                account.ProviderSlug,
                account.IdentityKey
            );
            account.OwnerId = HubUser.ProductId;
            account.IsSingle = false;
            db.AddEvent(account, AccountEventKind.Updated, user, now);
            db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountHandedOver, user, account.Id, now, account.ProviderSlug));
            // One by one: the next may be of the same identity.
            await db.SaveChangesAsync(cancellationToken);
        }

        // What was unlinked before is the product's history too.
        await db
            .LinkedAccounts.IgnoreQueryFilters()
            .OwnedBy(user)
            .Where(account => account.OriginOwnerId != "" && account.ArchivedAt != null)
            .ExecuteUpdateAsync(account => account.SetProperty(one => one.OwnerId, HubUser.ProductId), cancellationToken);
    }

    private async Task RevokeAsync(IEnumerable<LinkedAccount> accounts)
    {
        using var enough = new CancellationTokenSource(RevocationTime, time);
        await Parallel.ForEachAsync(
            accounts.Where(account => account.Token is not null),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (account, _) =>
            {
                if (protector.Unprotect(account.Credentials) is { } values)
                {
                    await revoker.RevokeAsync(account, values, enough.Token);
                }
            }
        );
    }
}
