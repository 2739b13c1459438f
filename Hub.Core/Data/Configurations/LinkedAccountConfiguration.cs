using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class LinkedAccountConfiguration : IEntityTypeConfiguration<LinkedAccount>
{
    private const string IsLinked = $"{nameof(LinkedAccount.ArchivedAt)} IS NULL";

    public void Configure(EntityTypeBuilder<LinkedAccount> builder)
    {
        builder.ToTable("LinkedAccounts");
        builder.HasKey(account => account.Id);
        builder.Property(account => account.Id).ValueGeneratedNever();
        builder.Property(account => account.OriginOwnerId).HasMaxLength(OriginOwner.MaxLength);
        builder.Property(account => account.OriginOwnerName).HasMaxLength(OriginOwner.MaxLength);
        builder.Property(account => account.OriginUsername).HasMaxLength(OriginOwner.MaxLength);
        builder.Property(account => account.Label).HasMaxLength(LinkedAccountLimits.Label);
        builder.Property(account => account.Type).HasConversion<string>().HasMaxLength(16);
        builder.Property(account => account.Metadata).HasMaxLength(LinkedAccountLimits.Metadata);
        builder.Property(account => account.ProviderSlug).HasMaxLength(64);
        builder.Property(account => account.AuthMethod).HasConversion<string>().HasMaxLength(32);
        builder.Property(account => account.Name).HasMaxLength(LinkedAccountLimits.Name);
        builder.Property(account => account.IdentityName).HasMaxLength(200);
        builder.Property(account => account.IdentityEmail).HasMaxLength(200);
        builder.Property(account => account.IdentityOrganization).HasMaxLength(200);
        builder.Property(account => account.Address).HasMaxLength(LinkedAccountLimits.Address);
        builder.Property(account => account.IdentityKey).HasMaxLength(64).IsUnicode(false);
        builder.Property(account => account.Status).HasConversion<string>().HasMaxLength(32);
        builder.Ignore(account => account.Reasons);
        builder.Property(account => account.StoredReasons).HasColumnName("Reasons").HasMaxLength(LinkedAccountLimits.Reasons);
        builder.Property(account => account.EventSequence);
        builder.Property(account => account.KeyExpirySource).HasConversion<string>().HasMaxLength(16);
        builder.Property(account => account.ConcurrencyStamp).IsConcurrencyToken();
        builder.Ignore(account => account.Identity);
        builder.Ignore(account => account.HasKnownIdentity);
        builder.HasOne(account => account.Owner).WithMany().HasForeignKey(account => account.OwnerId).OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne(account => account.Token)
            .WithOne()
            .HasForeignKey<AccountToken>(token => token.AccountId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(account => account.Credentials)
            .WithOne()
            .HasForeignKey(credential => credential.AccountId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne(account => account.Health)
            .WithOne()
            .HasForeignKey<AccountHealth>(health => health.AccountId)
            .OnDelete(DeleteBehavior.Cascade);
        // What is unlinked is history; nothing else finds it unless it says so.
        builder.HasQueryFilter(account => account.ArchivedAt == null);
        AddIndexes(builder);
    }

    private static void AddIndexes(EntityTypeBuilder<LinkedAccount> builder)
    {
        // The same identity is linked once, unless the owner asked for another.
        builder
            .HasIndex(account => new
            {
                account.OwnerId,
                account.OriginOwnerId,
                account.ProviderSlug,
                account.IdentityKey,
                account.Ordinal,
            })
            .HasFilter(IsLinked)
            .IsUnique();
        // A session that allows one account makes one.
        builder
            .HasIndex(account => new
            {
                account.OwnerId,
                account.OriginOwnerId,
                account.ProviderSlug,
            })
            .HasFilter($"{nameof(LinkedAccount.IsSingle)} = 1 AND {IsLinked}")
            .IsUnique();
        // The pages' default order, and the API's; with the id, so that a page far down is found in the index alone.
        builder.HasIndex(account => new { account.OwnerId, account.LinkedAt });
        builder
            .HasIndex(account => new
            {
                account.OriginOwnerId,
                account.LinkedAt,
                account.Id,
            })
            .HasFilter(IsLinked);
        builder.HasIndex(account => new { account.LinkedAt, account.Id }).HasFilter(IsLinked);
        // The API's filters: a rare value would be looked for in all rows.
        builder
            .HasIndex(account => new
            {
                account.ProviderSlug,
                account.LinkedAt,
                account.Id,
            })
            .HasFilter(IsLinked);
        builder
            .HasIndex(account => new
            {
                account.Status,
                account.LinkedAt,
                account.Id,
            })
            .HasFilter(IsLinked);
        builder.HasIndex(account => account.ArchivedAt).HasFilter($"{nameof(LinkedAccount.ArchivedAt)} IS NOT NULL");
        builder.HasIndex(account => account.KeyExpiresAt).HasFilter($"{nameof(LinkedAccount.KeyExpiresAt)} IS NOT NULL");
        builder.HasIndex(account => account.SessionId);
    }
}
