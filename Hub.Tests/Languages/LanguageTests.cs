using System.Globalization;
using Hub.Core.Identity;
using Hub.Web.Components.Shared;
using Hub.Web.Languages;

namespace Hub.Tests.Languages;

public sealed class LanguageTests
{
    public static TheoryData<string> Tags => [.. Language.All.Select(language => language.Tag)];

    [Fact]
    public void there_are_ten() =>
        Assert.Equal(
            ["ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt-BR"],
            Language.All.Select(language => language.Tag).Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("de", "de")]
    [InlineData("DE", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("de-Latn-CH-1996", "de")]
    [InlineData("pt-BR", "pt-BR")]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("pt-PT", "pt-BR")]
    [InlineData("pt", "pt-BR")]
    [InlineData("en-GB", "en")]
    [InlineData("ar-SA", "ar")]
    [InlineData("zh", null)]
    [InlineData("deu", null)]
    [InlineData("d", null)]
    [InlineData("*", null)]
    [InlineData("../de", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void a_tag_is_the_language_of_its_region(string? tag, string? language) => Assert.Equal(language, Language.Find(tag)?.Tag);

    [Theory]
    [MemberData(nameof(Tags))]
    public void a_user_can_store_it(string tag)
    {
        Assert.InRange(tag.Length, 2, HubUser.MaxLanguageLength);
        Assert.Equal(tag, Language.Find(tag)!.Culture.Name);
    }

    [Theory]
    [InlineData("ar", "rtl")]
    [InlineData("de", "ltr")]
    [InlineData("ja", "ltr")]
    public void a_language_has_a_direction(string tag, string direction) => Assert.Equal(direction, Language.Find(tag)!.Direction);

    [Theory]
    [InlineData("en", "2 May 2026", "2 May 2026, 09:05 UTC")]
    [InlineData("de", "2. Mai 2026", "2. Mai 2026, 09:05 UTC")]
    [InlineData("es", "2 de mayo de 2026", "2 de mayo de 2026, 09:05 UTC")]
    [InlineData("fr", "2 mai 2026", "2 mai 2026, 09:05 UTC")]
    [InlineData("it", "2 maggio 2026", "2 maggio 2026, 09:05 UTC")]
    [InlineData("nl", "2 mei 2026", "2 mei 2026, 09:05 UTC")]
    [InlineData("pl", "2 maja 2026", "2 maja 2026, 09:05 UTC")]
    [InlineData("pt-BR", "2 de maio de 2026", "2 de maio de 2026, 09:05 UTC")]
    [InlineData("ja", "2026年5月2日", "2026年5月2日 09:05 UTC")]
    [InlineData("ar", "2 مايو 2026", "2 مايو 2026، 09:05 UTC")]
    public void dates_are_written_as_the_language_does(string tag, string day, string minute) =>
        In(
            tag,
            () =>
            {
                var at = new DateTimeOffset(2026, 5, 2, 9, 5, 0, TimeSpan.Zero);
                Assert.Equal((day, day, minute), (Dates.Day(at), Dates.Day(new DateOnly(2026, 5, 2)), Dates.Minute(at)));
            }
        );

    [Theory]
    [MemberData(nameof(Tags))]
    public void years_are_those_of_the_gregorian_calendar_and_digits_those_of_keys(string tag)
    {
        var culture = Language.Find(tag)!.Culture;
        Assert.Contains("2026", new DateTime(2026, 5, 2, 0, 0, 0, DateTimeKind.Utc).ToString("D", culture), StringComparison.Ordinal);
        Assert.Equal("1234", string.Format(culture, "{0}", 1234));
        Assert.DoesNotContain(1234.5.ToString("N1", culture), sign => sign is '٬' or '٫');
    }

    private static void In(string tag, Action act)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Language.Find(tag)!.Culture;
        try
        {
            act();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
