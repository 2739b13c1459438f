using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Core.Mail;

/// <summary>
/// Sends the mails that wait. A lease of each row sees to it that one node sends it. While the mail server cannot be used, all wait, and
/// one of them tries again and again.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class MailJob(
    MailTransport transport,
    OutgoingMails mails,
    KeyRingCheck keyRing,
    IOptions<MailOptions> options,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time,
    ILogger<MailJob> log
) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Longer than sending one takes. If a node stops in between, another sends it then: the server may get it twice.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private const int BatchSize = 100;

    private DateTimeOffset _pausedUntil;

    /// <summary>How many runs in a row found the mail server unavailable.</summary>
    private int _failedRuns;

    /// <summary>Sends what is due. Several nodes may do so at once.</summary>
    /// <param name="cancellationToken">Begins no further mail.</param>
    /// <returns>How many were sent.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!mails.IsOn || time.GetUtcNow() < _pausedUntil)
        {
            return 0;
        }

        var sent = 0;
        try
        {
            while (await NextAsync(cancellationToken) is { Count: > 0 } batch && await keyRing.FitsAsync(cancellationToken))
            {
                foreach (var mail in batch)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (await LeaseAsync(mail, cancellationToken) is { } lease)
                    {
                        sent += await SendAsync(mail, lease, cancellationToken) ? 1 : 0;
                    }

                    if (time.GetUtcNow() < _pausedUntil)
                    {
                        return sent;
                    }
                }
            }
        }
        finally
        {
            await transport.CloseAsync(CancellationToken.None);
        }

        return sent;
    }

    private async Task<List<OutgoingMail>> NextAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .OutgoingMails.AsNoTracking()
            .Where(mail => mail.NextAttemptAt <= now && (mail.LeasedUntil == null || mail.LeasedUntil <= now))
            .OrderBy(mail => mail.NextAttemptAt)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
    }

    /// <returns>The lease; null where another node has it, or had it since.</returns>
    private async Task<Guid?> LeaseAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var lease = Guid.CreateVersion7();
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            return
                await db
                    .OutgoingMails.Where(one => one.Id == mail.Id && one.LeaseId == mail.LeaseId)
                    .ExecuteUpdateAsync(
                        change => change.SetProperty(one => one.LeaseId, lease).SetProperty(one => one.LeasedUntil, now + Lease),
                        cancellationToken
                    ) == 1
                ? lease
                : null;
        }
        catch (Exception e) when (e.IsCollision())
        {
            return null;
        }
    }

    private async Task<bool> SendAsync(OutgoingMail mail, Guid lease, CancellationToken cancellationToken)
    {
        if (mail.ExpiresAt <= time.GetUtcNow())
        {
            // One that had expired when it was stored was never meant to be sent.
            if (mail.ExpiresAt > mail.CreatedAt)
            {
                LogExpired(log, mail.Id);
            }

            await DeleteAsync(mail, lease);
            return false;
        }

        if (mails.Read(mail) is not { } content || MimeMail.Of(mail, content, options.Value) is not { } message)
        {
            LogImpossible(log, mail.Id);
            await DeleteAsync(mail, lease);
            return false;
        }

        DeliveryOutcome outcome;
        using (message)
        {
            try
            {
                outcome = await transport.SendAsync(message, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await PostponeAsync(mail, lease, mail.Failures, time.GetUtcNow());
                throw;
            }
        }

        await StoreAsync(mail, lease, outcome);
        return outcome is DeliveryOutcome.Accepted;
    }

    // Not cancelled: the mail server has decided.
    private async Task StoreAsync(OutgoingMail mail, Guid lease, DeliveryOutcome outcome)
    {
        var now = time.GetUtcNow();
        switch (outcome)
        {
            case DeliveryOutcome.Accepted:
                _failedRuns = 0;
                await DeleteAsync(mail, lease);
                break;
            case DeliveryOutcome.Rejected(var code):
                LogRejected(log, mail.Id, code);
                await DeleteAsync(mail, lease);
                break;
            case DeliveryOutcome.Deferred(var code):
                var wait = Backoff(TimeSpan.FromSeconds(30), mail.Failures, TimeSpan.FromHours(1));
                LogDeferred(log, mail.Id, code, wait);
                await PostponeAsync(mail, lease, mail.Failures + 1, now + wait);
                break;
            case DeliveryOutcome.Unavailable(var cause):
                var pause = Backoff(TimeSpan.FromSeconds(10), _failedRuns++, TimeSpan.FromMinutes(5));
                _pausedUntil = now + pause;
                LogUnavailable(log, cause, pause);
                await PostponeAsync(mail, lease, mail.Failures, _pausedUntil);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task DeleteAsync(OutgoingMail mail, Guid lease)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db.WriteAsync(_ =>
            db.OutgoingMails.Where(one => one.Id == mail.Id && one.LeaseId == lease).ExecuteDeleteAsync(CancellationToken.None)
        );
    }

    private async Task PostponeAsync(OutgoingMail mail, Guid lease, int failures, DateTimeOffset until)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db.WriteAsync(_ =>
            db.OutgoingMails.Where(one => one.Id == mail.Id && one.LeaseId == lease)
                .ExecuteUpdateAsync(
                    change =>
                        change
                            .SetProperty(one => one.Failures, failures)
                            .SetProperty(one => one.NextAttemptAt, until)
                            .SetProperty(one => one.LeasedUntil, (DateTimeOffset?)null),
                    CancellationToken.None
                )
        );
    }

    /// <summary>Doubled after each failure.</summary>
    private static TimeSpan Backoff(TimeSpan first, int failures, TimeSpan longest)
    {
        var wait = first * Math.Pow(2, Math.Min(failures, 10));
        return wait < longest ? wait : longest;
    }

    async ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotSent(log, e);
        }
    }

    // Neither addresses nor what the server says, which may repeat them.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Mail} was deleted unsent: it waited until it was of no use.")]
    private static partial void LogExpired(ILogger logger, Guid mail);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Mail {Mail} was deleted unsent: its recipient's address is not valid, or its content cannot be decrypted."
    )]
    private static partial void LogImpossible(ILogger logger, Guid mail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server rejected mail {Mail} with status {Code}; it was deleted.")]
    private static partial void LogRejected(ILogger logger, Guid mail, int code);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The mail server does not take mail {Mail} now (status {Code}); the next attempt is in {Wait}."
    )]
    private static partial void LogDeferred(ILogger logger, Guid mail, int code, TimeSpan wait);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The mail server of Hub:Mail cannot be used. Mails wait; the next attempt is in {Pause}."
    )]
    private static partial void LogUnavailable(ILogger logger, Exception cause, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mails that wait could not be sent; the next attempt is in a few seconds.")]
    private static partial void LogNotSent(ILogger logger, Exception exception);
}
