using Hub.Core.Accounts;

namespace Hub.Web.Components.Accounts;

/// <summary>
/// Tells pages which accounts changed, whoever changed them on whichever node. While anybody watches, it reads the new events every two
/// seconds, once for all pages of this node.
/// </summary>
public sealed partial class AccountFeed(AccountEventLog events, TimeProvider time, ILogger<AccountFeed> log) : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int BatchSize = 1000;

    private readonly Lock _lock = new();
    private readonly List<Watcher> _watchers = [];
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    /// <summary>Begin to watch before you read what you show: a change in between is told.</summary>
    /// <param name="changed">Is not called again before it has ended; what changes meanwhile is told together afterwards.</param>
    /// <returns>Ends it.</returns>
    public IDisposable Watch(Func<IReadOnlySet<ChangedAccount>, Task> changed)
    {
        var watcher = new Watcher(this, changed);
        lock (_lock)
        {
            _watchers.Add(watcher);
            if (_stop is null)
            {
                _stop = new CancellationTokenSource();
                var stop = _stop.Token;
                // Not a part of the circuit that happens to be the first.
                using var _ = ExecutionContext.SuppressFlow();
                _running = Task.Run(() => RunAsync(stop), CancellationToken.None);
            }
        }

        return watcher;
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _running;
    }

    private void Remove(Watcher watcher)
    {
        lock (_lock)
        {
            if (_watchers.Remove(watcher) && _watchers.Count == 0)
            {
                Stop();
            }
        }
    }

    private void Stop()
    {
        _stop?.Cancel();
        _stop = null;
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var cursor = new EventCursor(time);
        var isFailing = false;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    var changes = await ReadAsync(cursor, stop);
                    foreach (var watcher in Snapshot())
                    {
                        watcher.Tell(changes, log);
                    }

                    isFailing = false;
                }
                catch (Exception e) when (!stop.IsCancellationRequested)
                {
                    // Once, not every two seconds.
                    if (!isFailing)
                    {
                        LogFailed(log, e);
                    }

                    isFailing = true;
                }
            } while (await timer.WaitForNextTickAsync(stop));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
    }

    private async Task<HashSet<ChangedAccount>> ReadAsync(EventCursor cursor, CancellationToken stop)
    {
        var changes = new HashSet<ChangedAccount>();
        // What happened just before is told too: a page may have read its rows before it.
        var batch = cursor.After is { } after
            ? await events.ReadAfterAsync(after, BatchSize, stop)
            : await events.ReadNewestAsync(100, stop);
        while (true)
        {
            changes.UnionWith(cursor.Advance(batch).Select(one => one.Change));
            if (batch.Count < BatchSize)
            {
                return changes;
            }

            batch = await events.ReadAfterAsync(batch[^1].Number, BatchSize, stop);
        }
    }

    private Watcher[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _watchers];
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The events of accounts could not be read; open pages do not show changes until they can."
    )]
    private static partial void LogFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A page could not show a change.")]
    private static partial void LogNotShown(ILogger logger, Exception e);

    /// <summary>One page. Called by the loop alone, but for its end.</summary>
    private sealed class Watcher(AccountFeed feed, Func<IReadOnlySet<ChangedAccount>, Task> changed) : IDisposable
    {
        /// <summary>Of the circuit: what it shows is in its language.</summary>
        private readonly ExecutionContext _context = ExecutionContext.Capture()!;
        private HashSet<ChangedAccount> _untold = [];
        private Task _telling = Task.CompletedTask;

        public void Tell(HashSet<ChangedAccount> changes, ILogger log)
        {
            _untold.UnionWith(changes);
            if (_untold.Count > 0 && _telling.IsCompleted)
            {
                (var told, _untold) = (_untold, []);
                ExecutionContext.Run(_context, _ => _telling = TellAsync(told, log), state: null);
            }
        }

        public void Dispose() => feed.Remove(this);

        private async Task TellAsync(HashSet<ChangedAccount> changes, ILogger log)
        {
            try
            {
                await changed(changes);
            }
            catch (Exception e)
            {
                // The page is gone, or the store is: the next change will tell.
                LogNotShown(log, e);
            }
        }
    }
}
