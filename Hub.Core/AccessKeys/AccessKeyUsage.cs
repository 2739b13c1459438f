using System.Collections.Concurrent;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>
/// Keeps in memory when each access key was last used, so that not every request writes to the database. <see cref="AccessKeyUsageJob"/>
/// writes it every minute.
/// </summary>
public sealed class AccessKeyUsage(IDbContextFactory<HubDbContext> contexts)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _lastUsed = new();

    /// <returns>The last use on this node that is not written yet; null for none.</returns>
    internal DateTimeOffset? FindUnwritten(Guid keyId) => _lastUsed.TryGetValue(keyId, out var at) ? at : null;

    internal void Record(Guid keyId, DateTimeOffset at) =>
        _lastUsed.AddOrUpdate(keyId, static (_, at) => at, static (_, recorded, at) => at > recorded ? at : recorded, at);

    /// <summary>Writes what was recorded since the last call.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_lastUsed.IsEmpty)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var used in _lastUsed.ToArray())
        {
            // Another node may have written a later use.
            await db
                .AccessKeys.Where(key => key.Id == used.Key && (key.LastUsedAt == null || key.LastUsedAt < used.Value))
                .ExecuteUpdateAsync(key => key.SetProperty(one => one.LastUsedAt, used.Value), cancellationToken);
            // Only after the write, and only if no later use was recorded meanwhile.
            _lastUsed.TryRemove(used);
        }
    }
}
