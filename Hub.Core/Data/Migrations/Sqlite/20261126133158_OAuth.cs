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
            // They live five minutes, and nothing could complete one so far. Made anew: SQLite cannot alter a column, and what EF Core does in place
            // of that cannot be undone when it fails half way.
            migrationBuilder.DropTable(
                name: "ConnectionAttempts");

            migrationBuilder.CreateTable(
                name: "ConnectionAttempts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SessionId = table.Column<Guid>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    ProviderSlug = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Replaces = table.Column<Guid>(type: "TEXT", nullable: true),
                    AsAnother = table.Column<bool>(type: "INTEGER", nullable: false),
                    Return = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    TicketHash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: true),
                    StateHash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: true),
                    BrowserHash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: true),
                    Payload = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ReturnedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Updated = table.Column<bool>(type: "INTEGER", nullable: false),
                    ErrorCode = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ErrorDescription = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
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

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionAttempts_SessionId",
                table: "ConnectionAttempts",
                column: "SessionId");

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

            migrationBuilder.DropTable(
                name: "ConnectionAttempts");

            migrationBuilder.CreateTable(
                name: "ConnectionAttempts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    SessionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ErrorCode = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ErrorDescription = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
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

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionAttempts_SessionId",
                table: "ConnectionAttempts",
                column: "SessionId");
        }
    }
}
