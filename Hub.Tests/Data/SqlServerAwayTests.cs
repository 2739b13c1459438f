using System.Diagnostics;
using Hub.Core.Data;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Data;

/// <summary>A SQL Server that is stopped, hangs, or does not let Hub in.</summary>
public sealed class SqlServerAwayTests
{
    /// <summary>
    /// Hub answers within 3 seconds, on a busy machine later. EF Core by itself takes a minute, the driver what it is told.
    /// </summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(45);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(18456)]
    [InlineData(18487)]
    public async Task a_login_that_fails_is_tried_once(int error)
    {
        await using var server = new SqlServerStandIn(error);

        var refused = await Assert.ThrowsAsync<SqlException>(() => Migrator(server.ConnectionString).MigrateAsync(Stop));
        Assert.Equal(error, refused.Number);
        Assert.Equal(1, server.Logins);
        Assert.True(refused.IsLoginFailure());

        await Assert.ThrowsAsync<SqlException>(() => Migrator(server.ConnectionString).PendingAsync(Stop));
        Assert.Equal(2, server.Logins);
    }

    [Fact]
    public async Task readiness_does_not_try_a_refused_login_again_at_once()
    {
        await using var server = new SqlServerStandIn(18456);
        var time = new FakeTimeProvider();
        var health = new HubHealthChecks.DatabaseHealth(Migrator(server.ConnectionString), time);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(new HealthCheckContext(), Stop)).Status);
        }

        Assert.Equal(1, server.Logins);

        time.Advance(TimeSpan.FromMinutes(1));
        await health.CheckHealthAsync(new HealthCheckContext(), Stop);
        Assert.Equal(2, server.Logins);
    }

    [Fact]
    public async Task migrate_and_start_say_that_the_login_was_refused()
    {
        await using var server = new SqlServerStandIn(18456);
        foreach (var words in new string[][] { ["migrate"], [] })
        {
            var before = server.Logins;
            var (exitCode, output) = await RunningHub.RunToEndAsync(
                "Development",
                directory: null,
                words,
                "Hub:Database:Provider=SqlServer",
                $"ConnectionStrings:Hub={server.ConnectionString}"
            );
            Assert.Equal(1, exitCode);
            Assert.Contains(
                "The database server rejected the user name or the password in ConnectionStrings:Hub.",
                output,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("wrong", output, StringComparison.Ordinal);
            Assert.Equal(1, server.Logins - before);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_server_that_is_stopped_or_hangs_is_told_soon(bool hangs)
    {
        await using var server = new SqlServerStandIn(error: null);
        var connection = hangs
            ? $"{server.ConnectionString};Connect Timeout=300"
            : $"Server=tcp:127.0.0.1,{FreePort.Find()};Database=hub;User ID=hub;Password=x;Encrypt=False";
        foreach (var ask in new Func<DatabaseMigrator, Task>[] { one => one.PendingAsync(Stop), one => one.MigrateAsync(Stop) })
        {
            var began = Stopwatch.GetTimestamp();
            var failure = await Record.ExceptionAsync(() => ask(Migrator(connection)));
            Assert.True(failure?.IsUnavailable(), $"{failure}");
            Assert.NotNull(StartupException.Explain(failure!));
            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Soon);
        }
    }

    private static DatabaseMigrator Migrator(string connectionString)
    {
        var options = new DatabaseOptions
        {
            Provider = DatabaseProvider.SqlServer,
            ConnectionString = connectionString,
            DataDirectory = Path.GetTempPath(),
        };
        return new DatabaseMigrator(
            new ServiceCollection()
                .AddLogging()
                .AddHubData(options)
                .BuildServiceProvider()
                .GetRequiredService<IDbContextFactory<HubDbContext>>(),
            options
        );
    }
}
