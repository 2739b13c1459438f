using Hub.Core.AccessKeys;
using Hub.Core.Accounts.Tokens;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace Hub.Core.Maintenance;

/// <summary>
/// What Hub does by itself now and then. Every node does all of it: what must happen once only is settled in the database
/// (see docs/decisions/ADR-0017-quartz-in-memory.md).
/// </summary>
internal sealed class BackgroundJobs(ISchedulerFactory schedulers, TokenRefresher refresher, AccessKeyUsageJob usage, TimeProvider time)
    : BackgroundService
{
    /// <summary>
    /// The first visitors come first. (Quartz's own hosted service makes its scheduler while Hub starts; that takes a fifth of a second.)
    /// </summary>
    private static readonly TimeSpan StartDelay = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Requests are over by now, and nothing new begins.
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
            // Jobs are told to stop, and a refresh that has begun is stored.
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
    }
}
