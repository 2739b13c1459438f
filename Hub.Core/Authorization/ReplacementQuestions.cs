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

    /// <returns>Null where nothing is asked (any more).</returns>
    public async Task<ReplacementQuestion?> FindAsync(
        OwnerId owner,
        SessionGrant? session,
        Guid attemptId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return QuestionOf(
            session,
            await Mine(db, owner, session).AsNoTracking().Asking().FirstOrDefaultAsync(one => one.Id == attemptId, cancellationToken)
        );
    }

    /// <summary>Finds the question after the page was loaded again.</summary>
    /// <param name="accountId">The account that was to get a new credential; null where none was named.</param>
    /// <returns>Null where nothing is asked (any more).</returns>
    public async Task<ReplacementQuestion?> FindNewestAsync(
        OwnerId owner,
        SessionGrant? session,
        string providerSlug,
        Guid? accountId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return QuestionOf(
            session,
            await Mine(db, owner, session)
                .AsNoTracking()
                .Asking()
                .Where(one => one.ProviderSlug == providerSlug && one.Replaces == accountId)
                .OrderByDescending(one => one.CreatedAt)
                .FirstOrDefaultAsync(cancellationToken)
        );
    }

    private ReplacementQuestion? QuestionOf(SessionGrant? session, ConnectionAttempt? attempt) =>
        attempt?.StatusAt(time.GetUtcNow()) == AttemptStatus.Asking
        && Read(attempt) is { Waiting: { } waiting } payload
        && IsOf(session, payload)
            ? new ReplacementQuestion(attempt.Id, waiting.Present, waiting.Identity)
            : null;

    /// <summary>
    /// The person agreed: the account is linked with the tokens that waited, and the attempt says how that ended. Perhaps the person is
    /// asked again, where the account changed meanwhile.
    /// </summary>
    /// <param name="shown">The account that the person was asked about.</param>
    /// <returns>False where nothing happened: it was answered already, or the question is about another account by now.</returns>
    public async Task<bool> ReplaceAsync(
        OwnerId owner,
        SessionGrant? session,
        Guid attemptId,
        PresentAccount shown,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = Mine(db, owner, session).Where(one => one.Id == attemptId);
        var attempt = await mine.AsNoTracking().Include(one => one.Session).FirstOrDefaultAsync(cancellationToken);
        if (
            Read(attempt) is not { Waiting: { } waiting } payload
            || !IsOf(session, payload)
            || waiting.Present != shown
            || !await mine.Where(one => one.ReturnedAt == attempt!.ReturnedAt).AgreeAsync(time.GetUtcNow(), CancellationToken.None)
        )
        {
            return false;
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

        if (
            failure is not null
            // Where the attempt is there and did not fail, the account was saved, and only the answer was lost.
            && (await mine.FailAsync(failure, CancellationToken.None) || !await mine.AnyAsync(CancellationToken.None))
        )
        {
            await RevokeAsync(attempt!, payload, waiting);
        }

        return true;
    }

    /// <summary>The person keeps the account: the tokens are deleted here, and revoked at the provider.</summary>
    /// <inheritdoc cref="ReplaceAsync"/>
    public async Task<bool> KeepAsync(
        OwnerId owner,
        SessionGrant? session,
        Guid attemptId,
        PresentAccount shown,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var attempt = await Mine(db, owner, session).AsNoTracking().FirstOrDefaultAsync(one => one.Id == attemptId, cancellationToken);
        return attempt is not null
            && Read(attempt) is { Waiting: { } waiting } payload
            && IsOf(session, payload)
            && waiting.Present == shown
            && await DeclineAsync(db, attempt, AttemptStatus.Cancelled);
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

    /// <returns>False where it was answered already, or is another question by now.</returns>
    private async Task<bool> DeclineAsync(HubDbContext db, ConnectionAttempt attempt, AttemptStatus end)
    {
        var stored = db.ConnectionAttempts.Where(one => one.Id == attempt.Id && one.ReturnedAt == attempt.ReturnedAt);
        if (!await stored.DeclineAsync(end, CancellationToken.None))
        {
            return false;
        }

        if (Read(attempt) is { Waiting: { } waiting } payload)
        {
            await RevokeAsync(attempt, payload, waiting);
        }

        return true;
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
