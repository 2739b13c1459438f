using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts.Health;

/// <summary>Reads how the verifications of an account ended, and when the next one is.</summary>
public sealed class AccountHealthReader(IDbContextFactory<HubDbContext> contexts)
{
    /// <returns>Null when the owner has no such account, or it was never verified.</returns>
    public async Task<VerificationOverview?> FindAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .LinkedAccounts.AsNoTracking()
            .OwnedBy(owner)
            .Where(account => account.Id == accountId && account.Health != null)
            .Select(account => new VerificationOverview(
                VerificationRecord.Read(account.Health!.History),
                account.Health.NextVerificationAt,
                account.Health.FailingSince
            ))
            .FirstOrDefaultAsync(cancellationToken);
    }
}

/// <summary>How the last verifications of an account ended.</summary>
/// <param name="Records">The newest first.</param>
/// <param name="NextAt">Null while it is not verified.</param>
/// <param name="FailingSince">Since when there was no clear answer; null where the last answer was clear.</param>
public sealed record VerificationOverview(IReadOnlyList<VerificationRecord> Records, DateTimeOffset? NextAt, DateTimeOffset? FailingSince);
