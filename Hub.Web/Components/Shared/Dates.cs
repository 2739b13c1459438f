using Hub.Web.Languages;

namespace Hub.Web.Components.Shared;

/// <summary>Writes dates as the language does. For how long ago something was, see <see cref="Ago"/>.</summary>
internal static class Dates
{
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("F", Language.Current.Culture);

    public static string Day(DateTimeOffset at) => at.ToString("D", Language.Current.Culture);

    public static string Day(DateOnly day) => day.ToString("D", Language.Current.Culture);
}
