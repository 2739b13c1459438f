using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Core.Accounts.Health;

/// <summary>
/// Verifies the accounts that are due, so that a credential that no longer works is found before it is needed. Providers are handled in
/// parallel: one that is slow or unavailable delays no other. See ADR-0031.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class VerificationJob(
    VerificationLeases leases,
    VerificationPace pace,
    ProviderBudgets budgets,
    ProviderCircuits circuits,
    StoredCredentialVerifier verifier,
    VerificationRecorder recorder,
    UnreadableCredentials unreadable,
    KeyRingCheck keyRing,
    ProviderCatalog catalog,
    IOptions<VerificationOptions> options,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time,
    ILogger<VerificationJob> log
) : IJob
{
    /// <summary>No verification begins after that, so that what is due at other providers by then is handled by the next run.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>How many accounts of one provider are verified at the same time.</summary>
    private const int MaxParallel = 4;

    private const int PageSize = 50;

    private static readonly TimeSpan WarningInterval = TimeSpan.FromHours(1);

    private DateTimeOffset _lastWarning;

    /// <returns>How often the job runs: often enough for the interval.</returns>
    public static TimeSpan PeriodOf(VerificationOptions options) =>
        TimeSpan.FromSeconds(Math.Clamp(options.Interval.TotalSeconds / 2, 0.5, 10));

    /// <summary>
    /// Verifies what is due. Several nodes may do so at once; one that cannot read the credentials leaves them to the others.
    /// </summary>
    /// <param name="cancellationToken">Gives up what has begun; those accounts stay due.</param>
    /// <returns>How many accounts were verified.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!await keyRing.FitsAsync(cancellationToken))
        {
            WarnOfKeyRing();
            return 0;
        }

        await unreadable.ReportAsync(cancellationToken);
        using var end = new CancellationTokenSource(TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        var runs = new List<Task<int>>();
        foreach (var provider in catalog.All)
        {
            if (await leases.ListDueAsync(provider.Slug, PageSize, cancellationToken) is { Count: > 0 } due)
            {
                runs.Add(RunAsync(provider, due, either.Token, cancellationToken));
            }
        }

        return (await Task.WhenAll(runs)).Sum();
    }

    /// <param name="end">Begins no further verification.</param>
    private async Task<int> RunAsync(Provider provider, List<Guid> due, CancellationToken end, CancellationToken cancellationToken)
    {
        await pace.PrepareAsync(provider.Slug, cancellationToken);
        var verified = 0;
        var isDown = false;
        var isTooFast = false;
        while (IsOpen() && due.Count > 0)
        {
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = MaxParallel },
                async (account, _) =>
                {
                    if (!IsOpen())
                    {
                        return;
                    }

                    if (!pace.Allows(provider.Slug))
                    {
                        Volatile.Write(ref isTooFast, true);
                        return;
                    }

                    switch (await VerifyAsync(provider, account, end, cancellationToken))
                    {
                        case Step.Verified:
                            Interlocked.Increment(ref verified);
                            break;
                        case Step.ProviderDown:
                            Volatile.Write(ref isDown, true);
                            break;
                        case Step.NotVerified:
                            break;
                    }
                }
            );
            due = IsOpen() ? await leases.ListDueAsync(provider.Slug, PageSize, cancellationToken) : [];
        }

        if (isDown && !cancellationToken.IsCancellationRequested)
        {
            await RecordDownAsync(provider, cancellationToken);
        }

        return verified;

        bool IsOpen() => !end.IsCancellationRequested && !Volatile.Read(ref isDown) && !Volatile.Read(ref isTooFast);
    }

    private async Task<Step> VerifyAsync(Provider provider, Guid accountId, CancellationToken end, CancellationToken cancellationToken)
    {
        if (await leases.TakeAsync(accountId, cancellationToken) is not { } lease)
        {
            return Step.NotVerified;
        }

        try
        {
            if (await ReadAsync(accountId, cancellationToken) is not { } account)
            {
                await leases.PostponeAsync(accountId, lease, until: null);
                return Step.NotVerified;
            }

            if (provider.FindMethod(account.AuthMethod) is not { } method)
            {
                // The provider file no longer has it.
                await leases.PostponeAsync(accountId, lease, time.GetUtcNow() + options.Value.Interval);
                return Step.NotVerified;
            }

            await budgets.WaitAsync(provider, method, end);
            var verification = await circuits.RunAsync(
                provider.Slug,
                cancel => verifier.VerifyAsync(account, provider, method, cancel),
                cancellationToken
            );
            if (verification is not null && await RecordAsync(account, provider, method, verification))
            {
                return Step.Verified;
            }

            await leases.ReleaseAsync(accountId, lease);
            return verification is null ? Step.ProviderDown : Step.NotVerified;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            await leases.ReleaseAsync(accountId, lease);
            return Step.NotVerified;
        }
        catch (Exception e)
        {
            // The other accounts are verified all the same; this one when its lease has ended.
            LogFailed(log, e, provider.Slug, accountId);
            return Step.NotVerified;
        }
    }

    private async Task<LinkedAccount?> ReadAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .LinkedAccounts.AsNoTracking()
            .Include(account => account.Credentials)
            .FirstOrDefaultAsync(account => account.Id == accountId, cancellationToken);
    }

    /// <summary>Cannot be cancelled: what the provider said is stored.</summary>
    /// <returns>False where the account was changed while the provider was asked.</returns>
    private async Task<bool> RecordAsync(LinkedAccount asked, Provider provider, AuthMethod method, StoredVerification verification)
    {
        if (verification is StoredVerification.Gone)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        return await db.WriteAsync(async _ =>
        {
            if (await VerificationRecorder.FindUnchangedAsync(db, asked) is not { } account)
            {
                return false;
            }

            await recorder.RecordAsync(db, account, provider, method, verification, Actor.Hub);
            await db.SaveChangesAsync(CancellationToken.None);
            return true;
        });
    }

    /// <summary>Nobody asks about each account of a provider that is down; after days, each says so all the same.</summary>
    private async Task RecordDownAsync(Provider provider, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - options.Value.NotVerifiedAfter;
        foreach (var accountId in await leases.MarkFailingAsync(provider.Slug, since, PageSize, cancellationToken))
        {
            if (
                await ReadAsync(accountId, cancellationToken) is { } account
                && provider.FindMethod(account.AuthMethod) is { } method
                && await leases.TakeAsync(accountId, cancellationToken) is { } lease
                && !await RecordAsync(account, provider, method, new StoredVerification.ProviderDown())
            )
            {
                await leases.ReleaseAsync(accountId, lease);
            }
        }
    }

    private void WarnOfKeyRing()
    {
        var now = time.GetUtcNow();
        if (_lastWarning + WarningInterval <= now)
        {
            _lastWarning = now;
            LogForeignKeyRing(log);
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
            LogNotVerified(log, e);
        }
    }

    private enum Step
    {
        Verified,
        NotVerified,
        ProviderDown,
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "This node verifies no accounts: its key ring is not the one that the credentials were encrypted with. Restore the "
            + "keys and the certificate."
    )]
    private static partial void LogForeignKeyRing(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Provider} account {Account} could not be verified.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string provider, Guid account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Accounts that are due could not be verified; the next run tries again.")]
    private static partial void LogNotVerified(ILogger logger, Exception exception);
}
