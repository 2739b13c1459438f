using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Core.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StoredReasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
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

            migrationBuilder.AddColumn<string>(
                name: "ErrorArguments",
                table: "ConnectionAttempts",
                type: "TEXT",
                maxLength: 4000,
                nullable: true);

            // What was stored were sentences of Hub's own, and of provider files. The first are known; the others stay readable as they are.
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusReasonCode = 'authorization_ended', StatusReasonArguments = json_object('end', EndReason)
                WHERE EndReason IS NOT NULL
                """);
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusReasonCode = 'authorization_ended', StatusReasonArguments = '{"end":"Revoked"}'
                WHERE EndReason IS NULL AND Status = 'Expired'
                    AND StatusReason LIKE '% ended the sign-in: it was revoked, or not used for too long. Sign in again.'
                """);
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusReasonCode = 'authorization_ended', StatusReasonArguments = '{"end":"Rejected"}'
                WHERE EndReason IS NULL AND Status = 'Expired' AND StatusReason LIKE '% no longer accepts the sign-in. Sign in again.'
                """);
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusReasonCode = 'key_rejected'
                WHERE Status = 'Error' AND StatusReason LIKE '% rejected the key. Link the account again with a new one.'
                """);
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusReasonCode = 'address_unknown'
                WHERE Status = 'Error' AND StatusReason LIKE '% no longer knows this address. Link the account again.'
                """);
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusReasonCode = 'unknown', StatusReasonArguments = json_object('text', StatusReason)
                WHERE StatusReasonCode IS NULL AND StatusReason IS NOT NULL
                """);
            migrationBuilder.Sql(
                """
                UPDATE ConnectionAttempts SET ErrorArguments = json_object('code', ErrorCode, 'text', COALESCE(ErrorDescription, '')), ErrorCode = 'unknown'
                WHERE ErrorCode IS NOT NULL AND ErrorCode NOT IN (
                    'access_denied', 'wrong_provider', 'client_rejected', 'code_rejected', 'token_not_given', 'provider_rate_limited', 'account_gone', 'provider_gone', 'too_many_attempts', 'owner_gone', 'key_ring_does_not_fit', 'not_saved')
                """);

            // EF Core would rebuild the tables outside of the transaction.
            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN EndReason");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN StatusReason");

            migrationBuilder.Sql("ALTER TABLE ConnectionAttempts DROP COLUMN ErrorDescription");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "EndReason",
                table: "LinkedAccounts",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StatusReason",
                table: "LinkedAccounts",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ErrorDescription",
                table: "ConnectionAttempts",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET
                    EndReason = CASE WHEN StatusReasonCode = 'authorization_ended' THEN json_extract(StatusReasonArguments, '$.end') END,
                    StatusReason = CASE StatusReasonCode
                        WHEN 'key_rejected' THEN 'The provider rejected the key. Link the account again with a new one.'
                        WHEN 'address_unknown' THEN 'The provider no longer knows this address. Link the account again.'
                        WHEN 'permission_missing' THEN 'The key lacks a permission at the provider.'
                        WHEN 'unknown' THEN json_extract(StatusReasonArguments, '$.text') END
                WHERE StatusReasonCode IS NOT NULL
                """);
            migrationBuilder.Sql(
                """
                UPDATE ConnectionAttempts SET ErrorCode = json_extract(ErrorArguments, '$.code'), ErrorDescription = json_extract(ErrorArguments, '$.text') WHERE ErrorCode = 'unknown'
                """);
            migrationBuilder.Sql("UPDATE ConnectionAttempts SET ErrorCode = 'not_proved' WHERE ErrorCode = 'not_verified'");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN StatusReasonArguments");

            migrationBuilder.Sql("ALTER TABLE LinkedAccounts DROP COLUMN StatusReasonCode");

            migrationBuilder.Sql("ALTER TABLE ConnectionAttempts DROP COLUMN ErrorArguments");
        }
    }
}
