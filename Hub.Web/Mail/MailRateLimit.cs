using System.Threading.RateLimiting;

namespace Hub.Web.Mail;

/// <summary>Limits the mails that people cause: nobody's inbox is filled through Hub. At each node.</summary>
internal sealed class MailRateLimit : IDisposable
{
    private const int PerRecipient = 5;
    private const int PerSender = 30;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<string> _recipients = LimiterOf(PerRecipient);
    private readonly PartitionedRateLimiter<string> _senders = LimiterOf(PerSender);

    /// <summary>Counts a mail to this address.</summary>
    /// <returns>Whether it may be sent.</returns>
    public bool MaySendTo(string address) => Acquire(_recipients, address.ToUpperInvariant());

    /// <summary>Counts a mail that a person in Hub sends to another.</summary>
    /// <inheritdoc cref="MaySendTo"/>
    public bool MaySend(Guid sender) => Acquire(_senders, sender.ToString());

    public void Dispose()
    {
        _recipients.Dispose();
        _senders.Dispose();
    }

    private static bool Acquire(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> LimiterOf(int permits) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetSlidingWindowLimiter(
                key,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = permits,
                    Window = Window,
                    SegmentsPerWindow = 6,
                }
            )
        );
}
