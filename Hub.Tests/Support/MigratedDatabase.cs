using Hub.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Support;

/// <summary>A new SQLite database. Migrating takes longer than most tests, and every new database is the same file.</summary>
internal static class MigratedDatabase
{
    private static readonly Lazy<Task<byte[]>> Content = new(MigrateAsync);

    /// <summary>Puts one where these options have the database.</summary>
    public static async Task WriteAsync(DatabaseOptions options) => await File.WriteAllBytesAsync(options.SqliteFile, await Content.Value);

    private static async Task<byte[]> MigrateAsync()
    {
        var options = new DatabaseOptions { DataDirectory = RunningHub.NewDirectory() };
        await using (var services = new ServiceCollection().AddHubData(options).BuildServiceProvider())
        {
            await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
            await using var db = await services
                .GetRequiredService<IDbContextFactory<HubDbContext>>()
                .CreateDbContextAsync(CancellationToken.None);
            // The last connection that closes moves everything from the write-ahead log into the file.
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        var content = await File.ReadAllBytesAsync(options.SqliteFile);
        Directory.Delete(options.DataDirectory, recursive: true);
        return content;
    }
}
