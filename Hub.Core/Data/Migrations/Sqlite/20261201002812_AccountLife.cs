using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Core.Data.Migrations.Sqlite
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

            migrationBuilder.AddColumn<long>(
                name: "ArchivedAt",
                table: "LinkedAccounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CredentialSince",
                table: "LinkedAccounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "EventSequence",
                table: "LinkedAccounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "ExpiryReminder",
                table: "LinkedAccounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "KeyExpiresAt",
                table: "LinkedAccounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "KeyExpirySource",
                table: "LinkedAccounts",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Reasons",
                table: "LinkedAccounts",
                type: "TEXT",
                maxLength: 20000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "StatusSince",
                table: "LinkedAccounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "NoticesByMail",
                table: "AspNetUsers",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateTable(
                name: "AccountEvents",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OriginOwnerId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    OriginOwnerName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    OriginUsername = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    ProviderSlug = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Reasons = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: true),
                    ActorKind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    ActorId = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccountEvents", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "AccountHealth",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProviderSlug = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    NextVerificationAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LeaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    FailingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    Rejections = table.Column<int>(type: "INTEGER", nullable: false),
                    History = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true)
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
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Cause = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    HandledAt = table.Column<long>(type: "INTEGER", nullable: true)
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
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Ciphertext = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    NextAttemptAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    LeaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutgoingMails", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ProviderAvailability",
                columns: table => new
                {
                    ProviderSlug = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    IsDisabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedByKind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    ChangedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    IsApplied = table.Column<bool>(type: "INTEGER", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "TEXT", nullable: false)
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
                UPDATE LinkedAccounts SET Reasons = json_array(json_object('code', StatusReasonCode, 'arguments', StatusReasonArguments,
                    'since', strftime('%Y-%m-%dT%H:%M:%SZ', (VerifiedAt - 621355968000000000) / 10000000, 'unixepoch')))
                WHERE StatusReasonCode IS NOT NULL
                """);
            // Spread over the next day, so that not all are verified at once after the upgrade.
            migrationBuilder.Sql(
                """
                INSERT INTO AccountHealth (AccountId, ProviderSlug, NextVerificationAt, LeaseId, Failures, Rejections)
                SELECT Id, ProviderSlug, 621355968000000000 + strftime('%s', 'now') * 10000000 + abs(random() % 864000000000), Id, 0, 0
                FROM LinkedAccounts
                """);

            // EF Core would rebuild the table outside of the transaction.
            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN StatusReasonArguments");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN StatusReasonCode");

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
                type: "TEXT",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StatusReasonCode",
                table: "LinkedAccounts",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            // The version before knows no archived, inactive or suspended accounts.
            migrationBuilder.Sql("DELETE FROM LinkedAccounts WHERE ArchivedAt IS NOT NULL");
            migrationBuilder.Sql("UPDATE LinkedAccounts SET Status = 'Error' WHERE Status IN ('Inactive', 'Suspended')");
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusReasonCode = json_extract(Reasons, '$[0].code'),
                    StatusReasonArguments = json_extract(Reasons, '$[0].arguments')
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

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN ArchivedAt");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN CredentialSince");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN EventSequence");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN ExpiryReminder");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN KeyExpiresAt");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN KeyExpirySource");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN Reasons");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN StatusSince");

            migrationBuilder.Sql("ALTER TABLE AspNetUsers DROP COLUMN NoticesByMail");

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
