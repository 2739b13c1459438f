using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hub.Web.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can also use its database and key ring.</summary>
internal static class HubHealthChecks
{
    private const string KeyRingName = "key-ring";

    public static void AddHubHealthChecks(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseHealth>();
        services.AddSingleton<KeyRingReport>().AddHostedService(provider => provider.GetRequiredService<KeyRingReport>());
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
    /// Writes the status and, when the key ring does not fit, what to do. Messages of the database may name servers and logins; they go to
    /// the log only.
    /// </summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var words = report.Entries[KeyRingName] is { Exception: null, Description: { } problem } ? $"\n{KeyRingName}: {problem}" : "";
        return context.Response.WriteAsync($"{report.Status}{words}", context.RequestAborted);
    }

    internal sealed class DatabaseHealth(DatabaseMigrator migrator, TimeProvider time) : IHealthCheck
    {
        /// <summary>How long a failed login is not retried: failed logins lock it, and anybody may call this endpoint.</summary>
        private static readonly TimeSpan LoginRetryDelay = TimeSpan.FromMinutes(1);

        private volatile LoginFailure? _loginFailure;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (_loginFailure is { } failure && time.GetUtcNow() < failure.Until)
            {
                return failure.Result;
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
                    _loginFailure = new LoginFailure(result, time.GetUtcNow() + LoginRetryDelay);
                }

                return result;
            }
        }

        private sealed record LoginFailure(HealthCheckResult Result, DateTimeOffset Until);
    }

    private sealed class KeyRingHealth(KeyRingCheck keyRing, KeyRingReport report) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            // An unavailable database makes this check throw, and so unhealthy too; the check of the database says why.
            await keyRing.FitsAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{KeyRing.DoesNotFit} {report.Summary}".TrimEnd());
    }
}
