using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>Creates the access key from the operator's configuration, for unattended installations.</summary>
public sealed class AccessKeySeeder(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    private const string Name = "Bootstrap key";

    /// <summary>
    /// Replaces the key of an earlier configuration. Does nothing where the key exists, even if an Administrator disabled it: a restart
    /// must not enable it again.
    /// </summary>
    public async Task SeedAsync(Secret token, CancellationToken cancellationToken)
    {
        var key = AccessKey.Of(token, new AccessKeyRequest(Name, AccessScopes.All, ExpiresAt: null), createdBy: null, time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Another node may start at the same moment and be faster.
        await db.WriteAsync(_ => ReplaceAsync(db, key, cancellationToken));
    }

    private static async Task<int> ReplaceAsync(HubDbContext db, AccessKey key, CancellationToken cancellationToken)
    {
        // A disabled one stays, so that the configuration can never enable its token again.
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

        return await db.SaveChangesAsync(cancellationToken);
    }
}
