using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Identity;
using Hub.Core.Mail;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class AccountLifeConfiguration
    : IEntityTypeConfiguration<AccountHealth>,
        IEntityTypeConfiguration<AccountEvent>,
        IEntityTypeConfiguration<AccountNotice>,
        IEntityTypeConfiguration<ProviderAvailability>,
        IEntityTypeConfiguration<OutgoingMail>
{
    private const int ProviderSlugLength = 64;

    public void Configure(EntityTypeBuilder<AccountHealth> builder)
    {
        builder.ToTable("AccountHealth");
        builder.HasKey(health => health.AccountId);
        builder.Property(health => health.AccountId).ValueGeneratedNever();
        builder.Property(health => health.ProviderSlug).HasMaxLength(ProviderSlugLength);
        builder.Property(health => health.LeaseId).IsConcurrencyToken();
        builder.Property(health => health.History).HasMaxLength(4000);
        builder.HasIndex(health => new { health.ProviderSlug, health.NextVerificationAt });
    }

    public void Configure(EntityTypeBuilder<AccountEvent> builder)
    {
        // No foreign keys: events outlive what they tell about.
        builder.ToTable("AccountEvents");
        builder.HasKey(one => one.Number);
        builder.Property(one => one.Number).ValueGeneratedOnAdd();
        builder.HasIndex(one => one.Id).IsUnique();
        builder.HasIndex(one => new { one.AccountId, one.Sequence });
        builder.Property(one => one.Kind).HasConversion<string>().HasMaxLength(32);
        builder.Property(one => one.OriginOwnerId).HasMaxLength(OriginOwner.MaxLength);
        builder.Property(one => one.OriginOwnerName).HasMaxLength(OriginOwner.MaxLength);
        builder.Property(one => one.OriginUsername).HasMaxLength(OriginOwner.MaxLength);
        builder.Property(one => one.ProviderSlug).HasMaxLength(ProviderSlugLength);
        builder.Property(one => one.Status).HasConversion<string>().HasMaxLength(32);
        builder.Ignore(one => one.Reasons);
        builder.Property(one => one.StoredReasons).HasColumnName("Reasons").HasMaxLength(LinkedAccountLimits.Reasons);
        builder.Property(one => one.ActorKind).HasConversion<string>().HasMaxLength(16);
    }

    public void Configure(EntityTypeBuilder<AccountNotice> builder)
    {
        builder.ToTable("AccountNotices");
        builder.Property(notice => notice.Id).ValueGeneratedNever();
        builder.Property(notice => notice.Cause).HasMaxLength(StoredCaseLimits.Code);
        builder.HasOne<HubUser>().WithMany().HasForeignKey(notice => notice.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(notice => new { notice.UserId, notice.At });
        builder.HasIndex(notice => notice.At).HasFilter($"{nameof(AccountNotice.HandledAt)} IS NULL");
    }

    public void Configure(EntityTypeBuilder<ProviderAvailability> builder)
    {
        builder.ToTable("ProviderAvailability");
        builder.HasKey(one => one.ProviderSlug);
        builder.Property(one => one.ProviderSlug).HasMaxLength(ProviderSlugLength);
        builder.Property(one => one.ChangedByKind).HasConversion<string>().HasMaxLength(16);
        builder.Property(one => one.ConcurrencyStamp).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<OutgoingMail> builder)
    {
        builder.ToTable("OutgoingMails");
        builder.Property(mail => mail.Id).ValueGeneratedNever();
        builder.Property(mail => mail.LeaseId).IsConcurrencyToken();
        builder.HasIndex(mail => mail.NextAttemptAt);
    }
}
