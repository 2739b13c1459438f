using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>Switches an access key off and on, or deletes it. It counts from the next request.</summary>
public sealed class AccessKeyEditor(OwnerAuthorizer gate, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    public Task<AccessKeyEditOutcome> DisableAsync(OwnerId administrator, Guid keyId, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        return ChangeAsync(
            administrator,
            keyId,
            AuditActions.AccessKeyDisabled,
            keys =>
                keys.Where(key => key.DisabledAt == null)
                    .ExecuteUpdateAsync(key => key.SetProperty(one => one.DisabledAt, now), cancellationToken),
            cancellationToken
        );
    }

    public Task<AccessKeyEditOutcome> EnableAsync(OwnerId administrator, Guid keyId, CancellationToken cancellationToken) =>
        ChangeAsync(
            administrator,
            keyId,
            AuditActions.AccessKeyEnabled,
            keys =>
                keys.Where(key => key.DisabledAt != null)
                    .ExecuteUpdateAsync(key => key.SetProperty(one => one.DisabledAt, (DateTimeOffset?)null), cancellationToken),
            cancellationToken
        );

    /// <summary>For good. What was made with it stays.</summary>
    public Task<AccessKeyEditOutcome> DeleteAsync(OwnerId administrator, Guid keyId, CancellationToken cancellationToken) =>
        ChangeAsync(
            administrator,
            keyId,
            AuditActions.AccessKeyDeleted,
            keys => keys.ExecuteDeleteAsync(cancellationToken),
            cancellationToken
        );

    private async Task<AccessKeyEditOutcome> ChangeAsync(
        OwnerId administrator,
        Guid keyId,
        string action,
        Func<IQueryable<AccessKey>, Task<int>> change,
        CancellationToken cancellationToken
    )
    {
        if (!await gate.IsAdministratorAsync(administrator, cancellationToken))
        {
            return AccessKeyEditOutcome.NotAllowed;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(_ => TryChangeAsync(db, administrator, keyId, action, change, cancellationToken));
    }

    private async Task<AccessKeyEditOutcome> TryChangeAsync(
        HubDbContext db,
        OwnerId administrator,
        Guid keyId,
        string action,
        Func<IQueryable<AccessKey>, Task<int>> change,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var keys = db.AccessKeys.Where(key => key.Id == keyId);
        if (await change(keys) > 0)
        {
            db.AuditEvents.Add(AuditEvent.Of(action, administrator, keyId, time.GetUtcNow()));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return AccessKeyEditOutcome.Changed;
        }

        // It is so already, or it is gone.
        return action != AuditActions.AccessKeyDeleted && await keys.AnyAsync(cancellationToken)
            ? AccessKeyEditOutcome.Changed
            : AccessKeyEditOutcome.NotFound;
    }
}

/// <summary>How <see cref="AccessKeyEditor"/> ended.</summary>
public enum AccessKeyEditOutcome
{
    /// <summary>It is now as it should be.</summary>
    Changed,

    /// <summary>There is no such key (any more).</summary>
    NotFound,

    /// <summary>Whoever asks is no Administrator (any more).</summary>
    NotAllowed,
}
