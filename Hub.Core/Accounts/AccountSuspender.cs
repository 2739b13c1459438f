using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>
/// Suspends and resumes an account. While it is suspended its credential is kept, and its tokens are refreshed, but nobody can use it.
/// </summary>
public sealed class AccountSuspender(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>Does nothing where it is suspended already.</summary>
    /// <param name="by">Who asks.</param>
    /// <returns>False when the owner has no such account (any more).</returns>
    public Task<bool> SuspendAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken) =>
        SetAsync(owner, accountId, new StatusReason.Suspended(), by, cancellationToken);

    /// <summary>
    /// The account then has the status that its other reasons lead to. It is verified soon. Does nothing where it is not suspended.
    /// </summary>
    /// <inheritdoc cref="SuspendAsync"/>
    public Task<bool> ResumeAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken) =>
        SetAsync(owner, accountId, reason: null, by, cancellationToken);

    private async Task<bool> SetAsync(
        OwnerId owner,
        Guid accountId,
        StatusReason.Suspended? reason,
        Actor by,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(async _ =>
        {
            var account = await db
                .LinkedAccounts.Include(one => one.Health)
                .OwnedBy(owner)
                .FirstOrDefaultAsync(one => one.Id == accountId, cancellationToken);
            if (account is null)
            {
                return false;
            }

            var now = time.GetUtcNow();
            if (db.SetReason(account, ReasonGroup.Suspension, reason, by, now))
            {
                await db.SaveChangesAsync(cancellationToken);
            }

            return true;
        });
    }
}
