using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Data;

/// <summary>Migrates the database to this version of Hub.</summary>
public sealed class DatabaseMigrator(IDbContextFactory<HubDbContext> contexts, DatabaseOptions options)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <returns>The migrations that were applied, oldest first.</returns>
    /// <exception cref="DatabaseUnavailableException">The server does not answer.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(mayBeMissing: true, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        await db.Database.MigrateAsync(cancellationToken);
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            // Stored in the file: readers and the writer do not block each other.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
        }

        return pending;
    }

    /// <returns>The migrations that this version of Hub needs and the database lacks.</returns>
    /// <exception cref="DatabaseUnavailableException">The server does not answer.</exception>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(mayBeMissing: false, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    /// <returns>The quoted name of the SQL Server database where readers wait for writers; else null. A database that Hub creates has it
    /// on.</returns>
    public async Task<string?> DatabaseWithoutSnapshotAsync(CancellationToken cancellationToken)
    {
        if (options.Provider != DatabaseProvider.SqlServer)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var names = await db
            .Database.SqlQuery<string>(
                $"SELECT QUOTENAME(name) AS Value FROM sys.databases WHERE database_id = DB_ID() AND is_read_committed_snapshot_on = 0"
            )
            .ToListAsync(cancellationToken);
        return names.Count == 0 ? null : names[0];
    }

    /// <summary>
    /// Opens a connection once. EF Core would ask a server that is down, or rejects the login, for a minute whether the database exists; so
    /// many failed logins can lock it.
    /// </summary>
    private async Task ConnectAsync(bool mayBeMissing, CancellationToken cancellationToken)
    {
        if (options.Provider != DatabaseProvider.SqlServer)
        {
            return;
        }

        var server = new SqlConnectionStringBuilder(options.ConnectionString)
        {
            ConnectTimeout = (int)ConnectTimeout.TotalSeconds,
            ConnectRetryCount = 0,
            Pooling = false,
        };
        await using var connection = new SqlConnection(server.ConnectionString);
        try
        {
            // The driver's own time-out does not count all of its steps.
            await connection
                .OpenAsync(cancellationToken)
                .WaitAsync(ConnectTimeout + TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new DatabaseUnavailableException("The database server does not answer.", e);
        }
        catch (SqlException e) when (mayBeMissing && e.IsDatabaseMissing())
        {
            // It is created.
        }
    }
}
