using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Core.Accounts;

/// <summary>
/// Makes the accounts of a disabled provider inactive, and those of an enabled one what they were. In small transactions, so that it goes
/// on where it stopped; several nodes may do so at once.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class ProviderSwitchJob(IDbContextFactory<HubDbContext> contexts, TimeProvider time, ILogger<ProviderSwitchJob> log)
    : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const int BatchSize = 100;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var provider in await db.ProviderAvailability.AsNoTracking().Where(one => !one.IsApplied).ToListAsync(cancellationToken))
        {
            while (await ApplyAsync(provider, cancellationToken) == BatchSize) { }
        }
    }

    /// <returns>How many accounts it has changed.</returns>
    private async Task<int> ApplyAsync(ProviderAvailability provider, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(async _ =>
        {
            var accounts = await Others(db, provider).Take(BatchSize).ToListAsync(cancellationToken);
            var now = time.GetUtcNow();
            var by = new Actor(provider.ChangedByKind, provider.ChangedById);
            foreach (var account in accounts)
            {
                db.SetReason(account, ReasonGroup.Provider, provider.IsDisabled ? new StatusReason.ProviderDisabled() : null, by, now);
            }

            if (accounts.Count < BatchSize)
            {
                // Unless it was changed again meanwhile.
                await db
                    .ProviderAvailability.Where(one => one.ProviderSlug == provider.ProviderSlug && one.ChangedAt == provider.ChangedAt)
                    .ExecuteUpdateAsync(one => one.SetProperty(row => row.IsApplied, true), cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            return accounts.Count;
        });
    }

    /// <summary>Those whose reasons are not yet what they should be.</summary>
    private static IQueryable<LinkedAccount> Others(HubDbContext db, ProviderAvailability provider)
    {
        var code = new StatusReason.ProviderDisabled().Code;
        var accounts = db
            .LinkedAccounts.Include(account => account.Health)
            .Where(account => account.ProviderSlug == provider.ProviderSlug)
            .OrderBy(account => account.LinkedAt);
        return provider.IsDisabled
            ? accounts.Where(account => account.StoredReasons == null || !account.StoredReasons.Contains(code))
            : accounts.Where(account => account.StoredReasons!.Contains(code));
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
        Message = "The accounts of a provider that was disabled or enabled could not all be updated; the next try is in ten seconds."
    )]
    private static partial void LogFailed(ILogger logger, Exception e);
}
