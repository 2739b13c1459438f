using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Hub.Core.Data;

internal static class StoreErrors
{
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
