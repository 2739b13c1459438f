using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Identity;

/// <summary>Changes whether a person is mailed when an account needs them.</summary>
public sealed class NoticesEditor(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <returns>False when there is no such user.</returns>
    public async Task<bool> ChangeAsync(OwnerId userId, bool byMail, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(_ => TryChangeAsync(db, userId, byMail, cancellationToken));
    }

    private async Task<bool> TryChangeAsync(HubDbContext db, OwnerId userId, bool byMail, CancellationToken cancellationToken)
    {
        if (await db.Users.FirstOrDefaultAsync(user => user.Id == userId.Value, cancellationToken) is not { } user)
        {
            return false;
        }

        if (user.NoticesByMail != byMail)
        {
            user.NoticesByMail = byMail;
            user.ConcurrencyStamp = Guid.CreateVersion7().ToString();
            db.AuditEvents.Add(
                AuditEvent.Of(AuditActions.NoticesByMailChanged, userId, userId.Value, time.GetUtcNow(), byMail ? "on" : "off")
            );
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }
}
