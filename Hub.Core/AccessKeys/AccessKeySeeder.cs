using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>Makes the access key that the operator's configuration names, for installs without a person at the screen.</summary>
public sealed class AccessKeySeeder(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    private const string Name = "Bootstrap key";

    /// <summary>
    /// Takes the place of the key that an earlier configuration named. Nothing happens where it is there already, also not when an
    /// Administrator has switched it off: a restart does not overrule them.
    /// </summary>
    public async Task SeedAsync(Secret token, CancellationToken cancellationToken)
    {
        var key = AccessKey.Of(token, new AccessKeyRequest(Name, AccessScopes.All, ExpiresAt: null), createdBy: null, time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // One that was switched off stays as it is, so that its value can never come back to life by way of the configuration.
        var earlier = await db
            .AccessKeys.Where(one => one.CreatedById == null && one.Hash != key.Hash && one.DisabledAt == null)
            .ToListAsync(cancellationToken);
        db.AccessKeys.RemoveRange(earlier);
        db.AuditEvents.AddRange(earlier.Select(one => AuditEvent.Of(AuditActions.AccessKeyDeleted, Actor.Hub, one.Id, key.CreatedAt)));
        if (!await db.AccessKeys.AnyAsync(one => one.Hash == key.Hash, cancellationToken))
        {
            db.AccessKeys.Add(key);
            db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccessKeyIssued, Actor.Hub, key.Id, key.CreatedAt));
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.IsUniqueViolation())
        {
            // Another node starts in the same moment and was quicker: look again.
            await SeedAsync(token, cancellationToken);
        }
    }
}
