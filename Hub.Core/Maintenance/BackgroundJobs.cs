using Hub.Core.AccessKeys;
using Hub.Core.Accounts.Tokens;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace Hub.Core.Maintenance;

/// <summary>
/// Runs the background jobs. Every node runs all of them; the database makes sure that nothing happens twice
/// (see docs/decisions/ADR-0017-quartz-in-memory.md).
/// </summary>
internal sealed class BackgroundJobs(ISchedulerFactory schedulers, TokenRefresher refresher, AccessKeyUsageJob usage, TimeProvider time)
    : BackgroundService
{
    /// <summary>
    /// So that the first requests are not slowed down. (Quartz's own hosted service creates its scheduler during start, which takes 0.2 s.)
    /// </summary>
    private static readonly TimeSpan StartDelay = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Requests have ended by now, and no new ones begin.
        await refresher.WhenStoredAsync(cancellationToken);
        await usage.WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(StartDelay, time, stoppingToken);
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        try
        {
            await scheduler.Start(stoppingToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
        }
        finally
        {
            // Jobs are cancelled; the result of a refresh that has begun is still stored.
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
    }
}
