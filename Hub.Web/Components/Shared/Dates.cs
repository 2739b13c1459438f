using System.Globalization;

namespace Hub.Web.Components.Shared;

/// <summary>Writes dates as the language does. For how long ago something was, see <see cref="Ago"/>.</summary>
internal static class Dates
{
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.CurrentCulture);

    public static string Day(DateTimeOffset at) => at.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);

    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);
}
