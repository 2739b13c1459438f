using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Hub.Core.Data;

internal static class StoreErrors
{
    /// <summary>True when another writer was there in the same moment: whoever looks again and tries again gets through.</summary>
    public static bool IsCollision(this Exception e) => e switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException update => update.IsUniqueViolation() || update.IsForeignKeyViolation() || IsDeadlock(update),
        // How EF Core hands over what may pass, where it does not retry by itself.
        InvalidOperationException { InnerException: { } inner } => IsDeadlock(inner),
        _ => false,
    };

    // 1205: SQL Server chose this one of two that waited for each other.
    private static bool IsDeadlock(Exception e) => e is SqlException { Number: 1205 } || (e.InnerException is { } inner && IsDeadlock(inner));

    /// <summary>True when another row already holds a value that must be unique.</summary>
    public static bool IsUniqueViolation(this DbUpdateException e) => e.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY,
        // 2601: unique index; 2627: unique or primary key constraint.
        SqlException server => server.Number is 2601 or 2627,
        _ => false,
    };

    /// <summary>True when a row that is referred to does not exist (any more).</summary>
    public static bool IsForeignKeyViolation(this DbUpdateException e) => e.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_FOREIGNKEY,
        SqlException server => server.Number is 547,
        _ => false,
    };
}
