using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AuthLinks;

/// <summary>Revokes and reissues auth links.</summary>
public sealed class AuthLinkEditor(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>Ends the link at once, even where somebody has it open. Accounts linked with it stay.</summary>
    /// <returns>False when the owner has no such link.</returns>
    public async Task<bool> RevokeAsync(OwnerId owner, Guid sessionId, CancellationToken cancellationToken) =>
        await ChangeAsync(owner, sessionId, AuditActions.SessionRevoked, (session, now) => session.RevokedAt ??= now, cancellationToken)
            is not null;

    /// <summary>
    /// Gives the link a new token with the same lifetime as before. The old token stops working, and any browser may open the new one.
    /// </summary>
    /// <returns>Null when the owner has no such link.</returns>
    public async Task<ReissuedLink?> ReissueAsync(OwnerId owner, Guid sessionId, CancellationToken cancellationToken)
    {
        var token = BearerToken.New(BearerToken.SessionPrefix);
        var changed = await ChangeAsync(
            owner,
            sessionId,
            AuditActions.SessionReissued,
            (session, now) =>
            {
                session.TokenHash = BearerToken.HashOf(token.Reveal())!;
                session.ExpiresAt = now + (session.ExpiresAt - session.IssuedAt);
                session.ReissuedAt = now;
                (session.OpenedAt, session.BrowserHash, session.UsedAt, session.RevokedAt) = (null, null, null, null);
            },
            cancellationToken
        );
        return changed is null ? null : new ReissuedLink(token, changed.ExpiresAt);
    }

    private async Task<ConnectSession?> ChangeAsync(
        OwnerId owner,
        Guid sessionId,
        string action,
        Action<ConnectSession, DateTimeOffset> change,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Opened or used at the same moment: the owner's change still applies.
        return await db.WriteAsync(_ => TryChangeAsync(db, owner, sessionId, action, change, cancellationToken));
    }

    private async Task<ConnectSession?> TryChangeAsync(
        HubDbContext db,
        OwnerId owner,
        Guid sessionId,
        string action,
        Action<ConnectSession, DateTimeOffset> change,
        CancellationToken cancellationToken
    )
    {
        var session = await db.ConnectSessions.FirstOrDefaultAsync(
            session => session.Id == sessionId && session.OwnerId == owner.Value && session.AccessKeyId == null,
            cancellationToken
        );
        if (session is null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        change(session, now);
        session.ConcurrencyStamp = Guid.CreateVersion7();
        db.AuditEvents.Add(AuditEvent.Of(action, owner, sessionId, now));
        await db.SaveChangesAsync(cancellationToken);
        return session;
    }
}

/// <param name="Token">Shown to the caller now and never again.</param>
public sealed record ReissuedLink(Secret Token, DateTimeOffset ExpiresAt);
