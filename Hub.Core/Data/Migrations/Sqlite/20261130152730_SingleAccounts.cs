using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Core.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SingleAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsSingle",
                table: "LinkedAccounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug",
                table: "LinkedAccounts",
                columns: new[] { "OwnerId", "OriginOwnerId", "ProviderSlug" },
                unique: true,
                filter: "IsSingle = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "IsSingle",
                table: "LinkedAccounts");
        }
    }
}
