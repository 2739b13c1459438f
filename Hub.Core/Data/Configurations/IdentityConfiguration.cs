using Hub.Core.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class IdentityConfiguration : IEntityTypeConfiguration<IdentityRole<Guid>>, IEntityTypeConfiguration<AdministratorClaim>, IEntityTypeConfiguration<HubUser>
{
    public void Configure(EntityTypeBuilder<HubUser> builder) => builder.Property(user => user.Id).ValueGeneratedNever();

    public void Configure(EntityTypeBuilder<IdentityRole<Guid>> builder) => builder.HasData(
        Role("019aae00-0000-7000-8000-000000000001", HubRoles.Administrator),
        Role("019aae00-0000-7000-8000-000000000002", HubRoles.Member));

    public void Configure(EntityTypeBuilder<AdministratorClaim> builder)
    {
        builder.ToTable("AdministratorClaims");
        builder.HasKey(claim => claim.Id);
        builder.Property(claim => claim.Id).ValueGeneratedNever();
    }

    private static IdentityRole<Guid> Role(string id, string name) => new(name)
    {
        Id = Guid.Parse(id),
        NormalizedName = name.ToUpperInvariant(),
        ConcurrencyStamp = id,
    };
}
