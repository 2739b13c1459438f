using System.Threading.RateLimiting;

namespace Hub.Core.Verification;

/// <summary>
/// Limits verifications per owner, connect session or access key. High enough for everybody who links accounts; too low to try out stolen
/// keys from Hub's address, or to get that address locked out at a provider for everybody.
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
