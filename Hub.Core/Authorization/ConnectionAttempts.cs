using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Authorization;

/// <summary>
/// Starts, reads and ends <see cref="ConnectionAttempt"/>s. Each session knows its own only, and each signed-in owner theirs.
/// </summary>
public sealed class ConnectionAttempts(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// How many one session or owner may have in progress: more than any person starts, fewer than would fill a database.
    /// </summary>
    public const int AtOnce = 20;

    /// <summary>What has been over for a while is cleared away in passing.</summary>
    /// <returns>Null where too many are in progress already, or the session was removed meanwhile.</returns>
    public async Task<ConnectionAttempt?> StartAsync(OwnerId owner, SessionGrant? session, CancellationToken cancellationToken)
    {
        var attempt = new ConnectionAttempt
        {
            OwnerId = owner.Value,
            SessionId = session?.SessionId,
            CreatedAt = time.GetUtcNow(),
        };
        return await AddAsync(attempt, cancellationToken) ? attempt : null;
    }

    /// <inheritdoc cref="StartAsync"/>
    internal async Task<bool> AddAsync(ConnectionAttempt attempt, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var over = time.GetUtcNow() - ConnectionAttempt.Lifetime;
        var mine = Mine(db, new OwnerId(attempt.OwnerId), attempt.SessionId);
        // Not at once: whoever waits for one may ask once more.
        await mine.Where(one => one.CreatedAt <= over - ConnectionAttempt.Lifetime).ExecuteDeleteAsync(cancellationToken);
        if (await mine.CountAsync(one => one.CreatedAt > over && one.Status == AttemptStatus.Pending, cancellationToken) >= AtOnce)
        {
            return false;
        }

        db.ConnectionAttempts.Add(attempt);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e.IsForeignKeyViolation())
        {
            return false;
        }
    }

    /// <returns>Null when the session or owner has none with this id.</returns>
    public async Task<AttemptProgress?> FindAsync(OwnerId owner, SessionGrant? session, Guid attemptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return
            await Mine(db, owner, session?.SessionId)
                .AsNoTracking()
                .FirstOrDefaultAsync(attempt => attempt.Id == attemptId, cancellationToken)
                is { } found
            ? new AttemptProgress(found.Id, found.StatusAt(time.GetUtcNow()), found.ProviderSlug, found.AccountId, found.Failure)
            {
                IsRedirected = found.StateHash is not null,
            }
            : null;
    }

    /// <returns>What was linked, as if it had been with a key; null where nothing was, or it is no longer there.</returns>
    public async Task<LinkOutcome.Linked?> FindLinkedAsync(
        OwnerId owner,
        SessionGrant? session,
        Guid attemptId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var attempt = await Mine(db, owner, session?.SessionId)
            .AsNoTracking()
            .FirstOrDefaultAsync(attempt => attempt.Id == attemptId, cancellationToken);
        return
            attempt is { Status: AttemptStatus.Authenticated, AccountId: { } id }
            && await db
                .LinkedAccounts.AsNoTracking()
                .Include(account => account.Token)
                .FirstOrDefaultAsync(account => account.OwnerId == owner.Value && account.Id == id, cancellationToken)
                is { } account
            ? new LinkOutcome.Linked(
                account.Id,
                account.Name,
                account.Identity,
                account.Address,
                attempt.Updated,
                account.StatusReason as StatusReason.PermissionMissing
            )
            {
                Access = AccountAccess.Of(account.Token),
            }
            : null;
    }

    /// <summary>What has ended already stays as it ended; and from where the person is back already, it goes on to its end.</summary>
    /// <returns>False when the session or owner has none with this id.</returns>
    public async Task<bool> CancelAsync(OwnerId owner, SessionGrant? session, Guid attemptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var one = Mine(db, owner, session?.SessionId).Where(attempt => attempt.Id == attemptId);
        return await one.Where(attempt => attempt.Status == AttemptStatus.Pending && attempt.ReturnedAt == null)
                .ExecuteUpdateAsync(change => change.SetProperty(attempt => attempt.Status, AttemptStatus.Cancelled), cancellationToken) > 0
            || await one.AnyAsync(cancellationToken);
    }

    /// <summary>What has ended already stays as it ended.</summary>
    internal async Task FailAsync(Guid attemptId, AuthorizationFailure failure, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (code, arguments) = AuthorizationFailure.Write(failure);
        await db
            .ConnectionAttempts.Where(attempt => attempt.Id == attemptId && attempt.Status == AttemptStatus.Pending)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(attempt => attempt.Status, AttemptStatus.Error)
                        .SetProperty(attempt => attempt.ErrorCode, code)
                        .SetProperty(attempt => attempt.ErrorArguments, arguments),
                cancellationToken
            );
    }

    internal static IQueryable<ConnectionAttempt> Mine(HubDbContext db, OwnerId owner, Guid? session) =>
        db.ConnectionAttempts.Where(attempt => attempt.OwnerId == owner.Value && attempt.SessionId == session);
}

/// <summary>How a connection attempt stands.</summary>
/// <param name="AccountId">The account that was linked.</param>
/// <param name="Failure">Why nothing was linked; only with <see cref="AttemptStatus.Error"/>.</param>
public sealed record AttemptProgress(Guid Id, AttemptStatus Status, string? ProviderSlug, Guid? AccountId, AuthorizationFailure? Failure)
{
    /// <summary>Whether a browser has been sent to the provider.</summary>
    public bool IsRedirected { get; init; }
}
