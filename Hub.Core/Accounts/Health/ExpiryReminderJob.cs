using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Core.Accounts.Health;

/// <summary>
/// Tells owners 14, 3 and 1 day before a key expires. In small transactions, so that it goes on where it stopped; several nodes may do so
/// at once.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class ExpiryReminderJob(IDbContextFactory<HubDbContext> contexts, TimeProvider time, ILogger<ExpiryReminderJob> log)
    : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private const int BatchSize = 100;

    /// <summary>How many days before, the shortest first: of a key that expires tomorrow nobody is told that it is 14 days.</summary>
    private static readonly int[] Thresholds = [1, 3, 14];

    /// <returns>How many accounts were told about.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var told = 0;
        foreach (var days in Thresholds)
        {
            int batch;
            do
            {
                batch = await RemindAsync(days, cancellationToken);
                told += batch;
            } while (batch == BatchSize);
        }

        return told;
    }

    private async Task<int> RemindAsync(int days, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(async _ =>
        {
            var now = time.GetUtcNow();
            var until = now.AddDays(days);
            var accounts = await db
                .LinkedAccounts.Where(account =>
                    account.KeyExpiresAt > now
                    && account.KeyExpiresAt <= until
                    && (account.ExpiryReminder == null || account.ExpiryReminder > days)
                    && account.Status == AccountStatus.Active
                )
                .OrderBy(account => account.KeyExpiresAt)
                .Take(BatchSize)
                .ToListAsync(cancellationToken);
            foreach (var account in accounts)
            {
                account.ExpiryReminder = days;
                db.AddEvent(account, AccountEventKind.Expiring, Actor.Hub, now);
                db.AddNotice(account, AccountNotice.Expiring, now);
            }

            await db.SaveChangesAsync(cancellationToken);
            return accounts.Count;
        });
    }

    async ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(log, e);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Not all owners could be told about keys that expire soon; the next try is in ten minutes."
    )]
    private static partial void LogFailed(ILogger logger, Exception e);
}
