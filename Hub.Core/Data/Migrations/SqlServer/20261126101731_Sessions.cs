using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Core.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Sessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_LinkedAt",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OwnerId_ProviderSlug_IdentityKey_Ordinal",
                table: "LinkedAccounts");

            migrationBuilder.AddColumn<string>(
                name: "Label",
                table: "LinkedAccounts",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Metadata",
                table: "LinkedAccounts",
                type: "nvarchar(max)",
                maxLength: 8192,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OriginOwnerId",
                table: "LinkedAccounts",
                type: "nvarchar(255)",
                maxLength: 255,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "OriginOwnerName",
                table: "LinkedAccounts",
                type: "nvarchar(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OriginUsername",
                table: "LinkedAccounts",
                type: "nvarchar(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SessionId",
                table: "LinkedAccounts",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Type",
                table: "LinkedAccounts",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "Production");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "UpdatedAt",
                table: "LinkedAccounts",
                type: "datetimeoffset",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "ActorKind",
                table: "AuditEvents",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            // What is there already: last changed when it was last verified, and done by a user, or by Hub where it names none.
            // A batch of its own each: the columns must be there before it is read.
            migrationBuilder.Sql("EXEC(N'UPDATE LinkedAccounts SET UpdatedAt = VerifiedAt')");
            migrationBuilder.Sql("EXEC(N'UPDATE AuditEvents SET ActorKind = CASE WHEN ActorId IS NULL THEN N''Hub'' ELSE N''User'' END')");

            migrationBuilder.CreateTable(
                name: "AccessKeys",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Hash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    Hint = table.Column<string>(type: "nvarchar(4)", maxLength: 4, nullable: false),
                    Scopes = table.Column<int>(type: "int", nullable: false),
                    CreatedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    DisabledAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LastUsedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ConnectSessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TokenHash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    OwnerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AccessKeyId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    OriginOwnerId = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    OriginOwnerName = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false),
                    OriginUsername = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true),
                    Providers = table.Column<string>(type: "nvarchar(3250)", maxLength: 3250, nullable: false),
                    Categories = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    AuthMethod = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Multiple = table.Column<bool>(type: "bit", nullable: false),
                    Label = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Metadata = table.Column<string>(type: "nvarchar(max)", maxLength: 8192, nullable: true),
                    Type = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    EndsAfterOne = table.Column<bool>(type: "bit", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ReissuedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    OpenedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    BrowserHash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: true),
                    UsedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    RevokedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectSessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ConnectSessions_AspNetUsers_OwnerId",
                        column: x => x.OwnerId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "IdempotentRequests",
                columns: table => new
                {
                    CallerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    KeyHash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    RequestHash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Status = table.Column<int>(type: "int", nullable: true),
                    Answer = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotentRequests", x => new { x.CallerId, x.KeyHash });
                });

            migrationBuilder.CreateTable(
                name: "ConnectionAttempts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SessionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Status = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ErrorCode = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    ErrorDescription = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectionAttempts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ConnectionAttempts_ConnectSessions_SessionId",
                        column: x => x.SessionId,
                        principalTable: "ConnectSessions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "AspNetUsers",
                columns: new[] { "Id", "AccessFailedCount", "ConcurrencyStamp", "CreatedAt", "Email", "EmailConfirmed", "LockoutEnabled", "LockoutEnd", "NormalizedEmail", "NormalizedUserName", "PasswordHash", "PhoneNumber", "PhoneNumberConfirmed", "SecurityStamp", "TwoFactorEnabled", "UserName" },
                values: new object[] { new Guid("019aae00-0000-7000-8000-000000000003"), 0, "019aae00000070008000000000000003", new DateTimeOffset(new DateTime(2026, 11, 26, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), null, false, true, null, null, "PRODUCT", null, null, false, "019aae00000070008000000000000003", false, "product" });

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "LinkedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_ProviderSlug_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "ProviderSlug", "LinkedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_Status_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "Status", "LinkedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OriginOwnerId_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "OriginOwnerId", "LinkedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug_IdentityKey_Ordinal",
                table: "LinkedAccounts",
                columns: new[] { "OwnerId", "OriginOwnerId", "ProviderSlug", "IdentityKey", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_SessionId",
                table: "LinkedAccounts",
                column: "SessionId");

            migrationBuilder.CreateIndex(
                name: "IX_AccessKeys_CreatedAt",
                table: "AccessKeys",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_AccessKeys_Hash",
                table: "AccessKeys",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionAttempts_SessionId",
                table: "ConnectionAttempts",
                column: "SessionId");

            migrationBuilder.CreateIndex(
                name: "IX_ConnectSessions_ExpiresAt",
                table: "ConnectSessions",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_ConnectSessions_OwnerId_CreatedAt",
                table: "ConnectSessions",
                columns: new[] { "OwnerId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ConnectSessions_TokenHash",
                table: "ConnectSessions",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IdempotentRequests_CreatedAt",
                table: "IdempotentRequests",
                column: "CreatedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AccessKeys");

            migrationBuilder.DropTable(
                name: "ConnectionAttempts");

            migrationBuilder.DropTable(
                name: "IdempotentRequests");

            migrationBuilder.DropTable(
                name: "ConnectSessions");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_ProviderSlug_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_Status_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OriginOwnerId_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug_IdentityKey_Ordinal",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_SessionId",
                table: "LinkedAccounts");

            migrationBuilder.DeleteData(
                table: "AspNetUsers",
                keyColumn: "Id",
                keyValue: new Guid("019aae00-0000-7000-8000-000000000003"));

            migrationBuilder.DropColumn(
                name: "Label",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "Metadata",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "OriginOwnerId",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "OriginOwnerName",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "OriginUsername",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "SessionId",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "Type",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "UpdatedAt",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "ActorKind",
                table: "AuditEvents");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_LinkedAt",
                table: "LinkedAccounts",
                column: "LinkedAt");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OwnerId_ProviderSlug_IdentityKey_Ordinal",
                table: "LinkedAccounts",
                columns: new[] { "OwnerId", "ProviderSlug", "IdentityKey", "Ordinal" },
                unique: true);
        }
    }
}
