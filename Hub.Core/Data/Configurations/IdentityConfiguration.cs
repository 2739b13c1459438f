using Hub.Core.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Core.Data.Configurations;

internal sealed class IdentityConfiguration
    : IEntityTypeConfiguration<HubUser>,
        IEntityTypeConfiguration<IdentityRole<Guid>>,
        IEntityTypeConfiguration<IdentityRoleClaim<Guid>>,
        IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
        IEntityTypeConfiguration<IdentityUserPasskey<Guid>>,
        IEntityTypeConfiguration<AdministratorClaim>
{
    public void Configure(EntityTypeBuilder<HubUser> builder)
    {
        builder.Property(user => user.Id).ValueGeneratedNever();
        builder.Property(user => user.Language).HasMaxLength(HubUser.MaxLanguageLength);
        builder.HasData(
            new HubUser
            {
                Id = HubUser.ProductId,
                UserName = "product",
                NormalizedUserName = "PRODUCT",
                SecurityStamp = HubUser.ProductId.ToString("N"),
                ConcurrencyStamp = HubUser.ProductId.ToString("N"),
                LockoutEnabled = true,
                CreatedAt = new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero),
            }
        );
    }

    public void Configure(EntityTypeBuilder<IdentityRole<Guid>> builder) =>
        builder.HasData(
            Role("019aae00-0000-7000-8000-000000000001", HubRoles.Administrator),
            Role("019aae00-0000-7000-8000-000000000002", HubRoles.Member)
        );

    // Identity reads the two claim tables at every sign-in; Hub writes to neither, and no id is made by the database.
    public void Configure(EntityTypeBuilder<IdentityRoleClaim<Guid>> builder) => builder.Property(claim => claim.Id).ValueGeneratedNever();

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.Property(claim => claim.Id).ValueGeneratedNever();

    // An authenticator may choose an id of 1,023 bytes; SQL Server takes 900 in a clustered key and 1,700 in another.
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder) =>
        builder.HasKey(passkey => passkey.CredentialId).IsClustered(false);

    public void Configure(EntityTypeBuilder<AdministratorClaim> builder)
    {
        builder.ToTable("AdministratorClaims");
        builder.HasKey(claim => claim.Id);
        builder.Property(claim => claim.Id).ValueGeneratedNever();
    }

    private static IdentityRole<Guid> Role(string id, string name) =>
        new(name)
        {
            Id = Guid.Parse(id),
            NormalizedName = name.ToUpperInvariant(),
            ConcurrencyStamp = id,
        };
}
