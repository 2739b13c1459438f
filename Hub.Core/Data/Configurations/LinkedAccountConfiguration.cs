using Hub.Core.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class LinkedAccountConfiguration : IEntityTypeConfiguration<LinkedAccount>
{
    public void Configure(EntityTypeBuilder<LinkedAccount> builder)
    {
        builder.ToTable("LinkedAccounts");
        builder.HasKey(account => account.Id);
        builder.Property(account => account.Id).ValueGeneratedNever();
        builder.Property(account => account.ProviderSlug).HasMaxLength(64);
        builder.Property(account => account.AuthMethod).HasConversion<string>().HasMaxLength(32);
        builder.Property(account => account.Name).HasMaxLength(LinkedAccountLimits.Name);
        builder.Property(account => account.IdentityName).HasMaxLength(200);
        builder.Property(account => account.IdentityEmail).HasMaxLength(200);
        builder.Property(account => account.IdentityOrganization).HasMaxLength(200);
        builder.Property(account => account.Address).HasMaxLength(255);
        builder.Property(account => account.IdentityKey).HasMaxLength(64).IsUnicode(false);
        builder.Property(account => account.Status).HasConversion<string>().HasMaxLength(32);
        builder.Property(account => account.StatusReason).HasMaxLength(LinkedAccountLimits.StatusReason);
        builder.Property(account => account.ConcurrencyStamp).IsConcurrencyToken();
        builder.Ignore(account => account.Identity);
        builder.Ignore(account => account.HasKnownIdentity);
        builder.HasOne(account => account.Owner).WithMany().HasForeignKey(account => account.OwnerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(account => account.Credentials).WithOne().HasForeignKey(credential => credential.AccountId).OnDelete(DeleteBehavior.Cascade);

        // The same identity is linked once, unless the owner asked for another.
        builder.HasIndex(account => new { account.OwnerId, account.ProviderSlug, account.IdentityKey, account.Ordinal }).IsUnique();
        // The pages' default order.
        builder.HasIndex(account => new { account.OwnerId, account.LinkedAt });
        builder.HasIndex(account => account.LinkedAt);
    }
}
