using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Core.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class OAuth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // They live five minutes, and nothing could complete one so far.
            migrationBuilder.Sql("DELETE FROM ConnectionAttempts");

            migrationBuilder.AlterColumn<Guid>(
                name: "SessionId",
                table: "ConnectionAttempts",
                type: "uniqueidentifier",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uniqueidentifier");

            migrationBuilder.AddColumn<bool>(
                name: "AsAnother",
                table: "ConnectionAttempts",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "BrowserHash",
                table: "ConnectionAttempts",
                type: "binary(32)",
                fixedLength: true,
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "OwnerId",
                table: "ConnectionAttempts",
                type: "uniqueidentifier",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<byte[]>(
                name: "Payload",
                table: "ConnectionAttempts",
                type: "varbinary(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProviderSlug",
                table: "ConnectionAttempts",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Replaces",
                table: "ConnectionAttempts",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Return",
                table: "ConnectionAttempts",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ReturnedAt",
                table: "ConnectionAttempts",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "StateHash",
                table: "ConnectionAttempts",
                type: "binary(32)",
                fixedLength: true,
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "TicketHash",
                table: "ConnectionAttempts",
                type: "binary(32)",
                fixedLength: true,
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Updated",
                table: "ConnectionAttempts",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "AccountTokens",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    RefreshAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    CanRefresh = table.Column<bool>(type: "bit", nullable: false),
                    Failures = table.Column<int>(type: "int", nullable: false),
                    LeaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    LeasedUntil = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccountTokens", x => x.AccountId);
                    table.ForeignKey(
                        name: "FK_AccountTokens_LinkedAccounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "LinkedAccounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ProviderClients",
                columns: table => new
                {
                    ProviderSlug = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    ClientId = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: false),
                    Secret = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Scopes = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProviderClients", x => x.ProviderSlug);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionAttempts_CreatedAt",
                table: "ConnectionAttempts",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionAttempts_OwnerId_CreatedAt",
                table: "ConnectionAttempts",
                columns: new[] { "OwnerId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionAttempts_StateHash",
                table: "ConnectionAttempts",
                column: "StateHash",
                unique: true,
                filter: "[StateHash] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionAttempts_TicketHash",
                table: "ConnectionAttempts",
                column: "TicketHash",
                unique: true,
                filter: "[TicketHash] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AccountTokens_RefreshAt",
                table: "AccountTokens",
                column: "RefreshAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Those of signed-in owners have no session, which all had before.
            migrationBuilder.Sql("DELETE FROM ConnectionAttempts");

            migrationBuilder.DropTable(
                name: "AccountTokens");

            migrationBuilder.DropTable(
                name: "ProviderClients");

            migrationBuilder.DropIndex(
                name: "IX_ConnectionAttempts_CreatedAt",
                table: "ConnectionAttempts");

            migrationBuilder.DropIndex(
                name: "IX_ConnectionAttempts_OwnerId_CreatedAt",
                table: "ConnectionAttempts");

            migrationBuilder.DropIndex(
                name: "IX_ConnectionAttempts_StateHash",
                table: "ConnectionAttempts");

            migrationBuilder.DropIndex(
                name: "IX_ConnectionAttempts_TicketHash",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "AsAnother",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "BrowserHash",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "OwnerId",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "Payload",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "ProviderSlug",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "Replaces",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "Return",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "ReturnedAt",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "StateHash",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "TicketHash",
                table: "ConnectionAttempts");

            migrationBuilder.DropColumn(
                name: "Updated",
                table: "ConnectionAttempts");

            migrationBuilder.AlterColumn<Guid>(
                name: "SessionId",
                table: "ConnectionAttempts",
                type: "uniqueidentifier",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uniqueidentifier",
                oldNullable: true);
        }
    }
}
