using Hub.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class AuditEventConfiguration : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        // No foreign keys: the trail outlives what it tells about.
        builder.ToTable("AuditEvents");
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.Property(entry => entry.Action).HasMaxLength(64);
        builder.Property(entry => entry.ActorKind).HasConversion<string>().HasMaxLength(16);
        builder.Property(entry => entry.Detail).HasMaxLength(200);
        builder.HasIndex(entry => new { entry.SubjectId, entry.At });
        builder.HasIndex(entry => entry.At);
    }
}
