namespace Hub.Core.Providers;

/// <summary>How many requests a provider accepts in a period.</summary>
public sealed record RateLimit
{
    public required int Requests { get; init; }
    public required RatePeriod Per { get; init; }

    internal TimeSpan Period =>
        Per switch
        {
            RatePeriod.Second => TimeSpan.FromSeconds(1),
            RatePeriod.Minute => TimeSpan.FromMinutes(1),
            RatePeriod.Hour => TimeSpan.FromHours(1),
            RatePeriod.Day => TimeSpan.FromDays(1),
        };
}

/// <summary>The period of a rate limit.</summary>
public enum RatePeriod
{
    Second,
    Minute,
    Hour,
    Day,
}
