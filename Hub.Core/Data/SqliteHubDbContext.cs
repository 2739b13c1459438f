using Hub.Core.Accounts;
using Hub.Core.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Hub.Core.Data;

public sealed class SqliteHubDbContext(DbContextOptions<SqliteHubDbContext> options) : HubDbContext(options)
{
    internal override async Task SaveWithoutSyncAsync(CancellationToken cancellationToken)
    {
        // With a write-ahead log the database stays consistent either way. The connection returns to the pool as it was.
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await Database.ExecuteSqlRawAsync("PRAGMA synchronous = NORMAL", cancellationToken);
            await SaveChangesAsync(cancellationToken);
        }
        finally
        {
            await Database.ExecuteSqlRawAsync("PRAGMA synchronous = FULL", CancellationToken.None);
            await Database.CloseConnectionAsync();
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // SQLite cannot compare or order a DateTimeOffset; ticks of UTC it can.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // People sort names, not bytes. SQL Server's collations do this by themselves. (NOCASE folds A to Z only.)
        builder.Entity<LinkedAccount>().Property(account => account.Name).UseCollation("NOCASE");
        builder.Entity<HubUser>().Property(user => user.Email).UseCollation("NOCASE");
    }

    private sealed class UtcTicksConverter()
        : ValueConverter<DateTimeOffset, long>(value => value.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
