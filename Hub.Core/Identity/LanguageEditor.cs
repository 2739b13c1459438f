using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Identity;

/// <summary>Changes the language in which a person reads Hub.</summary>
public sealed class LanguageEditor(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <param name="language">A BCP 47 tag; null for the language that the browser asks for.</param>
    /// <returns>False when there is no such user.</returns>
    public async Task<bool> ChangeAsync(OwnerId userId, string? language, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(_ => TryChangeAsync(db, userId, language, cancellationToken));
    }

    private async Task<bool> TryChangeAsync(HubDbContext db, OwnerId userId, string? language, CancellationToken cancellationToken)
    {
        if (await db.Users.FirstOrDefaultAsync(user => user.Id == userId.Value, cancellationToken) is not { } user)
        {
            return false;
        }

        if (user.Language != language)
        {
            user.Language = language;
            user.ConcurrencyStamp = Guid.CreateVersion7().ToString();
            db.AuditEvents.Add(AuditEvent.Of(AuditActions.LanguageChanged, userId, userId.Value, time.GetUtcNow()));
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }
}
