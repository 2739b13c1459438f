using Hub.Core.Credentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class KeyRingMarkConfiguration : IEntityTypeConfiguration<KeyRingMark>
{
    public void Configure(EntityTypeBuilder<KeyRingMark> builder)
    {
        builder.ToTable("KeyRingMarks");
        builder.Property(mark => mark.Id).ValueGeneratedNever();
    }
}
