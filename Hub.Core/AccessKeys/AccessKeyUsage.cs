using System.Collections.Concurrent;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>
/// Remembers when each key was last used, so that not every request writes to the store. <see cref="AccessKeyUsageJob"/> writes it
/// down now and then.
/// </summary>
public sealed class AccessKeyUsage(IDbContextFactory<HubDbContext> contexts)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _lastUsed = new();

    /// <returns>When this node last saw it, where that is not written yet.</returns>
    internal DateTimeOffset? Noted(Guid keyId) => _lastUsed.TryGetValue(keyId, out var at) ? at : null;

    internal void Note(Guid keyId, DateTimeOffset at) =>
        _lastUsed.AddOrUpdate(keyId, static (_, at) => at, static (_, noted, at) => at > noted ? at : noted, at);

    /// <summary>Writes what was noted since the last time.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_lastUsed.IsEmpty)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var used in _lastUsed.ToArray())
        {
            // Another node may know of a later use.
            await db
                .AccessKeys.Where(key => key.Id == used.Key && (key.LastUsedAt == null || key.LastUsedAt < used.Value))
                .ExecuteUpdateAsync(key => key.SetProperty(one => one.LastUsedAt, used.Value), cancellationToken);
            // Not before it is written, and not what was noted meanwhile.
            _lastUsed.TryRemove(used);
        }
    }
}
