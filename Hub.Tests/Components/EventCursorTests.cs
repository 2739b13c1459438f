using Hub.Core.Accounts;
using Hub.Tests.Support;
using Hub.Web.Components.Accounts;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Components;

/// <summary>Events may appear after those with higher numbers; none is missed, none is told twice.</summary>
public sealed class EventCursorTests
{
    private readonly FakeTimeProvider _time = new(Some.Time);
    private readonly EventCursor _cursor;

    public EventCursorTests() => _cursor = new EventCursor(_time);

    [Fact]
    public void it_begins_at_what_the_first_reading_found()
    {
        Assert.Null(_cursor.After);
        Assert.Equal([7, 9], Read(7, 9));
        Assert.Equal(6, _cursor.After);
        Assert.Empty(Read(7, 9));
    }

    [Fact]
    public void where_there_are_no_events_it_begins_at_the_first()
    {
        Assert.Empty(Read());
        Assert.Equal(0, _cursor.After);
        Assert.Equal([1], Read(1));
    }

    [Fact]
    public void an_event_that_appears_late_is_told()
    {
        Read(1);
        _time.Advance(AccountFeed.Interval);
        Assert.Equal([2, 4], Read(1, 2, 4));
        _time.Advance(AccountFeed.Interval);
        Assert.Equal([3], Read(1, 2, 3, 4));
    }

    [Fact]
    public void what_is_older_than_the_overlap_is_not_read_again()
    {
        Read(1, 2);
        _time.Advance(EventCursor.Overlap / 2);
        Read(1, 2, 3);
        _time.Advance(EventCursor.Overlap / 2 + AccountFeed.Interval);
        Assert.Equal([4], Read(1, 2, 3, 4));
        Assert.Equal(2, _cursor.After);
        Assert.Empty(Read(3, 4));
        _time.Advance(EventCursor.Overlap + AccountFeed.Interval);
        Assert.Empty(Read(3, 4));
        Assert.Equal(4, _cursor.After);
        Assert.Equal([5], Read(5));
    }

    private IEnumerable<long> Read(params long[] numbers) =>
        _cursor
            .Advance([.. numbers.Select(number => new NumberedChange(number, new ChangedAccount(Guid.Empty, Guid.Empty)))])
            .Select(one => one.Number);
}
