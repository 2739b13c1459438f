using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Core.Data.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "TEXT");

            migrationBuilder.AddColumn<bool>(
                name: "AsAnother",
                table: "ConnectionAttempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "BrowserHash",
                table: "ConnectionAttempts",
                type: "BLOB",
                fixedLength: true,
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "OwnerId",
                table: "ConnectionAttempts",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<byte[]>(
                name: "Payload",
                table: "ConnectionAttempts",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProviderSlug",
                table: "ConnectionAttempts",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Replaces",
                table: "ConnectionAttempts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Return",
                table: "ConnectionAttempts",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "ReturnedAt",
                table: "ConnectionAttempts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "StateHash",
                table: "ConnectionAttempts",
                type: "BLOB",
                fixedLength: true,
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "TicketHash",
                table: "ConnectionAttempts",
                type: "BLOB",
                fixedLength: true,
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Updated",
                table: "ConnectionAttempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "AccountTokens",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RefreshAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CanRefresh = table.Column<bool>(type: "INTEGER", nullable: false),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    LeaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: true)
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
                    ProviderSlug = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 512, nullable: false),
                    Secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Scopes = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "TEXT", nullable: false)
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
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionAttempts_TicketHash",
                table: "ConnectionAttempts",
                column: "TicketHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AccountTokens_RefreshAt",
                table: "AccountTokens",
                column: "RefreshAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "TEXT",
                oldNullable: true);
        }
    }
}
