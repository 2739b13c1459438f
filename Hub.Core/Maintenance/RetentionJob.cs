using Hub.Core.Data;
using Hub.Core.Idempotency;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Core.Maintenance;

/// <summary>
/// Clears away, every hour, what nobody asks for any more: sessions that ended long ago, and answers kept for calls that are sent again.
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class RetentionJob(IDbContextFactory<HubDbContext> contexts, ILogger<RetentionJob> log, TimeProvider time) : IJob
{
    /// <summary>
    /// How long a session that ended can still be looked up: in the list of auth links, and by what its token is answered.
    /// </summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    internal static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // Locks are short that way.
    private const int Batch = 500;

    /// <summary>Clears away what is due. Several nodes may do so at once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var sessions = time.GetUtcNow() - Kept;
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
                .ConnectionAttempts.Where(attempt => attempt.CreatedAt < attempts)
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
    }

    async ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotSwept(log, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old connect sessions could not be cleared away; trying again in an hour.")]
    private static partial void LogNotSwept(ILogger logger, Exception e);
}
