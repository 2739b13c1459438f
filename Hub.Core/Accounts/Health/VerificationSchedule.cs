namespace Hub.Core.Accounts.Health;

/// <summary>
/// How long to wait until an account is verified again. Every wait has jitter, so that accounts that were linked together are not verified
/// together.
/// </summary>
internal static class VerificationSchedule
{
    /// <summary>
    /// The shortest wait after a rejection: some providers lock an account after several. Also how far apart two rejections have to be
    /// where one alone may have innocent causes.
    /// </summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromHours(1);

    /// <summary>The first wait after a verification without a clear answer.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(5);

    /// <param name="random">From 0 to 1.</param>
    /// <returns>The interval, give or take a fifth.</returns>
    public static TimeSpan AfterAcceptance(TimeSpan interval, double random) => interval * (0.8 + (0.4 * random));

    /// <returns>An hour, or the interval where that is shorter.</returns>
    public static TimeSpan SecondLookAfter(TimeSpan interval) => Shorter(SecondLook, interval);

    /// <summary>An hour, doubled each time, up to the interval.</summary>
    /// <param name="rejections">How many there were in a row, from 1.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan AfterRejection(TimeSpan interval, int rejections, double random) =>
        Later(Doubled(SecondLook, rejections, interval), random);

    /// <summary>Five minutes, doubled each time, up to the interval; never earlier than the provider asks for.</summary>
    /// <param name="failures">How many there were in a row, from 1.</param>
    /// <param name="retryAfter">How long the provider asks to wait; null where it does not say.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan AfterFailure(TimeSpan interval, int failures, TimeSpan? retryAfter, double random)
    {
        var wait = Doubled(Retry, failures, interval);
        return Later(retryAfter > wait ? retryAfter.Value : wait, random);
    }

    private static TimeSpan Doubled(TimeSpan first, int count, TimeSpan longest) =>
        Shorter(Shorter(first, longest) * Math.Pow(2, Math.Clamp(count - 1, 0, 20)), longest);

    private static TimeSpan Later(TimeSpan wait, double random) => wait * (1 + (0.2 * random));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
