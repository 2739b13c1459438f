using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class ConnectSessionConfiguration : IEntityTypeConfiguration<ConnectSession>, IEntityTypeConfiguration<ConnectionAttempt>
{
    public void Configure(EntityTypeBuilder<ConnectSession> builder)
    {
        builder.ToTable("ConnectSessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.TokenHash).HasMaxLength(BearerToken.HashLength).IsFixedLength();
        builder.Property(session => session.BrowserHash).HasMaxLength(BearerToken.HashLength).IsFixedLength();
        builder.Property(session => session.OriginOwnerId).HasMaxLength(OriginOwner.MaxLength);
        builder.Property(session => session.OriginOwnerName).HasMaxLength(OriginOwner.MaxLength);
        builder.Property(session => session.OriginUsername).HasMaxLength(OriginOwner.MaxLength);
        builder.Property(session => session.Label).HasMaxLength(LinkedAccountLimits.Label);
        builder.Property(session => session.Metadata).HasMaxLength(LinkedAccountLimits.Metadata);
        builder.Property(session => session.Providers).HasMaxLength(SessionLimits.Providers * 65);
        builder.Property(session => session.Categories).HasMaxLength(500);
        builder.Property(session => session.Locale).HasMaxLength(SessionLimits.Locale);
        builder.Property(session => session.Type).HasConversion<string>().HasMaxLength(16);
        builder.Property(session => session.AuthMethod).HasConversion<string>().HasMaxLength(32);
        // Slugs and names of categories hold no space.
        builder
            .Property(session => session.Providers)
            .HasConversion(
                slugs => string.Join(' ', slugs),
                text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                ListComparer<string>()
            );
        builder
            .Property(session => session.Categories)
            .HasConversion(
                categories => string.Join(' ', categories!),
                text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ProviderCategory>).ToArray(),
                ListComparer<ProviderCategory>()
            );
        builder.Property(session => session.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasOne(session => session.Owner).WithMany().HasForeignKey(session => session.OwnerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(session => session.TokenHash).IsUnique();
        // The list of auth links.
        builder.HasIndex(session => new { session.OwnerId, session.CreatedAt });
        // The clearing of old ones.
        builder.HasIndex(session => session.ExpiresAt);
    }

    public void Configure(EntityTypeBuilder<ConnectionAttempt> builder)
    {
        builder.ToTable("ConnectionAttempts");
        builder.Property(attempt => attempt.Id).ValueGeneratedNever();
        builder.Property(attempt => attempt.Status).HasConversion<string>().HasMaxLength(16);
        builder.Property(attempt => attempt.Return).HasConversion<string>().HasMaxLength(16);
        builder.Property(attempt => attempt.ProviderSlug).HasMaxLength(64);
        builder.Property(attempt => attempt.TicketHash).HasMaxLength(BearerToken.HashLength).IsFixedLength();
        builder.Property(attempt => attempt.StateHash).HasMaxLength(BearerToken.HashLength).IsFixedLength();
        builder.Property(attempt => attempt.BrowserHash).HasMaxLength(BearerToken.HashLength).IsFixedLength();
        builder.Ignore(attempt => attempt.Failure);
        builder.Property(attempt => attempt.ErrorCode).HasMaxLength(StoredCaseLimits.Code);
        builder.Property(attempt => attempt.ErrorArguments).HasMaxLength(StoredCaseLimits.Arguments);
        builder.HasIndex(attempt => attempt.TicketHash).IsUnique();
        builder.HasIndex(attempt => attempt.StateHash).IsUnique();
        builder.HasIndex(attempt => new { attempt.OwnerId, attempt.CreatedAt });
        // The clearing of old ones.
        builder.HasIndex(attempt => attempt.CreatedAt);
        builder.HasOne(attempt => attempt.Session).WithMany().HasForeignKey(attempt => attempt.SessionId).OnDelete(DeleteBehavior.Cascade);
    }

    private static ValueComparer<IReadOnlyList<T>> ListComparer<T>() =>
        new(
            (one, other) => ReferenceEquals(one, other) || (one != null && other != null && one.SequenceEqual(other)),
            list => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)),
            list => list.ToArray()
        );
}
