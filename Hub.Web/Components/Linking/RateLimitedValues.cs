using Hub.Core.Providers;
using Hub.Web.Messages;

namespace Hub.Web.Components.Linking;

/// <summary>
/// Values that the provider did not verify since it asked to slow down, and until when the same are not sent again. No record: those print
/// what they hold.
/// </summary>
internal sealed class RateLimitedValues(
    AuthMethod method,
    IReadOnlyList<string> values,
    DateTimeOffset until,
    Notice notice,
    TimeProvider time
)
{
    public Notice Notice => notice;

    /// <summary>In how many seconds they may be sent again.</summary>
    public int Wait => (int)Math.Ceiling(Math.Max((until - time.GetUtcNow()).TotalSeconds, 0));

    public bool Are(AuthMethod otherMethod, IReadOnlyList<string> others) =>
        method == otherMethod && values.SequenceEqual(others, StringComparer.Ordinal);

    /// <param name="isShown">False ends it.</param>
    /// <param name="changed">Called each second, and when the time is up.</param>
    public async Task CountDownAsync(Func<bool> isShown, Action changed, CancellationToken cancellationToken)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (isShown() && Wait > 0 && await second.WaitForNextTickAsync(cancellationToken))
            {
                changed();
            }

            // The time may have ended after the last rendering and before the loop looked.
            changed();
        }
        catch (OperationCanceledException)
        {
            // Left the page.
        }
    }
}
