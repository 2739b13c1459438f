using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Tests.Components;

/// <summary>The colour tokens of app.css by theme, and how well two colours can be told apart.</summary>
internal static partial class AppCss
{
    /// <summary>WCAG 2.2 AA for text of any size (1.4.3).</summary>
    public const double ReadableText = 4.5;

    /// <summary>WCAG 2.2 AA for the outline of a control (1.4.11).</summary>
    public const double VisibleControl = 3;

    private static readonly string Text = Read();

    public static readonly IReadOnlyDictionary<string, string> Light = Tokens(":root {");
    public static readonly IReadOnlyDictionary<string, string> Dark = Tokens(":root[data-theme=\"dark\"] {");

    public static IReadOnlyDictionary<string, string> Of(string theme) => theme == "light" ? Light : Dark;

    /// <returns>The contrast ratio as WCAG defines it, 1 to 21.</returns>
    public static double Contrast(string one, string other)
    {
        var (lighter, darker) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double Luminance(string color)
    {
        double Channel(int start)
        {
            var value = int.Parse(color.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    private static Dictionary<string, string> Tokens(string selector)
    {
        var start = Text.IndexOf(selector, StringComparison.Ordinal);
        var block = Text[start..Text.IndexOf('}', start)];
        return Token()
            .Matches(block)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["color"].Value, StringComparer.Ordinal);
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(AppCss).Assembly.GetManifestResourceStream("app.css")!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("--hub-(?<name>[a-z-]+): (?<color>#[0-9a-f]{6});", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
