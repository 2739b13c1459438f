using System.Data.Common;
using Hub.Core.Data;
using Hub.Tests.Api;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Hosting;

/// <summary>What visitors and programs are told while the database cannot be used.</summary>
public sealed class UnavailableStoreTests(UnavailableStoreTests.FailingHub hub)
    : IClassFixture<UnavailableStoreTests.FailingHub>,
        IDisposable
{
    public static TheoryData<string> Outages => [.. FailingHub.Outages.Keys];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task programs_get_503_and_when_to_come_back(string outage)
    {
        hub.Failure = FailingHub.Outages[outage];
        foreach (var path in new[] { "/api/accounts", "/api/connectors/meta", "/api/accounts/0193e0a0-0000-7000-8000-000000000000" })
        {
            var answer = await hub.GetAsync(path);
            Assert.Equal("unavailable", answer.ErrorCode(503));
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        }

        var session = await hub.PostAsync("/api/connect_sessions", """{"origin_owner_id":"acme","origin_owner_name":"Acme"}""");
        Assert.Equal("unavailable", session.ErrorCode(503));
    }

    [Fact]
    public async Task people_get_a_page_that_says_so()
    {
        hub.Failure = FailingHub.Outages["disk full"];
        var page = await hub.GetAsync("/Account/Register");
        Assert.Equal((503, "text/html"), (page.Status, page.MediaType));
        Assert.Contains("Hub cannot use its database right now", page.Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), page.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task readiness_fails_and_comes_back()
    {
        hub.Failure = FailingHub.Outages["disk full"];
        Assert.Equal(503, (await hub.GetAsync("/health/ready")).Status);
        Assert.Equal(200, (await hub.GetAsync("/health/live")).Status);
        hub.Failure = null;
        Assert.Equal(200, (await hub.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task an_error_of_Hubs_own_is_no_outage()
    {
        hub.Failure = () => new SqliteException("no such column", 1);
        Assert.Equal("internal_error", (await hub.GetAsync("/api/accounts")).ErrorCode(500));
    }

    public void Dispose() => hub.Failure = null;

    public sealed class FailingHub : ApiHub, IDbCommandInterceptor
    {
        public static IReadOnlyDictionary<string, Func<Exception>> Outages { get; } =
            new Dictionary<string, Func<Exception>>(StringComparer.Ordinal)
            {
                ["busy"] = () => new SqliteException("database is locked", 5),
                ["disk full"] = () => new SqliteException("database or disk is full", 13),
                ["I/O error"] = () => new SqliteException("disk I/O error", 10),
                ["server stopped"] = () => SqlErrors.Create(0, severity: 20),
                ["login refused"] = () => SqlErrors.Create(18456),
                ["no answer"] = () => SqlErrors.Create(-2, severity: 11),
            };

        public Func<Exception>? Failure { get; set; }

        public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        ) => Failure is { } failure ? throw failure() : ValueTask.FromResult(result);

        public ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<object> result,
            CancellationToken cancellationToken = default
        ) => Failure is { } failure ? throw failure() : ValueTask.FromResult(result);

        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Services.ConfigureDbContext<SqliteHubDbContext>(options => options.AddInterceptors(this));
    }
}
