using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Authorization;

/// <summary>
/// Starts, finds and cancels <see cref="ConnectionAttempt"/>s. A session sees only its own, and so does a signed-in owner.
/// </summary>
public sealed class ConnectionAttempts(IDataProtectionProvider protection, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// How many one session or owner may have in progress: more than any person starts, fewer than would fill a database.
    /// </summary>
    public const int MaxPending = 20;

    /// <summary>What has ended a while ago is deleted in passing.</summary>
    /// <returns>Null where too many are in progress already, or the session was removed meanwhile.</returns>
    public Task<ConnectionAttempt?> StartAsync(OwnerId owner, SessionGrant? session, CancellationToken cancellationToken) =>
        StartAsync(owner, session, prepare: _ => { }, cancellationToken);

    /// <inheritdoc cref="StartAsync(OwnerId, SessionGrant, CancellationToken)"/>
    internal async Task<ConnectionAttempt?> StartAsync(
        OwnerId owner,
        SessionGrant? session,
        Action<ConnectionAttempt> prepare,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var attempt = new ConnectionAttempt
        {
            OwnerId = owner.Value,
            SessionId = session?.SessionId,
            CreatedAt = now,
        };
        prepare(attempt);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var over = now - ConnectionAttempt.Lifetime;
        var mine = Mine(db, owner, session);
        // Not at once: whoever waits for one may ask once more.
        await mine.Where(one => one.CreatedAt <= over - ConnectionAttempt.Lifetime && one.Status != AttemptStatus.Asking)
            .ExecuteDeleteAsync(cancellationToken);
        if (await mine.CountAsync(one => one.CreatedAt > over && one.Status == AttemptStatus.Pending, cancellationToken) >= MaxPending)
        {
            return null;
        }

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

    /// <returns>False where the attempt has ended, is another's or another provider's, or a browser was redirected for it.</returns>
    internal async Task<bool> TryPrepareAsync(
        OwnerId owner,
        SessionGrant? session,
        Guid attemptId,
        string providerSlug,
        Action<ConnectionAttempt> prepare,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await Mine(db, owner, session).FirstOrDefaultAsync(one => one.Id == attemptId, cancellationToken)
                is not { StateHash: null } attempt
            || (attempt.ProviderSlug is { } chosen && chosen != providerSlug)
            || attempt.StatusAt(time.GetUtcNow()) != AttemptStatus.Pending
        )
        {
            return false;
        }

        prepare(attempt);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <returns>Null when the session or owner has none with this id.</returns>
    public async Task<AttemptProgress?> FindAsync(OwnerId owner, SessionGrant? session, Guid attemptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return
            await Mine(db, owner, session).AsNoTracking().FirstOrDefaultAsync(attempt => attempt.Id == attemptId, cancellationToken)
                is { } found
            ? ProgressOf(found)
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
        var attempt = await Mine(db, owner, session)
            .AsNoTracking()
            .FirstOrDefaultAsync(attempt => attempt.Id == attemptId, cancellationToken);
        return
            attempt is { Status: AttemptStatus.Authenticated, AccountId: { } id }
            && await db
                .LinkedAccounts.AsNoTracking()
                .Include(account => account.Token)
                .OwnedBy(owner)
                .FirstOrDefaultAsync(account => account.Id == id, cancellationToken)
                is { } account
            ? new LinkOutcome.Linked(
                account.Id,
                account.Name,
                account.Identity,
                account.Address,
                attempt.Updated,
                account.Reasons.Select(one => one.Reason).OfType<StatusReason.PermissionMissing>().FirstOrDefault()
            )
            {
                Access = AccountAccess.Of(account.Token),
                Replaced = attempt.Updated && account.IdentityChangedAt >= attempt.ReturnedAt,
            }
            : null;
    }

    /// <summary>What has ended already stays as it ended; and from where the person is back already, it goes on to its end.</summary>
    /// <returns>False when the session or owner has none with this id.</returns>
    public async Task<bool> CancelAsync(OwnerId owner, SessionGrant? session, Guid attemptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var one = Mine(db, owner, session).Where(attempt => attempt.Id == attemptId);
        return await one.CancelAsync(cancellationToken) || await one.AnyAsync(cancellationToken);
    }

    /// <returns>What the person had entered, and whether for another account; null where the session or owner has no such attempt, or it
    /// has linked an account.</returns>
    public async Task<(CredentialValues Values, bool AsAnother)?> FindEnteredAsync(
        OwnerId owner,
        SessionGrant? session,
        Guid attemptId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var attempt = await Mine(db, owner, session).AsNoTracking().FirstOrDefaultAsync(one => one.Id == attemptId, cancellationToken);
        return AuthorizationPayload.Unprotect(protection, attemptId, attempt?.Payload) is { } payload
            ? (payload.Values, attempt!.AsAnother)
            : null;
    }

    /// <returns>The attempt for which this browser was redirected; null where it was not.</returns>
    public async Task<AttemptProgress?> FindInBrowserAsync(Guid attemptId, string? browser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var attempt = await db.ConnectionAttempts.AsNoTracking().FirstOrDefaultAsync(one => one.Id == attemptId, cancellationToken);
        return attempt?.IsIn(browser) == true ? ProgressOf(attempt) : null;
    }

    /// <summary>
    /// An error may come without a state. It ends the attempt at this provider for which the browser was redirected, if that is the only
    /// one: whoever sends such an address to somebody ends their attempt at the most.
    /// </summary>
    internal async Task<ConnectionAttempt?> FindReturningAsync(
        AuthorizationCallback callback,
        string? browser,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var attempts = db.ConnectionAttempts.AsNoTracking().Include(one => one.Session);
        if (!string.IsNullOrEmpty(callback.State))
        {
            return BearerToken.HashOf(callback.State) is { } state
                ? await attempts.FirstOrDefaultAsync(one => one.StateHash == state, cancellationToken)
                : null;
        }

        if (callback.Error is null || BearerToken.HashOf(browser) is not { } shown)
        {
            return null;
        }

        var begun = time.GetUtcNow() - ConnectionAttempt.Lifetime;
        var mine = await attempts
            .AtProvider()
            .Where(one => one.CreatedAt > begun && one.BrowserHash == shown && one.ProviderSlug == callback.ProviderSlug)
            .Take(2)
            .ToListAsync(cancellationToken);
        return mine is [var only] ? only : null;
    }

    private AttemptProgress ProgressOf(ConnectionAttempt attempt) =>
        new(attempt.Id, attempt.StatusAt(time.GetUtcNow()), attempt.ProviderSlug, attempt.AccountId, attempt.Failure)
        {
            IsRedirected = attempt.StateHash is not null,
        };

    private static IQueryable<ConnectionAttempt> Mine(HubDbContext db, OwnerId owner, SessionGrant? session)
    {
        var sessionId = session?.SessionId;
        return db.ConnectionAttempts.Where(attempt => attempt.OwnerId == owner.Value && attempt.SessionId == sessionId);
    }
}

/// <summary>How a connection attempt stands.</summary>
/// <param name="AccountId">The account that was linked.</param>
/// <param name="Failure">Why nothing was linked; only with <see cref="AttemptStatus.Error"/>.</param>
public sealed record AttemptProgress(Guid Id, AttemptStatus Status, string? ProviderSlug, Guid? AccountId, AuthorizationFailure? Failure)
{
    /// <summary>Whether a browser has been sent to the provider.</summary>
    public bool IsRedirected { get; init; }
}
