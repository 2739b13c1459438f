using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Hub.Web.Security;

/// <summary>
/// Limits how many unknown tokens of connect sessions a client may try. Nobody can guess one; this protects the database from those who
/// try. Known links do not count, so an office behind one address can open as many as it gets.
/// </summary>
internal sealed class ConnectRateLimit(IOptions<SignInRateLimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(client =>
        options.Value.SignInAttemptsPerMinute is > 0 and var perMinute
            ? RateLimitPartition.GetSlidingWindowLimiter(
                client,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = perMinute,
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = 6,
                }
            )
            : RateLimitPartition.GetNoLimiter(client)
    );

    /// <param name="client">As <see cref="SignInRateLimit.ClientOf"/> names it.</param>
    public bool MayTry(string client)
    {
        using var lease = _limiter.AttemptAcquire(client, 0);
        return lease.IsAcquired;
    }

    public void Failed(string client) => _limiter.AttemptAcquire(client).Dispose();

    public void Dispose() => _limiter.Dispose();
}
