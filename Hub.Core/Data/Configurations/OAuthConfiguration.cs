using Hub.Core.Accounts.Tokens;
using Hub.Core.OAuth;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Hub.Core.Data.Configurations;

internal sealed class OAuthConfiguration : IEntityTypeConfiguration<AccountToken>, IEntityTypeConfiguration<ProviderClient>
{
    // A scope holds no space (RFC 6749, section 3.3).
    private static readonly ValueConverter<IReadOnlyList<string>, string> ScopesConverter = new(
        scopes => string.Join(' ', scopes),
        text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
    );

    private static readonly ValueComparer<IReadOnlyList<string>> ScopesComparer = new(
        (one, other) => ReferenceEquals(one, other) || (one != null && other != null && one.SequenceEqual(other)),
        list => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)),
        list => list.ToArray()
    );

    public void Configure(EntityTypeBuilder<AccountToken> builder)
    {
        builder.ToTable("AccountTokens");
        builder.HasKey(token => token.AccountId);
        builder.Property(token => token.AccountId).ValueGeneratedNever();
        builder
            .Property(token => token.RequestedScopes)
            .HasMaxLength(TokenSet.ScopesLength)
            .HasConversion((ValueConverter)ScopesConverter, ScopesComparer);
        builder
            .Property(token => token.GrantedScopes)
            .HasMaxLength(TokenSet.ScopesLength)
            .HasConversion((ValueConverter)ScopesConverter, ScopesComparer);
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
        builder
            .Property(client => client.Scopes)
            .HasMaxLength(ProviderClient.ScopesLength)
            .HasConversion((ValueConverter)ScopesConverter, ScopesComparer);
        builder.Property(client => client.Fault).HasConversion<string>().HasMaxLength(32);
        builder.Property(client => client.FaultCode).HasMaxLength(100);
        builder.Property(client => client.ConcurrencyStamp).IsConcurrencyToken();
    }
}
