using System.Text.Json.Nodes;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Api;

/// <summary>What two people of one customer do at the same moment.</summary>
public sealed class SimultaneousLinksTests(SimultaneousLinksTests.LoggingHub hub) : IClassFixture<SimultaneousLinksTests.LoggingHub>
{
    private const int Rounds = 20;

    [Theory]
    [InlineData("sandbox-good", "sandbox-good-anna")]
    [InlineData("sandbox-limited", "sandbox-limited")]
    [InlineData("sandbox-good", "sandbox-limited")]
    public async Task two_sessions_that_allow_one_account_make_one(string key, string otherKey)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var owner = $"customer-{Guid.CreateVersion7():N}";
            var sessions = new[] { await OpenSessionAsync(owner), await OpenSessionAsync(owner) };

            var answers = await Task.WhenAll(LinkAsync(sessions[0], key), LinkAsync(sessions[1], otherKey));

            Assert.All(answers, answer => Assert.InRange(answer.Status, 200, 201));
            Assert.Equal(
                1,
                await hub.QueryAsync(db =>
                    db.LinkedAccounts.CountAsync(account => account.OriginOwnerId == owner, TestContext.Current.CancellationToken)
                )
            );
            Assert.Single(answers.Select(answer => answer.Json["id"]!.GetValue<Guid>()).Distinct());
        }

        // The database refused one of the two; that was resolved, and is nothing that an operator has to know.
        Assert.DoesNotContain(
            hub.Log.Lines,
            line => line.Contains("DbUpdate", StringComparison.Ordinal) || line.Contains("Sqlite", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task a_session_that_allows_several_accounts_adds_one_beside_it()
    {
        var owner = $"customer-{Guid.CreateVersion7():N}";
        await LinkAsync(await OpenSessionAsync(owner), "sandbox-good");
        await LinkAsync(await OpenSessionAsync(owner, multiple: true), "sandbox-good-anna");
        Assert.Equal(
            2,
            await hub.QueryAsync(db =>
                db.LinkedAccounts.CountAsync(account => account.OriginOwnerId == owner, TestContext.Current.CancellationToken)
            )
        );
    }

    private async Task<string> OpenSessionAsync(string owner, bool multiple = false)
    {
        var body = new JsonObject
        {
            ["origin_owner_id"] = owner,
            ["origin_owner_name"] = "Acme",
            ["provider"] = "sandbox-ats",
            ["multiple"] = multiple,
        };
        return (await hub.PostAsync("/api/connect_sessions", body.ToJsonString())).Json["token"]!.GetValue<string>();
    }

    private Task<ApiAnswer> LinkAsync(string session, string key)
    {
        var body = new JsonObject
        {
            ["integration_id"] = "sandbox-ats.api_key",
            ["credentials"] = new JsonObject { ["api_key"] = key },
        };
        return hub.SendAsync(
            ApiHub.WithBody(HttpMethod.Post, "/api/hub/accounts", body.ToJsonString(), ("x-hub-session-token", session)),
            withKey: false
        );
    }

    public sealed class LoggingHub : ApiHub
    {
        /// <summary>What an operator sees.</summary>
        public RecordedLog Log { get; } = new();

        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Logging.AddProvider(Log).AddFilter<RecordedLog>(category: null, LogLevel.Warning);
    }
}
