using System.Globalization;

namespace Hub.Web.Components.Shared;

internal static class Monogram
{
    /// <returns>One or two letters: the capitals of a name such as SmartRecruiters, or its initials.</returns>
    public static string Of(string name)
    {
        var capitals = string.Concat(name.Where(char.IsUpper).Take(2));
        return capitals.Length > 0 ? capitals : name[..1].ToUpperInvariant();
    }

    /// <returns>Black or white, whichever is easier to read on the colour (WCAG relative luminance).</returns>
    public static string InkOn(string color)
    {
        double Channel(int start)
        {
            var value = int.Parse(color.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        var luminance = (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
        return (1.05 / (luminance + 0.05)) >= ((luminance + 0.05) / 0.05) ? "#ffffff" : "#000000";
    }
}
