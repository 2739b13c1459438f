using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Data;

public sealed class SqlServerHubDbContext(DbContextOptions<SqlServerHubDbContext> options) : HubDbContext(options)
{
    // What a product calls its customers is compared to the letter: "acme" and "Acme" may be two. SQLite does this by itself.
    private const string ToTheLetter = "Latin1_General_100_BIN2";

    // What people search is found in capital and small letters, whatever the collation of the database.
    private const string AnyCase = "Latin1_General_100_CI_AS";

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<LinkedAccount>().Property(account => account.OriginOwnerId).UseCollation(ToTheLetter);
        builder.Entity<LinkedAccount>(account =>
        {
            account.Property(one => one.Name).UseCollation(AnyCase);
            account.Property(one => one.IdentityName).UseCollation(AnyCase);
            account.Property(one => one.IdentityEmail).UseCollation(AnyCase);
            account.Property(one => one.IdentityOrganization).UseCollation(AnyCase);
            account.Property(one => one.OriginOwnerName).UseCollation(AnyCase);
            account.Property(one => one.OriginUsername).UseCollation(AnyCase);
        });
        builder.Entity<HubUser>().Property(user => user.Email).UseCollation(AnyCase);
        builder.Entity<ConnectSession>().Property(session => session.OriginOwnerId).UseCollation(ToTheLetter);
    }
}
