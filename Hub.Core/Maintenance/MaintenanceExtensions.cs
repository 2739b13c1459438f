using Hub.Core.AccessKeys;
using Hub.Core.Accounts.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Hub.Core.Maintenance;

public static class MaintenanceExtensions
{
    /// <summary>What Hub does by itself now and then.</summary>
    public static IServiceCollection AddBackgroundJobs(this IServiceCollection services)
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
        return services.AddHostedService<BackgroundWork>();
    }
}
