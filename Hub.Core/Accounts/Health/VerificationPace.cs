using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Core.Accounts.Health;

/// <summary>
/// Keeps accounts that are overdue from being verified all at once, after a day of downtime or a jump of the clock: those of one provider
/// are verified at most four times as fast as they become due. Apart from the provider's budget, which is about what the provider bears.
/// </summary>
internal sealed class VerificationPace(IDbContextFactory<HubDbContext> contexts, IOptions<VerificationOptions> options, TimeProvider time)
    : IDisposable
{
    private const int CatchUp = 4;

    /// <summary>So many are verified at once, and a Hub with few accounts is not made to wait.</summary>
    private const int AtOnce = 60;

    private const double LeastPerMinute = 4;

    /// <summary>What comes in between two runs of the job must find room.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CountInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Pace> _paces = new(StringComparer.Ordinal);

    /// <summary>Counts a provider's accounts now and then.</summary>
    public async Task PrepareAsync(string providerSlug, CancellationToken cancellationToken)
    {
        if (_paces.TryGetValue(providerSlug, out var present) && time.GetElapsedTime(present.CountedAt) < CountInterval)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts = await db.AccountHealth.CountAsync(
            health => health.ProviderSlug == providerSlug && health.NextVerificationAt != null,
            cancellationToken
        );
        var perSecond = Math.Max(LeastPerMinute / 60, CatchUp * accounts / options.Value.Interval.TotalSeconds);
        // Counted again within a tenth: the pace goes on as it is.
        if (present is not null && Math.Abs(present.PerSecond - perSecond) <= present.PerSecond / 10)
        {
            _paces[providerSlug] = present with { CountedAt = time.GetTimestamp() };
            return;
        }

        _paces[providerSlug] = new Pace(NewLimiter(perSecond), perSecond, time.GetTimestamp());
        present?.Limiter.Dispose();
    }

    /// <returns>Whether one more account of the provider may be verified now; it is counted.</returns>
    public bool Allows(string providerSlug)
    {
        var limiter = _paces[providerSlug].Limiter;
        limiter.TryReplenish();
        using var lease = limiter.AttemptAcquire();
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        foreach (var pace in _paces.Values)
        {
            pace.Limiter.Dispose();
        }
    }

    private static TokenBucketRateLimiter NewLimiter(double perSecond)
    {
        var tokens = Math.Max(1, (int)perSecond);
        return new TokenBucketRateLimiter(
            new TokenBucketRateLimiterOptions
            {
                TokenLimit = Math.Max(AtOnce, (int)(perSecond * Longest.TotalSeconds)),
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / perSecond),
                AutoReplenishment = false,
            }
        );
    }

    private sealed record Pace(TokenBucketRateLimiter Limiter, double PerSecond, long CountedAt);
}
