using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts.Health;

/// <summary>
/// Which accounts are due, and who verifies them: one node at a time for each account. If a node stops in between, another takes over when
/// the lease has ended.
/// </summary>
internal sealed class VerificationLeases(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>Longer than asking the provider and storing its answer take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>A lease that ends so late was taken before the clock was set back.</summary>
    private static readonly TimeSpan Impossible = TimeSpan.FromHours(1);

    /// <returns>A page of the accounts that are due, those that have waited longest first.</returns>
    public async Task<List<Guid>> ListDueAsync(string providerSlug, int pageSize, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Due(db, time.GetUtcNow())
            .Where(health => health.ProviderSlug == providerSlug)
            .OrderBy(health => health.NextVerificationAt)
            .Take(pageSize)
            .Select(health => health.AccountId)
            .ToListAsync(cancellationToken);
    }

    /// <returns>The lease; null where the account is not due, or somebody else has it.</returns>
    public async Task<Guid?> TakeAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var lease = Guid.CreateVersion7();
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            return
                await Due(db, now)
                    .Where(health => health.AccountId == accountId)
                    .ExecuteUpdateAsync(
                        change =>
                            change.SetProperty(health => health.LeaseId, lease).SetProperty(health => health.LeasedUntil, now + Lease),
                        cancellationToken
                    ) == 1
                ? lease
                : null;
        }
        catch (Exception e) when (e.IsCollision())
        {
            return null;
        }
    }

    /// <summary>The account stays due.</summary>
    internal async Task ReleaseAsync(Guid accountId, Guid lease)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db
            .AccountHealth.Where(health => health.AccountId == accountId && health.LeaseId == lease)
            .ExecuteUpdateAsync(change => change.SetProperty(health => health.LeasedUntil, (DateTimeOffset?)null), CancellationToken.None);
    }

    /// <summary>It is not tried again before then; nothing is said about it.</summary>
    /// <param name="until">Null for never.</param>
    internal async Task PostponeAsync(Guid accountId, Guid lease, DateTimeOffset? until)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db
            .AccountHealth.Where(health => health.AccountId == accountId && health.LeaseId == lease)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(health => health.LeasedUntil, (DateTimeOffset?)null)
                        .SetProperty(health => health.NextVerificationAt, until),
                CancellationToken.None
            );
    }

    /// <summary>The provider is down: those that are due fail since now, although nobody asks about each of them.</summary>
    /// <returns>A page of those that have failed since <paramref name="since"/> or longer.</returns>
    public async Task<List<Guid>> MarkFailingAsync(
        string providerSlug,
        DateTimeOffset since,
        int pageSize,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = Due(db, now).Where(health => health.ProviderSlug == providerSlug);
        await due.Where(health => health.FailingSince == null)
            .ExecuteUpdateAsync(change => change.SetProperty(health => health.FailingSince, now), cancellationToken);
        return await due.Where(health => health.FailingSince <= since)
            .OrderBy(health => health.NextVerificationAt)
            .Take(pageSize)
            .Select(health => health.AccountId)
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<AccountHealth> Due(HubDbContext db, DateTimeOffset now) =>
        db.AccountHealth.Where(health =>
            health.NextVerificationAt <= now
            && (health.LeasedUntil == null || health.LeasedUntil <= now || health.LeasedUntil > now + Impossible)
        );
}
