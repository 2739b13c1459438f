using Hub.Core.Accounts;

namespace Hub.Web.Components.Accounts;

/// <summary>
/// Where the reading of events stands. The database numbers events before their transaction ends, so one may appear after those with higher
/// numbers: the last seconds are read again, and what was seen in them is remembered.
/// </summary>
internal sealed class EventCursor(TimeProvider time)
{
    /// <summary>How long after a higher number an event may still appear.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromSeconds(15);

    // What the newest number was, and when.
    private readonly Queue<(DateTimeOffset At, long Newest)> _readings = [];
    private readonly HashSet<long> _seen = [];
    private long _newest;

    /// <summary>Where to read from; null before the first reading.</summary>
    public long? After { get; private set; }

    /// <param name="read">What was read after <see cref="After"/>.</param>
    /// <returns>Those that were not there before.</returns>
    public IReadOnlyList<NumberedChange> Advance(IReadOnlyList<NumberedChange> read)
    {
        var fresh = read.Where(one => _seen.Add(one.Number)).ToList();
        After ??= read.Count > 0 ? read[0].Number - 1 : 0;
        _newest = Math.Max(_newest, read.Count > 0 ? read[^1].Number : After.Value);
        var now = time.GetUtcNow();
        _readings.Enqueue((now, _newest));
        while (_readings.Peek().At < now - Overlap)
        {
            After = _readings.Dequeue().Newest;
        }

        _seen.RemoveWhere(number => number <= After);
        return fresh;
    }
}
