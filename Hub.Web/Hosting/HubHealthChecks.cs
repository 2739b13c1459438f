using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hub.Web.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work.</summary>
internal static class HubHealthChecks
{
    private const string KeyRingName = "key-ring";

    public static void AddHubHealthChecks(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseHealth>();
        services
            .AddHealthChecks()
            .AddCheck<DatabaseHealth>("database")
            .AddCheck<KeyRingHealth>(KeyRingName, timeout: TimeSpan.FromSeconds(2));
    }

    public static void MapHubHealthChecks(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    /// <summary>
    /// The status; and where the key ring does not fit, what to do. What the database says may name servers and logins, and is for the log
    /// alone.
    /// </summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var words = report.Entries[KeyRingName] is { Exception: null, Description: { } problem } ? $"\n{KeyRingName}: {problem}" : "";
        return context.Response.WriteAsync($"{report.Status}{words}", context.RequestAborted);
    }

    internal sealed class DatabaseHealth(DatabaseMigrator migrator, TimeProvider time) : IHealthCheck
    {
        /// <summary>A refused login is not tried again for so long: failed logins lock it, and anybody may ask.</summary>
        private static readonly TimeSpan LoginPause = TimeSpan.FromMinutes(1);

        private volatile Refusal? _refusal;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (_refusal is { } refusal && time.GetUtcNow() < refusal.Until)
            {
                return refusal.Result;
            }

            try
            {
                return await migrator.PendingAsync(cancellationToken) is { Count: > 0 } pending
                    ? HealthCheckResult.Unhealthy($"{pending.Count} migration(s) pending")
                    : HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e.IsUnavailable())
            {
                var result = HealthCheckResult.Unhealthy($"The database cannot be used. {e.Message}");
                if (e is SqlException login && login.IsLoginFailure())
                {
                    _refusal = new Refusal(result, time.GetUtcNow() + LoginPause);
                }

                return result;
            }
        }

        private sealed record Refusal(HealthCheckResult Result, DateTimeOffset Until);
    }

    private sealed class KeyRingHealth(KeyRingCheck keyRing) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            // Where the database is away, its own check says so: the exception makes this one unhealthy too.
            await keyRing.FitsAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(KeyRing.DoesNotFit);
    }
}
