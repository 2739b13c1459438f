using System.Globalization;

namespace Hub.Web.Components.Shared;

internal static class Dates
{
    public static string Day(DateTimeOffset at) => at.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
