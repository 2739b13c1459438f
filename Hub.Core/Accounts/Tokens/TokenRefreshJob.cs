using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Core.Accounts.Tokens;

/// <summary>
/// Refreshes the tokens that are due, so that nobody waits for that when they are used. Providers are handled in parallel: one that is slow
/// or unavailable delays no other.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class TokenRefreshJob(
    TokenRefresher refresher,
    KeyRingCheck keyRing,
    ProviderCatalog catalog,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time,
    ILogger<TokenRefreshJob> log
) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>No refresh begins after that, so that what is due at other providers by then is handled by the next run.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>How many accounts of one provider are refreshed at the same time.</summary>
    private const int MaxParallel = 8;

    private const int BatchSize = 200;

    /// <summary>When an account that cannot be refreshed is tried again.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromHours(1);

    private DateTimeOffset _lastWarning;

    /// <summary>
    /// Refreshes what is due. Several nodes may do so at once; one that cannot read the credentials leaves them to the others.
    /// </summary>
    /// <param name="cancellationToken">Begins no further refresh; those that have begun are stored.</param>
    /// <returns>How many accounts have new tokens.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!await keyRing.FitsAsync(cancellationToken))
        {
            WarnOfKeyRing();
            return 0;
        }

        var end = time.GetUtcNow() + TimeLimit;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var slugs = await Due(db, time.GetUtcNow()).Select(account => account.ProviderSlug).Distinct().ToListAsync(cancellationToken);
        // Those of a provider that left the catalog stay due until it is back.
        var renewed = await Task.WhenAll(
            slugs.Where(slug => catalog.Find(slug) is not null).Select(slug => RunAsync(slug, end, cancellationToken))
        );
        return renewed.Sum();
    }

    private async Task<int> RunAsync(string slug, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var (renewed, postponed, impossible) = (0, 0, 0);
        while (IsOpen() && await NextAsync(slug, cancellationToken) is { Count: > 0 } batch)
        {
            await Parallel.ForEachAsync(
                batch,
                new ParallelOptions { MaxDegreeOfParallelism = MaxParallel },
                async (account, _) =>
                {
                    if (!IsOpen())
                    {
                        return;
                    }

                    switch (await RefreshAsync(slug, account, cancellationToken))
                    {
                        case RefreshOutcome.Refreshed:
                            Interlocked.Increment(ref renewed);
                            Interlocked.Exchange(ref postponed, 0);
                            break;
                        case RefreshOutcome.Ended:
                            Interlocked.Exchange(ref postponed, 0);
                            break;
                        case RefreshOutcome.Postponed:
                            Interlocked.Increment(ref postponed);
                            break;
                        case RefreshOutcome.NotDue:
                            break;
                        case RefreshOutcome.Impossible:
                            Interlocked.Increment(ref impossible);
                            await PostponeAsync(account.Id);
                            break;
                    }
                }
            );
        }

        if (postponed >= MaxParallel)
        {
            LogUnavailable(log, slug);
        }

        if (impossible > 0)
        {
            LogImpossible(log, impossible, slug);
        }

        return renewed;

        // A provider that is unavailable is asked a few times in each run, not ten thousand times.
        bool IsOpen() => !cancellationToken.IsCancellationRequested && Volatile.Read(ref postponed) < MaxParallel && time.GetUtcNow() < end;
    }

    private async Task<RefreshOutcome> RefreshAsync(string slug, DueAccount account, CancellationToken cancellationToken)
    {
        try
        {
            return await refresher.RefreshDueAsync(new OwnerId(account.OwnerId), account.Id, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return RefreshOutcome.NotDue;
        }
        catch (Exception e)
        {
            // The other accounts are refreshed all the same.
            LogFailed(log, e, slug, account.Id);
            return RefreshOutcome.Postponed;
        }
    }

    private async Task<List<DueAccount>> NextAsync(string slug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Due(db, time.GetUtcNow())
            .Where(account => account.ProviderSlug == slug)
            .OrderBy(account => account.Token!.RefreshAt)
            .Take(BatchSize)
            .Select(account => new DueAccount(account.OwnerId, account.Id))
            .ToListAsync(cancellationToken);
    }

    private async Task PostponeAsync(Guid accountId)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var now = time.GetUtcNow();
        await db
            .AccountTokens.Where(token => token.AccountId == accountId && token.RefreshAt <= now)
            .ExecuteUpdateAsync(change => change.SetProperty(token => token.RefreshAt, now + RetryInterval), CancellationToken.None);
    }

    private void WarnOfKeyRing()
    {
        var now = time.GetUtcNow();
        if (_lastWarning + RetryInterval <= now)
        {
            _lastWarning = now;
            LogForeignKeyRing(log);
        }
    }

    private static IQueryable<LinkedAccount> Due(HubDbContext db, DateTimeOffset now) =>
        db.LinkedAccounts.Where(account =>
            account.Status != AccountStatus.Expired
            && account.Token!.RefreshAt <= now
            && (account.Token.LeasedUntil == null || account.Token.LeasedUntil <= now)
        );

    async ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotRefreshed(log, e);
        }
    }

    private sealed record DueAccount(Guid OwnerId, Guid Id);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The token endpoint of {Provider} does not give new tokens; its accounts are tried again and again, for a while "
            + "their access tokens are still good."
    )]
    private static partial void LogUnavailable(ILogger logger, string provider);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "This node refreshes no tokens: its key ring is not the one that the credentials were encrypted with. Restore the "
            + "keys and the certificate."
    )]
    private static partial void LogForeignKeyRing(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The tokens of {Count} accounts at {Provider} cannot be refreshed: their credential cannot be read, or the provider "
            + "file no longer has their method. They are tried again in an hour. The command key-ring lists those that cannot be "
            + "read."
    )]
    private static partial void LogImpossible(ILogger logger, int count, string provider);

    [LoggerMessage(Level = LogLevel.Error, Message = "The tokens of {Provider} account {Account} could not be refreshed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string provider, Guid account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tokens that are due could not be refreshed; trying again in half a minute.")]
    private static partial void LogNotRefreshed(ILogger logger, Exception exception);
}
