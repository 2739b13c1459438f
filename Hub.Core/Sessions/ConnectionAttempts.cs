using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Sessions;

/// <summary>Starts, reads and cancels the <see cref="ConnectionAttempt"/>s of connect sessions. Each session knows its own only.</summary>
public sealed class ConnectionAttempts(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>How many one session may have in progress: more than any person starts, fewer than would fill a database.</summary>
    public const int AtOnce = 20;

    /// <summary>What of the session has been over for a while is cleared away in passing.</summary>
    /// <returns>Null where too many are in progress already, or the session was removed meanwhile.</returns>
    public async Task<ConnectionAttempt?> StartAsync(SessionGrant grant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var over = now - ConnectionAttempt.Lifetime;
        var mine = db.ConnectionAttempts.Where(attempt => attempt.SessionId == grant.SessionId);
        // Not at once: whoever waits for one may ask once more.
        await mine.Where(attempt => attempt.CreatedAt <= over - ConnectionAttempt.Lifetime).ExecuteDeleteAsync(cancellationToken);
        if (await mine.CountAsync(attempt => attempt.CreatedAt > over, cancellationToken) >= AtOnce)
        {
            return null;
        }

        var attempt = new ConnectionAttempt { SessionId = grant.SessionId, CreatedAt = now };
        db.ConnectionAttempts.Add(attempt);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return attempt;
        }
        catch (DbUpdateException e) when (e.IsForeignKeyViolation())
        {
            return null;
        }
    }

    /// <returns>Null when the session has none with this id.</returns>
    public async Task<AttemptProgress?> FindAsync(SessionGrant grant, Guid attemptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ConnectionAttempts.AsNoTracking().FirstOrDefaultAsync(
            attempt => attempt.Id == attemptId && attempt.SessionId == grant.SessionId, cancellationToken) is { } found
            ? new AttemptProgress(found.Id, found.StatusAt(time.GetUtcNow()), found.AccountId, found.ErrorCode, found.ErrorDescription)
            : null;
    }

    /// <summary>What has ended already stays as it ended.</summary>
    /// <returns>False when the session has none with this id.</returns>
    public async Task<bool> CancelAsync(SessionGrant grant, Guid attemptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var one = db.ConnectionAttempts.Where(attempt => attempt.Id == attemptId && attempt.SessionId == grant.SessionId);
        return await one.Where(attempt => attempt.Status == AttemptStatus.Pending)
                .ExecuteUpdateAsync(change => change.SetProperty(attempt => attempt.Status, AttemptStatus.Cancelled), cancellationToken) > 0
            || await one.AnyAsync(cancellationToken);
    }
}

/// <summary>How a connection attempt stands.</summary>
/// <param name="AccountId">The account that was linked.</param>
/// <param name="ErrorDescription">In our own words.</param>
public sealed record AttemptProgress(Guid Id, AttemptStatus Status, Guid? AccountId, string? ErrorCode, string? ErrorDescription);
