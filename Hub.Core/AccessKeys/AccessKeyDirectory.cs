using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>Lists access keys. Only pages that require the Administrator role may call it.</summary>
public sealed class AccessKeyDirectory(IDbContextFactory<HubDbContext> contexts, AccessKeyUsage usage, TimeProvider time)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<AccessKeyRow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db
            .AccessKeys.AsNoTracking()
            .LeftJoin(db.Users, key => key.CreatedById, user => (Guid?)user.Id, (key, user) => new { Key = key, user!.Email })
            .OrderByDescending(row => row.Key.CreatedAt)
            .ThenByDescending(row => row.Key.Id)
            .ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return
        [
            .. keys.Select(row => new AccessKeyRow(
                row.Key.Id,
                row.Key.Name,
                row.Key.Hint,
                row.Key.Scopes,
                row.Key.IsSeeded,
                row.Email,
                row.Key.CreatedAt,
                row.Key.ExpiresAt,
                usage.FindUnwritten(row.Key.Id) ?? row.Key.LastUsedAt,
                row.Key.StateAt(now)
            )),
        ];
    }
}

/// <summary>What pages show of an access key. The token is no longer known.</summary>
/// <param name="IsSeeded">Whether it comes from the operator's configuration.</param>
/// <param name="CreatorEmail">Null for a seeded key, or where the Administrator was removed.</param>
public sealed record AccessKeyRow(
    Guid Id,
    string Name,
    string Hint,
    AccessScopes Scopes,
    bool IsSeeded,
    string? CreatorEmail,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    AccessKeyState State
);
