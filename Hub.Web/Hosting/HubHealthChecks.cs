using System.Security.Cryptography;
using Hub.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hub.Web.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work.</summary>
internal static class HubHealthChecks
{
    public static void AddHubHealthChecks(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database").AddCheck<KeyRingCheck>("key-ring");

    public static void MapHubHealthChecks(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready").AllowAnonymous();
    }

    private sealed class DatabaseCheck(DatabaseMigrator migrator) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return await migrator.PendingAsync(cancellationToken) is { Count: > 0 } pending
                    ? HealthCheckResult.Unhealthy($"{pending.Count} migration(s) pending")
                    : HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e.IsUnavailable())
            {
                return HealthCheckResult.Unhealthy($"The database cannot be used. {e.Message}");
            }
        }
    }

    private sealed class KeyRingCheck(IDataProtectionProvider protection) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var protector = protection.CreateProtector("Hub.Health");
                protector.Unprotect(protector.Protect("ready"u8.ToArray()));
                return Task.FromResult(HealthCheckResult.Healthy());
            }
            catch (CryptographicException e)
            {
                return Task.FromResult(HealthCheckResult.Unhealthy("The key ring cannot be used", e));
            }
        }
    }
}
