using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Core.Data;

/// <summary>
/// SQLite has one writer at a time. Its .NET driver retries after 150 ms; SQLite itself, once it has a busy timeout, after one, two, five
/// milliseconds.
/// </summary>
internal sealed class SqliteBusyTimeoutInterceptor : DbConnectionInterceptor
{
    private const string SetBusyTimeout = "PRAGMA busy_timeout = 1000";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = SetBusyTimeout;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = SetBusyTimeout;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
