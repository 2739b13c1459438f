using Hub.Core.Data;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Tests.Data;

public sealed class StoreErrorsTests
{
    [Theory]
    [InlineData(18456, 14)] // wrong password
    [InlineData(18470, 14)] // disabled login
    [InlineData(4060, 11)] // no such database
    [InlineData(-2, 11)] // no answer in time
    [InlineData(1105, 17)] // disk full
    [InlineData(9002, 17)] // log full
    [InlineData(0, 20)] // no connection
    [InlineData(10054, 20)] // connection broken
    [InlineData(1205, 13)] // deadlock, also after all retries
    public void sql_Server_cannot_be_used(int number, byte severity)
    {
        var error = SqlErrors.Create(number, severity);
        Assert.Equal(number, error.Number);
        Assert.True(error.IsUnavailable());
        Assert.True(new DbUpdateException("Saving failed.", error).IsUnavailable());
        Assert.True(new RetryLimitExceededException("Too often.", new DbUpdateException("Saving failed.", error)).IsUnavailable());
    }

    [Theory]
    [InlineData(2601)] // unique index
    [InlineData(547)] // foreign key
    [InlineData(8152)] // too long
    [InlineData(102)] // syntax
    public void an_error_in_what_was_asked_is_no_outage(int number) =>
        Assert.False(new DbUpdateException("Saving failed.", SqlErrors.Create(number)).IsUnavailable());

    [Theory]
    [InlineData("Timeout expired.  The timeout period elapsed prior to obtaining a connection from the pool.", true)]
    [InlineData("BeginExecuteReader requires an open and available Connection. The connection's current state is closed.", true)]
    [InlineData("There is already an open DataReader associated with this Connection which must be closed first.", false)]
    [InlineData("This SqlTransaction has completed; it is no longer usable.", false)]
    public void wrong_use_of_the_driver_is_no_outage(string message, bool unavailable) =>
        Assert.Equal(unavailable, new InvalidOperationException(message) { Source = "Microsoft.Data.SqlClient" }.IsUnavailable());

    [Theory]
    [InlineData(5, true)] // busy
    [InlineData(13, true)] // disk full
    [InlineData(10, true)] // I/O error
    [InlineData(14, true)] // cannot open
    [InlineData(1, false)] // syntax
    [InlineData(19, false)] // constraint
    public void sQLite_cannot_be_used(int code, bool unavailable) =>
        Assert.Equal(unavailable, new SqliteException("x", code).IsUnavailable());

    [Theory]
    [InlineData(1205, true)]
    [InlineData(10054, true)]
    [InlineData(40613, true)]
    [InlineData(18456, false)]
    [InlineData(4060, false)]
    [InlineData(-2, false)]
    [InlineData(2601, false)]
    public void only_what_may_pass_in_a_moment_is_tried_again(int number, bool transient)
    {
        Assert.Equal(transient, SqlErrors.Create(number).IsTransient());
        Assert.Equal(transient, new DbUpdateException("Saving failed.", SqlErrors.Create(number)).IsTransient());
    }

    [Fact]
    public void a_deadlock_and_two_of_a_kind_are_collisions()
    {
        Assert.All([1205, 2601, 2627, 547], number => Assert.True(SqlErrors.Create(number).IsCollision()));
        Assert.True(new DbUpdateConcurrencyException().IsCollision());
        Assert.False(SqlErrors.Create(10054).IsCollision());
    }
}
