using Hub.Core.Data;
using Hub.Core.Idempotency;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Core.Maintenance;

/// <summary>
/// Deletes, every hour, what is past its retention: ended sessions, old connection attempts, mailed notices, and answers stored for
/// repeated calls.
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class RetentionJob(IDbContextFactory<HubDbContext> contexts, ILogger<RetentionJob> log, TimeProvider time) : IJob
{
    /// <summary>
    /// How long an ended session is still shown in the list of auth links, and recognised by its token.
    /// </summary>
    public static readonly TimeSpan SessionRetention = TimeSpan.FromDays(30);

    /// <summary>How long a mailed notice is stored. The next notice about the same account looks for it.</summary>
    private static readonly TimeSpan NoticeRetention = TimeSpan.FromDays(30);

    internal static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // Small batches, so that locks are short.
    private const int Batch = 500;

    /// <summary>Deletes what is due. Several nodes may do so at once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var sessions = time.GetUtcNow() - SessionRetention;
        while (
            await db
                .ConnectSessions.Where(session =>
                    session.ExpiresAt < sessions || session.RevokedAt < sessions || (session.EndsAfterOne && session.UsedAt < sessions)
                )
                .OrderBy(session => session.Id)
                .Take(Batch)
                .ExecuteDeleteAsync(cancellationToken) == Batch
        ) { }

        var attempts = time.GetUtcNow() - (2 * ConnectionAttempt.Lifetime);
        while (
            await db
                .ConnectionAttempts.Where(attempt => attempt.CreatedAt < attempts && attempt.Status != AttemptStatus.Asking)
                .OrderBy(attempt => attempt.Id)
                .Take(Batch)
                .ExecuteDeleteAsync(cancellationToken) == Batch
        ) { }

        var answers = time.GetUtcNow() - IdempotentRequests.Lifetime;
        while (
            await db
                .IdempotentRequests.Where(request => request.CreatedAt < answers)
                .OrderBy(request => request.CreatedAt)
                .Take(Batch)
                .ExecuteDeleteAsync(cancellationToken) == Batch
        ) { }

        var notices = time.GetUtcNow() - NoticeRetention;
        while (
            await db
                .AccountNotices.Where(notice => notice.HandledAt < notices)
                .OrderBy(notice => notice.Id)
                .Take(Batch)
                .ExecuteDeleteAsync(cancellationToken) == Batch
        ) { }
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is past its retention could not be deleted; the next try is in an hour.")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
