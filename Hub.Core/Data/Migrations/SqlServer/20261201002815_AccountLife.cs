using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Core.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AccountLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OriginOwnerId_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug_IdentityKey_Ordinal",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_ProviderSlug_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_Status_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ArchivedAt",
                table: "LinkedAccounts",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "CredentialSince",
                table: "LinkedAccounts",
                type: "datetimeoffset",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<int>(
                name: "EventSequence",
                table: "LinkedAccounts",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "ExpiryReminder",
                table: "LinkedAccounts",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "KeyExpiresAt",
                table: "LinkedAccounts",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "KeyExpirySource",
                table: "LinkedAccounts",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Reasons",
                table: "LinkedAccounts",
                type: "nvarchar(max)",
                maxLength: 20000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "StatusSince",
                table: "LinkedAccounts",
                type: "datetimeoffset",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<bool>(
                name: "NoticesByMail",
                table: "AspNetUsers",
                type: "bit",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateTable(
                name: "AccountEvents",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Sequence = table.Column<int>(type: "int", nullable: false),
                    OwnerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OriginOwnerId = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false),
                    OriginOwnerName = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true),
                    OriginUsername = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true),
                    ProviderSlug = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Reasons = table.Column<string>(type: "nvarchar(max)", maxLength: 20000, nullable: true),
                    ActorKind = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    ActorId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccountEvents", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "AccountHealth",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ProviderSlug = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    NextVerificationAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LeaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    LeasedUntil = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    Failures = table.Column<int>(type: "int", nullable: false),
                    FailingSince = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    Rejections = table.Column<int>(type: "int", nullable: false),
                    History = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccountHealth", x => x.AccountId);
                    table.ForeignKey(
                        name: "FK_AccountHealth_LinkedAccounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "LinkedAccounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AccountNotices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    UserId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Cause = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    HandledAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccountNotices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AccountNotices_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "OutgoingMails",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Ciphertext = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    NextAttemptAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Failures = table.Column<int>(type: "int", nullable: false),
                    LeaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    LeasedUntil = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutgoingMails", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ProviderAvailability",
                columns: table => new
                {
                    ProviderSlug = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    IsDisabled = table.Column<bool>(type: "bit", nullable: false),
                    ChangedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ChangedByKind = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    ChangedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    IsApplied = table.Column<bool>(type: "bit", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProviderAvailability", x => x.ProviderSlug);
                });

            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusSince = VerifiedAt, CredentialSince = COALESCE(IdentityChangedAt, LinkedAt)
                """);
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET Reasons = CONCAT('[{"code":"', StatusReasonCode, '",',
                    CASE WHEN StatusReasonArguments IS NOT NULL THEN CONCAT('"arguments":"', STRING_ESCAPE(StatusReasonArguments, 'json'), '",') END,
                    '"since":"', CONVERT(nvarchar(40), VerifiedAt, 127), '"}]')
                WHERE StatusReasonCode IS NOT NULL
                """);
            // Spread over the next day, so that not all are verified at once after the upgrade.
            migrationBuilder.Sql(
                """
                INSERT INTO AccountHealth (AccountId, ProviderSlug, NextVerificationAt, LeaseId, Failures, Rejections)
                SELECT Id, ProviderSlug, DATEADD(second, ABS(CHECKSUM(NEWID()) % 86400), SYSDATETIMEOFFSET()), NEWID(), 0, 0
                FROM LinkedAccounts
                """);

            migrationBuilder.DropColumn(
                name: "StatusReasonArguments",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "StatusReasonCode",
                table: "LinkedAccounts");

            migrationBuilder.UpdateData(
                table: "AspNetUsers",
                keyColumn: "Id",
                keyValue: new Guid("019aae00-0000-7000-8000-000000000003"),
                column: "NoticesByMail",
                value: true);

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_ArchivedAt",
                table: "LinkedAccounts",
                column: "ArchivedAt",
                filter: "ArchivedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_KeyExpiresAt",
                table: "LinkedAccounts",
                column: "KeyExpiresAt",
                filter: "KeyExpiresAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "LinkedAt", "Id" },
                filter: "ArchivedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OriginOwnerId_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "OriginOwnerId", "LinkedAt", "Id" },
                filter: "ArchivedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug",
                table: "LinkedAccounts",
                columns: new[] { "OwnerId", "OriginOwnerId", "ProviderSlug" },
                unique: true,
                filter: "IsSingle = 1 AND ArchivedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug_IdentityKey_Ordinal",
                table: "LinkedAccounts",
                columns: new[] { "OwnerId", "OriginOwnerId", "ProviderSlug", "IdentityKey", "Ordinal" },
                unique: true,
                filter: "ArchivedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_ProviderSlug_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "ProviderSlug", "LinkedAt", "Id" },
                filter: "ArchivedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_Status_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "Status", "LinkedAt", "Id" },
                filter: "ArchivedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AccountEvents_AccountId_Sequence",
                table: "AccountEvents",
                columns: new[] { "AccountId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AccountEvents_Id",
                table: "AccountEvents",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AccountHealth_ProviderSlug_NextVerificationAt",
                table: "AccountHealth",
                columns: new[] { "ProviderSlug", "NextVerificationAt" });

            migrationBuilder.CreateIndex(
                name: "IX_AccountNotices_At",
                table: "AccountNotices",
                column: "At",
                filter: "HandledAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AccountNotices_UserId_At",
                table: "AccountNotices",
                columns: new[] { "UserId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_OutgoingMails_NextAttemptAt",
                table: "OutgoingMails",
                column: "NextAttemptAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "StatusReasonArguments",
                table: "LinkedAccounts",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StatusReasonCode",
                table: "LinkedAccounts",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            // The version before knows no archived, inactive or suspended accounts.
            migrationBuilder.Sql("DELETE FROM LinkedAccounts WHERE ArchivedAt IS NOT NULL");
            migrationBuilder.Sql("UPDATE LinkedAccounts SET Status = 'Error' WHERE Status IN ('Inactive', 'Suspended')");
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusReasonCode = LEFT(JSON_VALUE(Reasons, '$[0].code'), 64),
                    StatusReasonArguments = JSON_VALUE(Reasons, '$[0].arguments')
                WHERE Reasons IS NOT NULL
                """);

            migrationBuilder.DropTable(
                name: "AccountEvents");

            migrationBuilder.DropTable(
                name: "AccountHealth");

            migrationBuilder.DropTable(
                name: "AccountNotices");

            migrationBuilder.DropTable(
                name: "OutgoingMails");

            migrationBuilder.DropTable(
                name: "ProviderAvailability");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_ArchivedAt",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_KeyExpiresAt",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OriginOwnerId_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug_IdentityKey_Ordinal",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_ProviderSlug_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropIndex(
                name: "IX_LinkedAccounts_Status_LinkedAt_Id",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "ArchivedAt",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "CredentialSince",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "EventSequence",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "ExpiryReminder",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "KeyExpiresAt",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "KeyExpirySource",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "Reasons",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "StatusSince",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "NoticesByMail",
                table: "AspNetUsers");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "LinkedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OriginOwnerId_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "OriginOwnerId", "LinkedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug",
                table: "LinkedAccounts",
                columns: new[] { "OwnerId", "OriginOwnerId", "ProviderSlug" },
                unique: true,
                filter: "IsSingle = 1");

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_OwnerId_OriginOwnerId_ProviderSlug_IdentityKey_Ordinal",
                table: "LinkedAccounts",
                columns: new[] { "OwnerId", "OriginOwnerId", "ProviderSlug", "IdentityKey", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_ProviderSlug_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "ProviderSlug", "LinkedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_LinkedAccounts_Status_LinkedAt_Id",
                table: "LinkedAccounts",
                columns: new[] { "Status", "LinkedAt", "Id" });
        }
    }
}
