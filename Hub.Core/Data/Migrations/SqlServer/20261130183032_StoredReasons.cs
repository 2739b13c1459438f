using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Core.Data.Migrations.SqlServer
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
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StatusReasonCode",
                table: "LinkedAccounts",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ErrorArguments",
                table: "ConnectionAttempts",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true);

            // What was stored were sentences of Hub's own, and of provider files. The first are known; the others stay readable as they are.
            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET StatusReasonCode = 'authorization_ended', StatusReasonArguments = CONCAT('{"end":"', EndReason, '"}')
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
                UPDATE LinkedAccounts SET StatusReasonCode = 'unknown', StatusReasonArguments = CONCAT('{"text":"', REPLACE(REPLACE(REPLACE(REPLACE(StatusReason, '\', '\\'), '"', '\"'), CHAR(13), ''), CHAR(10), '\n'), '"}')
                WHERE StatusReasonCode IS NULL AND StatusReason IS NOT NULL
                """);
            migrationBuilder.Sql(
                """
                UPDATE ConnectionAttempts SET ErrorArguments = CONCAT('{"code":"', ErrorCode, '","text":"', REPLACE(REPLACE(REPLACE(REPLACE(COALESCE(ErrorDescription, ''), '\', '\\'), '"', '\"'), CHAR(13), ''), CHAR(10), '\n'), '"}'), ErrorCode = 'unknown'
                WHERE ErrorCode IS NOT NULL AND ErrorCode NOT IN (
                    'access_denied', 'wrong_provider', 'client_rejected', 'code_rejected', 'token_not_given', 'provider_rate_limited', 'account_gone', 'provider_gone', 'too_many_attempts', 'owner_gone', 'key_ring_does_not_fit', 'not_saved')
                """);

            migrationBuilder.DropColumn(
                name: "EndReason",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "StatusReason",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "ErrorDescription",
                table: "ConnectionAttempts");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "EndReason",
                table: "LinkedAccounts",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StatusReason",
                table: "LinkedAccounts",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ErrorDescription",
                table: "ConnectionAttempts",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE LinkedAccounts SET
                    EndReason = CASE WHEN StatusReasonCode = 'authorization_ended' THEN LEFT(JSON_VALUE(StatusReasonArguments, '$.end'), 32) END,
                    StatusReason = CASE StatusReasonCode
                        WHEN 'key_rejected' THEN 'The provider rejected the key. Link the account again with a new one.'
                        WHEN 'address_unknown' THEN 'The provider no longer knows this address. Link the account again.'
                        WHEN 'permission_missing' THEN 'The key lacks a permission at the provider.'
                        WHEN 'unknown' THEN LEFT(JSON_VALUE(StatusReasonArguments, '$.text'), 500) END
                WHERE StatusReasonCode IS NOT NULL
                """);
            migrationBuilder.Sql(
                """
                UPDATE ConnectionAttempts SET ErrorCode = LEFT(JSON_VALUE(ErrorArguments, '$.code'), 64), ErrorDescription = LEFT(JSON_VALUE(ErrorArguments, '$.text'), 500) WHERE ErrorCode = 'unknown'
                """);
            migrationBuilder.Sql("UPDATE ConnectionAttempts SET ErrorCode = 'not_proved' WHERE ErrorCode = 'not_verified'");

            migrationBuilder.DropColumn(
                name: "StatusReasonArguments",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "StatusReasonCode",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "ErrorArguments",
                table: "ConnectionAttempts");
        }
    }
}
