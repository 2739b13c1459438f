using System.Threading.RateLimiting;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>
/// Paces the requests that Hub makes by itself, for each provider and on each node: a quarter of the provider's documented rate limit, and
/// one request a second where none is documented. What a person waits for is not paced. See ADR-0031.
/// </summary>
public sealed class ProviderBudgets : IDisposable
{
    /// <summary>Several nodes, and the product's own requests, share the limit.</summary>
    private const double Share = 0.25;

    private static readonly RateLimit Undocumented = new() { Requests = 4, Per = RatePeriod.Second };

    private readonly PartitionedRateLimiter<Provider> _limiters = PartitionedRateLimiter.Create<Provider, string>(provider =>
        RateLimitPartition.GetTokenBucketLimiter(provider.Slug, _ => BudgetOf(provider.RateLimit ?? Undocumented))
    );

    /// <summary>Waits until the requests of one verification may be sent; they are counted.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task WaitAsync(Provider provider, AuthMethod method, CancellationToken cancellationToken)
    {
        for (var requests = RequestsOf(method); requests > 0; requests--)
        {
            using var lease = await _limiters.AcquireAsync(provider, permitCount: 1, cancellationToken);
        }
    }

    public void Dispose() => _limiters.Dispose();

    /// <returns>A bucket that holds at most what comes in within a second.</returns>
    internal static TokenBucketRateLimiterOptions BudgetOf(RateLimit limit)
    {
        var perSecond = limit.Requests * Share / limit.Period.TotalSeconds;
        var atOnce = Math.Max(1, (int)perSecond);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = atOnce,
            TokensPerPeriod = atOnce,
            ReplenishmentPeriod = TimeSpan.FromSeconds(atOnce / perSecond),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };
    }

    private static int RequestsOf(AuthMethod method) =>
        (method.FindCheck()?.Requests.Count() ?? 0) + (method is AuthMethod.ClientCredentials ? 1 : 0);
}
