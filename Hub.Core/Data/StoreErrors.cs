using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Hub.Core.Data;

/// <summary>Classifies the errors of the database.</summary>
public static class StoreErrors
{
    private const int Deadlock = 1205;

    /// <summary>The lowest class of errors after which there is no connection.</summary>
    private const byte BrokenConnection = 20;

    /// <summary>The connection broke, or the server asks to retry.</summary>
    private static readonly HashSet<int> TransientNumbers =
    [
        64,
        121,
        233,
        1203,
        1204,
        Deadlock,
        1222,
        3960,
        10053,
        10054,
        10928,
        10929,
        40197,
        40501,
        40613,
        41301,
        41302,
        41305,
        41325,
        41839,
        49918,
        49919,
        49920,
    ];

    /// <summary>
    /// Messages of the driver when it has no connection. They have no number, and wrong use throws the same exception. They are
    /// English in every culture: the build leaves out the driver's other languages.
    /// </summary>
    private static readonly string[] NoConnection =
    [
        "obtaining a connection from the pool",
        "current state is closed",
        "The connection is closed",
    ];

    /// <summary>Login failed: unknown, wrong, disabled, locked, expired.</summary>
    private static readonly HashSet<int> LoginNumbers = [18401, 18451, 18452, 18456, 18461, 18470, 18486, 18487, 18488];

    /// <summary>
    /// The server or the database is stopping or recovering, out of space or memory, too slow, or read-only.
    /// </summary>
    private static readonly HashSet<int> UnavailableNumbers =
    [
        -2,
        701,
        802,
        904,
        921,
        922,
        923,
        924,
        926,
        927,
        942,
        945,
        946,
        976,
        978,
        983,
        988,
        1101,
        1105,
        3906,
        5149,
        6005,
        8645,
        8651,
        9001,
        9002,
        17142,
        17148,
        17197,
    ];

    /// <summary>
    /// True when the database is unavailable: it does not answer, rejects the login, or has no space. The same request may succeed later.
    /// </summary>
    public static bool IsUnavailable(this Exception e) =>
        e switch
        {
            DatabaseUnavailableException => true,
            SqlException server => server.IsLoginFailure()
                || server.IsDatabaseMissing()
                || server.Class >= BrokenConnection
                || TransientNumbers.Contains(server.Number)
                || UnavailableNumbers.Contains(server.Number),
            SqliteException sqlite => sqlite.SqliteErrorCode
                is raw.SQLITE_BUSY
                    or raw.SQLITE_LOCKED
                    or raw.SQLITE_FULL
                    or raw.SQLITE_IOERR
                    or raw.SQLITE_CANTOPEN
                    or raw.SQLITE_READONLY
                    or raw.SQLITE_PROTOCOL,
            // The pool has no connection, or the connection is closed because it broke.
            InvalidOperationException { Source: "Microsoft.Data.SqlClient" } driver
                when NoConnection.Any(words => driver.Message.Contains(words, StringComparison.Ordinal)) => true,
            DbUpdateException or RetryLimitExceededException or InvalidOperationException or AggregateException =>
                e.InnerException?.IsUnavailable() == true,
            _ => false,
        };

    /// <summary>True when the server rejects the login; another try would not help.</summary>
    public static bool IsLoginFailure(this SqlException e) => LoginNumbers.Contains(e.Number);

    /// <summary>True when the database does not exist, or the login may not open it.</summary>
    public static bool IsDatabaseMissing(this SqlException e) => e.Number is 4060 or 4064;

    /// <summary>
    /// True when the same statement may succeed in a moment: the connection broke, or it was the victim of a deadlock.
    /// </summary>
    internal static bool IsTransient(this Exception e) =>
        e switch
        {
            SqlException server => TransientNumbers.Contains(server.Number),
            DbUpdateException { InnerException: { } inner } => inner.IsTransient(),
            // EF Core wraps a transient failure in this when it does not retry by itself.
            InvalidOperationException { InnerException: { } inner } => inner.IsTransient(),
            _ => false,
        };

    /// <summary>True when another writer changed the same rows at the same moment: reading again and writing again succeeds.</summary>
    internal static bool IsCollision(this Exception e) =>
        e is DbUpdateConcurrencyException
        || e.IsUniqueViolation()
        || e.IsForeignKeyViolation()
        || (Unwrap(e) is SqlException { Number: Deadlock });

    /// <summary>True when another row already holds a value that must be unique.</summary>
    internal static bool IsUniqueViolation(this Exception e) =>
        Unwrap(e) switch
        {
            SqliteException sqlite => sqlite.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY,
            // 2601: unique index; 2627: unique or primary key constraint.
            SqlException server => server.Number is 2601 or 2627,
            _ => false,
        };

    /// <summary>True when a row that is referred to does not exist (any more).</summary>
    internal static bool IsForeignKeyViolation(this Exception e) =>
        Unwrap(e) switch
        {
            SqliteException sqlite => sqlite.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_FOREIGNKEY,
            SqlException server => server.Number is 547,
            _ => false,
        };

    // EF Core wraps what the driver says, its retries wrap that again.
    private static Exception Unwrap(Exception e) =>
        e is DbUpdateException or RetryLimitExceededException or InvalidOperationException && e.InnerException is { } inner
            ? Unwrap(inner)
            : e;
}
