using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Core.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class TokenAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Fault",
                table: "ProviderClients",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "FaultAt",
                table: "ProviderClients",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FaultCode",
                table: "ProviderClients",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndReason",
                table: "LinkedAccounts",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "IdentityChangedAt",
                table: "LinkedAccounts",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "GrantedScopes",
                table: "AccountTokens",
                type: "nvarchar(max)",
                maxLength: 20000,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsAnswerLost",
                table: "AccountTokens",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RenewedAt",
                table: "AccountTokens",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RequestedScopes",
                table: "AccountTokens",
                type: "nvarchar(max)",
                maxLength: 20000,
                nullable: true);

            // Access whose end nobody knows was never refreshed, and access that cannot be refreshed never ended.
            // Spread over a day, so that the upgrade does not ask every provider for all of its accounts at once.
            migrationBuilder.Sql("UPDATE AccountTokens SET RefreshAt = TODATETIMEOFFSET(DATEADD(second, (CHECKSUM(NEWID()) & 2147483647) % 86400, SYSUTCDATETIME()), 0) WHERE CanRefresh = 1 AND ExpiresAt IS NULL AND RefreshAt IS NULL");
            migrationBuilder.Sql("UPDATE AccountTokens SET RefreshAt = ExpiresAt WHERE CanRefresh = 0 AND ExpiresAt IS NOT NULL AND RefreshAt IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Fault",
                table: "ProviderClients");

            migrationBuilder.DropColumn(
                name: "FaultAt",
                table: "ProviderClients");

            migrationBuilder.DropColumn(
                name: "FaultCode",
                table: "ProviderClients");

            migrationBuilder.DropColumn(
                name: "EndReason",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "IdentityChangedAt",
                table: "LinkedAccounts");

            migrationBuilder.DropColumn(
                name: "GrantedScopes",
                table: "AccountTokens");

            migrationBuilder.DropColumn(
                name: "IsAnswerLost",
                table: "AccountTokens");

            migrationBuilder.DropColumn(
                name: "RenewedAt",
                table: "AccountTokens");

            migrationBuilder.DropColumn(
                name: "RequestedScopes",
                table: "AccountTokens");
        }
    }
}
