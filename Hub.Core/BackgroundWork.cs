using Hub.Core.AccessKeys;
using Hub.Core.OAuth;
using Hub.Core.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Core;

/// <summary>
/// What Hub does by itself now and then. Every node does all of it: what must happen once only is settled in the database
/// (see docs/decisions/ADR-0017-quartz-in-memory.md).
/// </summary>
internal sealed class BackgroundWork(
    IHostApplicationLifetime lifetime, IServiceProvider services, IOptionsMonitor<QuartzHostedServiceOptions> options, TokenRefresher refresher, AccessKeyUsageWriter usage)
    : QuartzHostedService(lifetime, services, options)
{
    /// <summary>The first visitors come first.</summary>
    private static readonly TimeSpan StartDelay = TimeSpan.FromSeconds(5);

    /// <summary>Requests are over by now, and nothing new begins.</summary>
    public override async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await refresher.WhenStoredAsync(cancellationToken);
        await usage.WriteAsync(cancellationToken);
    }

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<TokenSweeper>();
        services.AddSingleton<SessionSweeper>();
        services.AddSingleton<AccessKeyUsageWriter>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.ScheduleJob<TokenSweeper>(trigger => trigger.WithSimpleSchedule(TokenSweeper.Interval));
            quartz.ScheduleJob<AccessKeyUsageWriter>(trigger => trigger.WithSimpleSchedule(AccessKeyUsageWriter.Interval));
            quartz.ScheduleJob<SessionSweeper>(trigger => trigger.WithSimpleSchedule(SessionSweeper.Interval));
        });
        services.AddQuartzHostedService<BackgroundWork>(hosted =>
        {
            hosted.StartDelay = StartDelay;
            // A refresh that has begun is stored.
            hosted.WaitForJobsToComplete = true;
        });
    }
}
