using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Web.Languages;

/// <summary>A language that people read Hub in. Its sentences are in <c>Hub.Web/Messages</c>, in the resource files with its tag.</summary>
internal sealed partial record Language
{
    private Language(string tag, string name, PluralRule plurals)
    {
        (Tag, Name, Plurals, Culture) = (tag, name, plurals, CultureOf(tag));
    }

    /// <summary>In the order of their own names, as the menu shows them.</summary>
    private static readonly Language[] Listed =
    [
        new("de", "Deutsch", PluralRule.OneIsOne),
        new("en", "English", PluralRule.OneIsOne),
        new("es", "Español", PluralRule.OneIsOne),
        new("fr", "Français", PluralRule.ZeroAndOneAreOne),
        new("it", "Italiano", PluralRule.OneIsOne),
        new("nl", "Nederlands", PluralRule.OneIsOne),
        new("pl", "Polski", PluralRule.Polish),
        new("pt-BR", "Português (Brasil)", PluralRule.ZeroAndOneAreOne),
        new("ar", "العربية", PluralRule.Arabic),
        new("ja", "日本語", PluralRule.Japanese),
    ];

    /// <summary>Where .NET runs without ICU's data (globalization-invariant mode), only English.</summary>
    public static IReadOnlyList<Language> All { get; } = [.. Listed.Where(language => language.Tag == "en" || language.Culture.Name != "")];

    /// <summary>The language of the source, of the API and of everybody whose language Hub does not have.</summary>
    public static Language English { get; } = Listed.Single(language => language.Tag == "en");

    /// <summary>The language of what runs at the moment.</summary>
    public static Language Current => Find(CultureInfo.CurrentUICulture.Name) ?? English;

    /// <summary>The BCP 47 tag, e.g. <c>pt-BR</c>.</summary>
    public string Tag { get; }

    /// <summary>What the language calls itself.</summary>
    public string Name { get; }

    public PluralRule Plurals { get; }

    /// <summary>Also writes dates and numbers.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The value of HTML's <c>dir</c>.</summary>
    public string Direction => Culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <summary>Without the language of the region, it is the language: <c>de-AT</c> is <c>de</c>, <c>pt-PT</c> is <c>pt-BR</c>.</summary>
    /// <param name="tag">A BCP 47 tag; may be anything.</param>
    /// <returns>Null for a language that Hub does not have.</returns>
    public static Language? Find(string? tag)
    {
        if (string.IsNullOrEmpty(tag))
        {
            return null;
        }

        var primary = tag.Split('-')[0];
        return All.FirstOrDefault(language => language.Tag.Equals(tag, StringComparison.OrdinalIgnoreCase))
            ?? All.FirstOrDefault(language => language.Tag.Split('-')[0].Equals(primary, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Writes a list as the language that runs does: "A, B, C", "A، B، C", "A、B、C".</summary>
    public static string Join(IEnumerable<string> items) =>
        string.Join(
            Current.Tag switch
            {
                "ar" => "، ",
                "ja" => "、",
                _ => ", ",
            },
            items
        );

    private static CultureInfo CultureOf(string tag)
    {
        CultureInfo culture;
        try
        {
            culture = (CultureInfo)CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Clone();
        }
        catch (CultureNotFoundException)
        {
            culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        }

        var dates = culture.DateTimeFormat;
        // What people copy from Hub into other systems is dated alike everywhere. (Some Arabic regions prefer the calendar Um al-Qura.)
        dates.Calendar = new GregorianCalendar();
        dates.LongDatePattern = tag == "en" ? "d MMMM yyyy" : DayOfWeek().Replace(dates.LongDatePattern, "");
        dates.MonthDayPattern = tag == "en" ? "d MMMM" : dates.MonthDayPattern;
        dates.FullDateTimePattern = $"{dates.LongDatePattern}{Separator(tag)}HH:mm 'UTC'";
        if (culture.TextInfo.IsRightToLeft)
        {
            // .NET writes digits as 0 to 9 in every language; the signs between them must fit.
            culture.NumberFormat = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        }

        return CultureInfo.ReadOnly(culture);
    }

    /// <summary>What stands between a date and a time.</summary>
    private static string Separator(string tag) =>
        tag switch
        {
            "ar" => "، ",
            "ja" => " ",
            _ => ", ",
        };

    // Many languages write the day of the week first, Japanese last.
    [GeneratedRegex("dddd[,،]? ?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DayOfWeek();
}
