using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Core.Authorization;

/// <summary>
/// Whether an authorization replaces the account of another identity: the question, which survives a reload of the page, and its answer.
/// Until then the tokens are stored encrypted with the attempt. A session sees only its own. See ADR-0027.
/// </summary>
public sealed partial class ReplacementQuestions(
    AuthorizedLinker linker,
    TokenRevoker revoker,
    IDataProtectionProvider protection,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time,
    ILogger<ReplacementQuestions> log
)
{
    // Small batches: each one may be a call to a provider.
    private const int Batch = 50;

    /// <param name="attemptId">Null for the newest of the provider.</param>
    /// <returns>Null where nothing is asked (any more).</returns>
    public async Task<ReplacementQuestion?> FindAsync(
        OwnerId owner,
        SessionGrant? session,
        string providerSlug,
        Guid? attemptId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var attempt = await Mine(db, owner, session)
            .AsNoTracking()
            .Asking()
            .Where(one => one.ProviderSlug == providerSlug && (attemptId == null || one.Id == attemptId))
            .OrderByDescending(one => one.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return
            attempt?.StatusAt(time.GetUtcNow()) == AttemptStatus.Asking
            && Read(attempt) is { Waiting: { } waiting } payload
            && IsOf(session, payload)
            ? new ReplacementQuestion(attempt.Id, waiting.Present, waiting.Identity)
            : null;
    }

    /// <summary>
    /// The person agreed: the account is linked with the tokens that waited, and the attempt says how that ended. Perhaps the person is
    /// asked again, where the account changed meanwhile. Nothing happens where it was answered already.
    /// </summary>
    public async Task ReplaceAsync(OwnerId owner, SessionGrant? session, Guid attemptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = Mine(db, owner, session).Where(one => one.Id == attemptId);
        var attempt = await mine.AsNoTracking().Include(one => one.Session).FirstOrDefaultAsync(cancellationToken);
        if (
            Read(attempt) is not { Waiting: { } waiting } payload
            || !IsOf(session, payload)
            || !await mine.AgreeAsync(time.GetUtcNow(), CancellationToken.None)
        )
        {
            return;
        }

        // From here on it ends whatever the page does, like a callback.
        AuthorizationFailure? failure;
        try
        {
            failure = await linker.LinkAsync(attempt!, payload, waiting.Tokens, new Replacement.Agreed(waiting.Present));
        }
        catch (Exception e)
        {
            LogNotSaved(log, e, attempt!.ProviderSlug);
            failure = new AuthorizationFailure.NotSaved();
        }

        if (failure is not null)
        {
            // Where the attempt did not fail, the account was saved, and only the answer was lost.
            if (await mine.FailAsync(failure, CancellationToken.None))
            {
                await RevokeAsync(attempt!, payload, waiting);
            }
        }
    }

    /// <summary>The person keeps the account: the tokens are deleted here, and revoked at the provider.</summary>
    public async Task KeepAsync(OwnerId owner, SessionGrant? session, Guid attemptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var attempt = await Mine(db, owner, session).AsNoTracking().FirstOrDefaultAsync(one => one.Id == attemptId, cancellationToken);
        if (attempt is not null && Read(attempt) is { } payload && IsOf(session, payload))
        {
            await DeclineAsync(db, attempt, AttemptStatus.Cancelled);
        }
    }

    /// <summary>Deletes and revokes the tokens of questions that nobody answered in time. Several nodes may do so at once.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var unanswered = time.GetUtcNow() - ConnectionAttempt.Lifetime;
        var attempts = await db
            .ConnectionAttempts.AsNoTracking()
            .Asking()
            .Where(one => one.ReturnedAt <= unanswered)
            .OrderBy(one => one.CreatedAt)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var attempt in attempts)
        {
            await DeclineAsync(db, attempt, AttemptStatus.Expired);
        }

        return attempts.Count;
    }

    private async Task DeclineAsync(HubDbContext db, ConnectionAttempt attempt, AttemptStatus end)
    {
        if (
            await db.ConnectionAttempts.Where(one => one.Id == attempt.Id).DeclineAsync(end, CancellationToken.None)
            && Read(attempt) is { Waiting: { } waiting } payload
        )
        {
            await RevokeAsync(attempt, payload, waiting);
        }
    }

    private Task RevokeAsync(ConnectionAttempt attempt, AuthorizationPayload payload, WaitingTokens waiting) =>
        revoker.RevokeAsync(
            attempt.ProviderSlug,
            AuthMethodKind.Oauth2AuthorizationCode,
            waiting.IdentityKey,
            accountId: null,
            waiting.Tokens.AddTo(payload.Values),
            CancellationToken.None
        );

    private AuthorizationPayload? Read(ConnectionAttempt? attempt) =>
        attempt is null ? null : AuthorizationPayload.Unprotect(protection, attempt.Id, attempt.Payload);

    /// <summary>A new link of the same session may be another person's, who must not see who authorized with the old one.</summary>
    private static bool IsOf(SessionGrant? session, AuthorizationPayload payload) =>
        session is null || payload.SessionIssuedAt == session.IssuedAt;

    private static IQueryable<ConnectionAttempt> Mine(HubDbContext db, OwnerId owner, SessionGrant? session)
    {
        var sessionId = session?.SessionId;
        return db.ConnectionAttempts.Where(attempt => attempt.OwnerId == owner.Value && attempt.SessionId == sessionId);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An account at {Provider} could not be replaced after its person had agreed")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string? provider);
}

/// <summary>A person is asked whether the account that they authorized replaces another.</summary>
/// <param name="Identity">Who authorized.</param>
public sealed record ReplacementQuestion(Guid AttemptId, PresentAccount Present, ProviderIdentity Identity);
