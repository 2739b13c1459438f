using System.Threading.RateLimiting;
using Hub.Core.Identity;

namespace Hub.Core.Verification;

/// <summary>
/// How fast one owner may have keys verified. Nobody who links accounts notices; who tries out stolen keys from Hub's address,
/// or gets that address locked out at a provider for everybody, does.
/// </summary>
public sealed class VerificationPace : IDisposable
{
    public const int PerMinute = 60;

    private readonly PartitionedRateLimiter<OwnerId> _owners = PartitionedRateLimiter.Create<OwnerId, OwnerId>(owner =>
        RateLimitPartition.GetFixedWindowLimiter(owner, _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <returns>True when a verification may start now; it is counted.</returns>
    public bool Allows(OwnerId owner)
    {
        using var lease = _owners.AttemptAcquire(owner);
        return lease.IsAcquired;
    }

    public void Dispose() => _owners.Dispose();
}
