using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Core.Notices;

/// <summary>
/// Mails the notices that wait: one mail for each account and cause, and a digest for a person who would get more than a few in an hour.
/// What is no longer so is not mailed.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class NoticeJob(
    NoticeWriter writer,
    OutgoingMails mails,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time,
    ILogger<NoticeJob> log
) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How many mails about single accounts a person gets in a <see cref="Window"/>.</summary>
    internal const int Single = 5;

    /// <summary>The same account is mailed about once in that time for one cause, however often it recovers and breaks.</summary>
    private static readonly TimeSpan Repeat = TimeSpan.FromDays(1);

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Before the first reminder nobody is mailed about a key that expires.</summary>
    private static readonly TimeSpan Expiring = TimeSpan.FromDays(15);

    /// <summary>How long a mail may wait for the mail server. After that, the account may be well again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private const int People = 500;

    /// <summary>The most accounts in a digest; further ones are in the next.</summary>
    private const int Most = 500;

    /// <summary>Queues the mails that are due. Several nodes may do so at once.</summary>
    /// <returns>How many mails.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var people = await db
            .AccountNotices.Where(notice => notice.HandledAt == null)
            .Select(notice => notice.UserId)
            .Distinct()
            .Take(People)
            .ToListAsync(cancellationToken);
        var queued = 0;
        foreach (var person in people)
        {
            cancellationToken.ThrowIfCancellationRequested();
            queued += await RunAsync(person, cancellationToken);
        }

        return queued;
    }

    private async Task<int> RunAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db
            .AccountNotices.AsNoTracking()
            .Where(notice => notice.UserId == userId && notice.HandledAt == null)
            .OrderBy(notice => notice.At)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var mailed = await db
            .AccountNotices.AsNoTracking()
            .Where(notice => notice.UserId == userId && notice.HandledAt != null && notice.At > now - Repeat)
            .ToListAsync(cancellationToken);
        var owner = await db.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == userId, cancellationToken);
        var due =
            mails.IsOn && owner is { NoticesByMail: true, Email: { } email } && Mailbox.IsAddress(email)
                ? await DueAsync(db, waiting, mailed, now, cancellationToken)
                : [];
        await DeleteAsync(db, waiting.Except(due.Select(one => one.Notice)), cancellationToken);

        var recent = mailed.Count(notice => notice.HandledAt > now - Window);
        if (due.Count == 0)
        {
            return 0;
        }

        if (recent + due.Count <= Single || due.Count == 1 && recent == 0)
        {
            var queued = 0;
            foreach (var one in due)
            {
                var mail = await writer.WriteAsync(owner!, new NoticedAccount(one.Account, one.Notice.Cause), cancellationToken);
                queued += await QueueAsync(db, [one.Notice], mail, now, cancellationToken);
            }

            return queued;
        }

        // The first of them is not kept waiting; what comes after it is collected for an hour.
        if (recent > 0 && due[0].Notice.At > now - Window)
        {
            return 0;
        }

        var digest = await writer.WriteDigestAsync(
            owner!,
            [.. due.Select(one => new NoticedAccount(one.Account, one.Notice.Cause))],
            cancellationToken
        );
        return await QueueAsync(db, [.. due.Select(one => one.Notice)], digest, now, cancellationToken);
    }

    /// <returns>The notices that are still true, one for each account and cause, in the order of time.</returns>
    private static async Task<List<Due>> DueAsync(
        HubDbContext db,
        List<AccountNotice> waiting,
        List<AccountNotice> mailed,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var ids = waiting.Select(notice => notice.AccountId).Distinct().ToList();
        var accounts = await db
            .LinkedAccounts.AsNoTracking()
            .Where(account => ids.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, cancellationToken);
        return
        [
            .. waiting
                .ExceptBy(mailed.Select(CaseOf), CaseOf)
                .DistinctBy(CaseOf)
                .Where(notice => accounts.TryGetValue(notice.AccountId, out var account) && IsTrue(notice, account, now))
                .Select(notice => new Due(notice, accounts[notice.AccountId])),
        ];
    }

    private static (Guid AccountId, string Cause) CaseOf(AccountNotice notice) => (notice.AccountId, notice.Cause);

    /// <summary>Whether the account is still its owner's, and still as the notice says.</summary>
    private static bool IsTrue(AccountNotice notice, LinkedAccount account, DateTimeOffset now) =>
        account.OwnerId == notice.UserId
        && (
            notice.Cause == AccountNotice.Expiring
                ? account is { Status: AccountStatus.Active, KeyExpiresAt: { } expiry } && expiry <= now + Expiring
                : account.Status is AccountStatus.Error or AccountStatus.Expired
                    && account.Reasons.Any(one => one.Reason.Code == notice.Cause)
        );

    /// <returns>1; 0 where another node was first.</returns>
    private async Task<int> QueueAsync(
        HubDbContext db,
        IReadOnlyList<AccountNotice> notices,
        MailContent mail,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var ids = notices.Select(notice => notice.Id).ToList();
        return await db.WriteAsync(async _ =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var handled = await db
                .AccountNotices.Where(notice => ids.Contains(notice.Id) && notice.HandledAt == null)
                .ExecuteUpdateAsync(change => change.SetProperty(notice => notice.HandledAt, now), cancellationToken);
            if (handled != ids.Count)
            {
                return 0;
            }

            mails.Add(db, mail, Lifetime);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return 1;
        });
    }

    private static async Task DeleteAsync(HubDbContext db, IEnumerable<AccountNotice> notices, CancellationToken cancellationToken)
    {
        var ids = notices.Select(notice => notice.Id).ToList();
        if (ids.Count > 0)
        {
            await db.WriteAsync(_ =>
                db.AccountNotices.Where(notice => ids.Contains(notice.Id) && notice.HandledAt == null).ExecuteDeleteAsync(cancellationToken)
            );
        }
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

    private sealed record Due(AccountNotice Notice, LinkedAccount Account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notices that wait could not be mailed; the next attempt is in a few seconds.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
