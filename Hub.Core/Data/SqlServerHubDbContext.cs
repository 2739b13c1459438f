using Hub.Core.Accounts;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Data;

public sealed class SqlServerHubDbContext(DbContextOptions<SqlServerHubDbContext> options) : HubDbContext(options)
{
    // What a product calls its customers is compared to the letter: "acme" and "Acme" may be two. SQLite does this by itself.
    private const string ToTheLetter = "Latin1_General_100_BIN2";

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<LinkedAccount>().Property(account => account.OriginOwnerId).UseCollation(ToTheLetter);
        builder.Entity<ConnectSession>().Property(session => session.OriginOwnerId).UseCollation(ToTheLetter);
    }
}
