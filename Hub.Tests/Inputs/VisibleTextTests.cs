using CsCheck;
using Hub.Core.Inputs;

namespace Hub.Tests.Inputs;

public sealed class VisibleTextTests
{
    private static readonly Gen<string> Texts = Pieces.Of(
        12,
        "a",
        " ",
        "\n",
        "\u200b",
        "\u200d",
        "\u200c",
        "\ufe0f",
        "\u202e",
        "\ufeff",
        "é",
        "\u0301",
        "👩",
        "💻",
        "\U000e0067",
        "🏴",
        "\u3164",
        "\ud800"
    );

    [Theory]
    [InlineData(" \ufeffkey\u200b\u2060\r\n", "key")]
    [InlineData("\u202ekey\u00a0\u200e", "key")]
    [InlineData("a\u200bb", "a\u200bb")]
    [InlineData("\u200b\u3164", "")]
    public void invisible_characters_at_the_ends_are_removed(string text, string expected) =>
        Assert.Equal(expected, VisibleText.Trim(text));

    [Theory]
    [InlineData("key\u200bmore", 0x200b, 4)]
    [InlineData("k\ufeff", 0xfeff, 2)]
    [InlineData("👩x\u2060y", 0x2060, 3)]
    [InlineData("x\u202ey", 0x202e, 2)]
    [InlineData("x\ny", '\n', 2)]
    [InlineData("x\u0007y", 0x0007, 2)]
    [InlineData("x\u00a0y", 0x00a0, 2)]
    // In a word of ASCII letters they join nothing.
    [InlineData("x\u200dy", 0x200d, 2)]
    public void an_invisible_character_is_found_with_its_position(string text, int codePoint, int position)
    {
        Assert.Equal(new InvisibleCharacter(codePoint, position), VisibleText.FindInvisible(text));
    }

    [Theory]
    [InlineData("SERVICE 12345")]
    [InlineData("山田\u3000太郎")]
    [InlineData("👩\u200d💻 ❤\ufe0f")]
    [InlineData("می\u200cخواهم")]
    public void spaces_and_what_joins_letters_and_emoji_are_no_mistake(string text) => Assert.Null(VisibleText.FindInvisible(text));

    [Theory]
    [InlineData("  Jane \t\n Doe ", "Jane Doe")]
    [InlineData("\u202eJane\u0000 Doe\u200b", "Jane Doe")]
    [InlineData("👩\u200d💻 ❤\ufe0f", "👩\u200d💻 ❤\ufe0f")]
    [InlineData("می\u200cخواهم", "می\u200cخواهم")]
    [InlineData(
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    )]
    [InlineData("\u200d\ufe0f\U000e0067", "")]
    [InlineData("\u200b\u2060\u3164\u2800 ", "")]
    [InlineData("a\u200d", "a")]
    public void a_name_keeps_what_people_see(string text, string expected) => Assert.Equal(expected, VisibleText.CleanName(text));

    [Fact]
    public void a_clean_text_stays_as_it_is() =>
        Texts.Sample(
            text =>
            {
                Assert.Equal(VisibleText.Trim(text), VisibleText.Trim(VisibleText.Trim(text)));
                Assert.Equal(VisibleText.CleanName(text), VisibleText.CleanName(VisibleText.CleanName(text)));
            },
            iter: 2000
        );
}
