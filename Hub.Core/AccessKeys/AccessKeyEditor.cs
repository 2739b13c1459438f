using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>Disables, enables and deletes access keys. Each takes effect with the next request.</summary>
public sealed class AccessKeyEditor(OwnerAuthorizer authorizer, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
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

    /// <summary>Deletes the key permanently. Sessions and accounts created with it stay.</summary>
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
        if (!await authorizer.IsAdministratorAsync(administrator, cancellationToken))
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

        // It is in that state already, or no longer exists.
        return action != AuditActions.AccessKeyDeleted && await keys.AnyAsync(cancellationToken)
            ? AccessKeyEditOutcome.Changed
            : AccessKeyEditOutcome.NotFound;
    }
}

/// <summary>How <see cref="AccessKeyEditor"/> ended.</summary>
public enum AccessKeyEditOutcome
{
    /// <summary>The access key is in the desired state.</summary>
    Changed,

    /// <summary>There is no such access key (any more).</summary>
    NotFound,

    /// <summary>The caller is not an Administrator (any more).</summary>
    NotAllowed,
}
