using Hub.Core.AccessKeys;
using Hub.Core.Credentials;
using Hub.Core.Idempotency;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class AccessKeyConfiguration : IEntityTypeConfiguration<AccessKey>, IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<AccessKey> builder)
    {
        // No foreign key to its maker: a product must not stop when an Administrator leaves.
        builder.ToTable("AccessKeys");
        builder.Property(key => key.Id).ValueGeneratedNever();
        builder.Property(key => key.Name).HasMaxLength(AccessKeyLimits.Name);
        builder.Property(key => key.Hash).HasMaxLength(BearerToken.HashLength).IsFixedLength();
        builder.Property(key => key.Hint).HasMaxLength(AccessKeyLimits.Hint);
        builder.HasIndex(key => key.Hash).IsUnique();
        builder.HasIndex(key => key.CreatedAt);
    }

    public void Configure(EntityTypeBuilder<IdempotentRequest> builder)
    {
        builder.ToTable("IdempotentRequests");
        builder.HasKey(request => new { request.CallerId, request.KeyHash });
        builder.Property(request => request.KeyHash).HasMaxLength(BearerToken.HashLength).IsFixedLength();
        builder.Property(request => request.RequestHash).HasMaxLength(BearerToken.HashLength).IsFixedLength();
        builder.HasIndex(request => request.CreatedAt);
    }
}
