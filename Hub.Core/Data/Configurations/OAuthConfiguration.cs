using Hub.Core.OAuth;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class OAuthConfiguration : IEntityTypeConfiguration<AccountToken>, IEntityTypeConfiguration<ProviderClient>
{
    public void Configure(EntityTypeBuilder<AccountToken> builder)
    {
        builder.ToTable("AccountTokens");
        builder.HasKey(token => token.AccountId);
        builder.Property(token => token.AccountId).ValueGeneratedNever();
        builder.Property(token => token.LeaseId).IsConcurrencyToken();
        // What is due.
        builder.HasIndex(token => token.RefreshAt);
    }

    public void Configure(EntityTypeBuilder<ProviderClient> builder)
    {
        builder.ToTable("ProviderClients");
        builder.HasKey(client => client.ProviderSlug);
        builder.Property(client => client.ProviderSlug).HasMaxLength(64);
        builder.Property(client => client.ClientId).HasMaxLength(ProviderClient.ClientIdLength);
        // A scope holds no space (RFC 6749, section 3.3).
        builder.Property(client => client.Scopes).HasMaxLength(ProviderClient.ScopesLength).HasConversion(
            scopes => string.Join(' ', scopes),
            text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            new ValueComparer<IReadOnlyList<string>>(
                (one, other) => ReferenceEquals(one, other) || (one != null && other != null && one.SequenceEqual(other)),
                list => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)),
                list => list.ToArray()));
        builder.Property(client => client.ConcurrencyStamp).IsConcurrencyToken();
    }
}
