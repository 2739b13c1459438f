using Hub.Core.Credentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class StoredCredentialConfiguration : IEntityTypeConfiguration<StoredCredential>
{
    public void Configure(EntityTypeBuilder<StoredCredential> builder)
    {
        builder.ToTable("Credentials");
        builder.HasKey(credential => new { credential.AccountId, credential.FieldKey });
        builder.Property(credential => credential.FieldKey).HasMaxLength(64);
    }
}
