using System.Threading.RateLimiting;

namespace Hub.Core.Verification;

/// <summary>
/// How fast one owner, the holder of one connect session, or one access key may have keys verified. Nobody who links accounts notices; who
/// tries out stolen keys from Hub's address,
/// or gets that address locked out at a provider for everybody, does.
/// </summary>
public sealed class VerificationRateLimiter : IDisposable
{
    public const int PerMinute = 60;

    private readonly PartitionedRateLimiter<Guid> _callers = PartitionedRateLimiter.Create<Guid, Guid>(caller =>
        RateLimitPartition.GetFixedWindowLimiter(
            caller,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) }
        )
    );

    /// <returns>True when a verification may start now; it is counted.</returns>
    public bool Allows(Guid caller)
    {
        using var lease = _callers.AttemptAcquire(caller);
        return lease.IsAcquired;
    }

    public void Dispose() => _callers.Dispose();
}
