using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Authorization;
using Hub.Core.Mail;
using Hub.Core.Notices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Hub.Core.Maintenance;

public static class MaintenanceExtensions
{
    /// <summary>The background jobs and their schedule, and the rotation of the encryption keys.</summary>
    public static IServiceCollection AddBackgroundJobs(this IServiceCollection services, IConfiguration configuration)
    {
        var verification = new VerificationOptions();
        configuration.GetSection(VerificationOptions.Section).Bind(verification);
        services.AddSingleton<SecretTables>().AddSingleton<SecretRotation>();
        services.AddSingleton<TokenRefreshJob>();
        services.AddSingleton<RetentionJob>();
        services.AddSingleton<ReplacementExpiryJob>();
        services.AddSingleton<AccessKeyUsageJob>();
        services.AddSingleton<ProviderSwitchJob>();
        services.AddSingleton<NoticeJob>();
        services.AddSingleton<MailJob>();
        services.AddSingleton<VerificationJob>();
        services.AddSingleton<ExpiryReminderJob>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.ScheduleJob<TokenRefreshJob>(trigger => trigger.WithSimpleSchedule(TokenRefreshJob.Interval));
            quartz.ScheduleJob<AccessKeyUsageJob>(trigger => trigger.WithSimpleSchedule(AccessKeyUsageJob.Interval));
            quartz.ScheduleJob<ProviderSwitchJob>(trigger => trigger.WithSimpleSchedule(ProviderSwitchJob.Interval));
            quartz.ScheduleJob<NoticeJob>(trigger => trigger.WithSimpleSchedule(NoticeJob.Interval));
            quartz.ScheduleJob<MailJob>(trigger => trigger.WithSimpleSchedule(MailJob.Interval));
            quartz.ScheduleJob<VerificationJob>(trigger => trigger.WithSimpleSchedule(VerificationJob.PeriodOf(verification)));
            quartz.ScheduleJob<ExpiryReminderJob>(trigger => trigger.WithSimpleSchedule(ExpiryReminderJob.Interval));
            quartz.ScheduleJob<ReplacementExpiryJob>(trigger => trigger.WithSimpleSchedule(ReplacementExpiryJob.Interval));
            quartz.ScheduleJob<RetentionJob>(trigger => trigger.WithSimpleSchedule(RetentionJob.Interval));
        });
        return services.AddHostedService<BackgroundJobs>();
    }
}
