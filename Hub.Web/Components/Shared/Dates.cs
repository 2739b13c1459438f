using Hub.Web.Languages;

namespace Hub.Web.Components.Shared;

/// <summary>Writes dates as the language does. For how long ago something was, see <see cref="Ago"/>.</summary>
internal static class Dates
{
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("F", Language.Current.Culture);

    /// <summary>In the time zone of the reader, without its name.</summary>
    public static string LocalMinute(DateTimeOffset at, TimeZoneInfo zone)
    {
        var culture = Language.Current.Culture;
        return TimeZoneInfo
            .ConvertTime(at, zone)
            .ToString(culture.DateTimeFormat.FullDateTimePattern.Replace(" 'UTC'", "", StringComparison.Ordinal), culture);
    }

    /// <summary>Without the year where it is this one.</summary>
    public static string ShortDay(DateTimeOffset at, DateTimeOffset now)
    {
        var culture = Language.Current.Culture;
        var dates = culture.DateTimeFormat;
        var pattern = at.UtcDateTime.Year == now.UtcDateTime.Year ? dates.MonthDayPattern : dates.LongDatePattern;
        return at.UtcDateTime.ToString(pattern.Replace("MMMM", "MMM", StringComparison.Ordinal), culture);
    }

    public static string Day(DateTimeOffset at) => at.ToString("D", Language.Current.Culture);

    public static string Day(DateOnly day) => day.ToString("D", Language.Current.Culture);
}
