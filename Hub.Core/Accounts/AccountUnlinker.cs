using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>
/// Unlinks an account: its credential is deleted for good, its tokens are revoked. Its identity and history stay, as an archived account
/// that only those find who ask for archived ones.
/// </summary>
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
    /// <returns>True when it is unlinked by this call; false when the owner has no such account (any more).</returns>
    public async Task<bool> UnlinkAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Verified, renamed or refreshed in the same moment: the person wants it gone all the same.
        var removed = await db.WriteAsync(_ => TryRemoveAsync(db, owner, accountId, by, cancellationToken));
        if (removed is not var (account, values))
        {
            return false;
        }

        if (values is not null)
        {
            // It is unlinked whatever the provider says, and whoever asked may be gone by now.
            await revoker.RevokeAsync(account, values, CancellationToken.None);
        }

        return true;
    }

    /// <returns>The account and, where its tokens are to be revoked, its credential; null when the owner has no such account.</returns>
    private async Task<(LinkedAccount Account, CredentialValues? Values)?> TryRemoveAsync(
        HubDbContext db,
        OwnerId owner,
        Guid accountId,
        Actor by,
        CancellationToken cancellationToken
    )
    {
        // With its token: what a refresh stores in the same moment is to be revoked, not what it replaced.
        var account = await db
            .LinkedAccounts.Include(account => account.Credentials)
            .Include(account => account.Token)
            .Include(account => account.Health)
            .OwnedBy(owner)
            .FirstOrDefaultAsync(account => account.Id == accountId, cancellationToken);
        if (account is null)
        {
            return null;
        }

        var values = account.Token is null ? null : protector.Unprotect(account.Credentials);
        var now = time.GetUtcNow();
        account.Credentials.Clear();
        (account.Token, account.Health) = (null, null);
        db.SetReason(account, ReasonGroup.Archive, new StatusReason.Unlinked(), by, now);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountUnlinked, by, accountId, now, account.ProviderSlug));
        await db.SaveChangesAsync(cancellationToken);
        return (account, values);
    }
}
