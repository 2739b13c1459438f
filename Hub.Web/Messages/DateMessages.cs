using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>How long ago something was, or how soon it will be.</summary>
public sealed class DateMessages(IStringLocalizer<DateMessages> texts) : MessageSet(texts)
{
    // People plan with days rather than with months.
    private const int MaxDays = 99;

    /// <summary>In the largest unit that fits: "2 hours ago", "tomorrow", "just now".</summary>
    public string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = (at - now).Duration();
        var isPast = at <= now;
        return distance switch
        {
            { TotalMinutes: < 1 } => JustNow,
            { TotalHours: < 1 } => isPast ? MinutesAgo(distance.Minutes) : InMinutes(distance.Minutes),
            { TotalDays: < 1 } => isPast ? HoursAgo(distance.Hours) : InHours(distance.Hours),
            { TotalDays: < 30 } => isPast ? DaysAgo(distance.Days) : InDays(distance.Days),
            { TotalDays: < 365 } => isPast ? MonthsAgo(distance.Days / 30) : InMonths(distance.Days / 30),
            _ => isPast ? YearsAgo(distance.Days / 365) : InYears(distance.Days / 365),
        };
    }

    /// <summary>A day, and how far away it is: "30 Dec (in 30 days)".</summary>
    public string DayAndAge(string day, DateTimeOffset at, DateTimeOffset now)
    {
        var days = (at.UtcDateTime.Date - now.UtcDateTime.Date).Days;
        var age = days switch
        {
            > 0 and <= MaxDays => InDays(days),
            < 0 and >= -MaxDays => DaysAgo(-days),
            _ => Relative(at, now),
        };
        return Format(nameof(DayAndAge), day, age);
    }

    public string JustNow => Text();

    public string MinutesAgo(int count) => Plural(nameof(MinutesAgo), count);

    public string HoursAgo(int count) => Plural(nameof(HoursAgo), count);

    public string DaysAgo(int count) => Plural(nameof(DaysAgo), count);

    public string MonthsAgo(int count) => Plural(nameof(MonthsAgo), count);

    public string YearsAgo(int count) => Plural(nameof(YearsAgo), count);

    public string InMinutes(int count) => Plural(nameof(InMinutes), count);

    public string InHours(int count) => Plural(nameof(InHours), count);

    public string InDays(int count) => Plural(nameof(InDays), count);

    public string InMonths(int count) => Plural(nameof(InMonths), count);

    public string InYears(int count) => Plural(nameof(InYears), count);
}
