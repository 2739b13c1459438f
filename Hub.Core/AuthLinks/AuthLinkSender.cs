using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AuthLinks;

/// <summary>Mails auth links that their owner just made: afterwards nobody knows the token.</summary>
public sealed class AuthLinkSender(OutgoingMails mails, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>Whether Hub sends mail.</summary>
    public bool IsOn => mails.IsOn;

    /// <returns>False where the owner has no such auth link, or it can no longer be opened.</returns>
    public async Task<bool> SendAsync(OwnerId owner, Guid sessionId, MailContent mail, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var expiry = await db
            .ConnectSessions.Where(session =>
                session.Id == sessionId
                && session.OwnerId == owner.Value
                && session.AccessKeyId == null
                && session.RevokedAt == null
                && session.ExpiresAt > now
            )
            .Select(session => (DateTimeOffset?)session.ExpiresAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (expiry is not { } end)
        {
            return false;
        }

        mails.Add(db, mail, end - now);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.SessionMailed, owner, sessionId, now));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
