using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Reads what happened to accounts.</summary>
public sealed class AccountEventLog(IDbContextFactory<HubDbContext> contexts)
{
    /// <returns>The last events of everybody's accounts, oldest first.</returns>
    public async Task<IReadOnlyList<NumberedChange>> ReadNewestAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var newest = await Changes(db.AccountEvents.OrderByDescending(one => one.Number).Take(count)).ToListAsync(cancellationToken);
        return [.. newest.OrderBy(one => one.Number)];
    }

    /// <returns>At most <paramref name="count"/> events of everybody's accounts after the one with the number, oldest first.</returns>
    public async Task<IReadOnlyList<NumberedChange>> ReadAfterAsync(long number, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Changes(db.AccountEvents.Where(one => one.Number > number).OrderBy(one => one.Number).Take(count))
            .ToListAsync(cancellationToken);
    }

    /// <returns>
    /// At most <paramref name="count"/> events of an account, newest first; none where the owner has no such account.
    /// </returns>
    public async Task<IReadOnlyList<AccountEvent>> ListAsync(OwnerId owner, Guid accountId, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Who owned it before may have been another: what counts is who owns it now.
        var accounts = db.LinkedAccounts.OwnedBy(owner);
        return await db
            .AccountEvents.AsNoTracking()
            .Where(one => one.AccountId == accountId && accounts.Any(account => account.Id == accountId))
            .OrderByDescending(one => one.Sequence)
            .Take(count)
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<NumberedChange> Changes(IQueryable<AccountEvent> events) =>
        events.Select(one => new NumberedChange(one.Number, new ChangedAccount(one.OwnerId, one.AccountId)));
}

/// <summary>Something of an account is different.</summary>
/// <param name="OwnerId">Whose it is.</param>
public sealed record ChangedAccount(Guid OwnerId, Guid AccountId);

/// <param name="Number">See <see cref="AccountEvent.Number"/>.</param>
public sealed record NumberedChange(long Number, ChangedAccount Change);
