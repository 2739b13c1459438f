using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AuthLinks;

/// <summary>Revokes an auth link, or sends it anew.</summary>
public sealed class AuthLinkEditor(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>Ends it at once, for whoever has it open. What was linked with it stays.</summary>
    /// <returns>False when the owner has no such link.</returns>
    public async Task<bool> RevokeAsync(OwnerId owner, Guid sessionId, CancellationToken cancellationToken) =>
        await ChangeAsync(owner, sessionId, AuditActions.SessionRevoked, (session, now) => session.RevokedAt ??= now, cancellationToken)
            is not null;

    /// <summary>
    /// A new token for the same request, as long again as it lasted before: the old one is no longer good, and any browser may open the new
    /// one.
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
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return session;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Opened or used in the same moment: the issuer's word counts all the same.
            return await ChangeAsync(owner, sessionId, action, change, cancellationToken);
        }
    }
}

/// <param name="Token">Shown to the caller now and never again.</param>
public sealed record ReissuedLink(Secret Token, DateTimeOffset ExpiresAt);
