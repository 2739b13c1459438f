using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Data;

public sealed class SqlServerHubDbContext(DbContextOptions<SqlServerHubDbContext> options) : HubDbContext(options)
{
    // Ids of a product's customers: "acme" and "Acme" may be two. SQLite compares case-sensitively by default.
    private const string CaseSensitive = "Latin1_General_100_BIN2";

    // For columns that people search, whatever the collation of the database.
    private const string CaseInsensitive = "Latin1_General_100_CI_AS";

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<LinkedAccount>().Property(account => account.OriginOwnerId).UseCollation(CaseSensitive);
        builder.Entity<LinkedAccount>(account =>
        {
            account.Property(one => one.Name).UseCollation(CaseInsensitive);
            account.Property(one => one.IdentityName).UseCollation(CaseInsensitive);
            account.Property(one => one.IdentityEmail).UseCollation(CaseInsensitive);
            account.Property(one => one.IdentityOrganization).UseCollation(CaseInsensitive);
            account.Property(one => one.OriginOwnerName).UseCollation(CaseInsensitive);
            account.Property(one => one.OriginUsername).UseCollation(CaseInsensitive);
        });
        builder.Entity<HubUser>().Property(user => user.Email).UseCollation(CaseInsensitive);
        builder.Entity<ConnectSession>().Property(session => session.OriginOwnerId).UseCollation(CaseSensitive);
    }
}
