using Hub.Web.Components.Layout;
using MudBlazor;
using MudBlazor.Utilities;

namespace Hub.Tests.Components;

/// <summary>The colours of both themes: the same in app.css and in MudBlazor's theme, and readable.</summary>
public sealed class LookTests
{
    private static readonly string[] Backgrounds =
    [
        "background",
        "surface",
        "sunken",
        "accent-soft",
        "success-soft",
        "warning-soft",
        "error-soft",
    ];

    public static TheoryData<string, string, string> TextOnBackground
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var theme in new[] { "light", "dark" })
            {
                // Messages of every tone hold text, hints and links, and a badge stands on any of them.
                foreach (var text in new[] { "text", "muted", "accent", "accent-strong", "success", "warning", "error" })
                {
                    foreach (var background in Backgrounds)
                    {
                        data.Add(theme, text, background);
                    }
                }

                data.Add(theme, "on-accent", "accent");
                data.Add(theme, "on-accent", "accent-strong");
                // The button that unlinks.
                data.Add(theme, "surface", "error");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(TextOnBackground))]
    public void text_can_be_read(string theme, string text, string background)
    {
        var tokens = AppCss.Of(theme);
        Assert.InRange(AppCss.Contrast(tokens[text], tokens[background]), AppCss.ReadableText, double.PositiveInfinity);
    }

    [Theory]
    [InlineData("light", "background")]
    [InlineData("light", "surface")]
    [InlineData("dark", "background")]
    [InlineData("dark", "surface")]
    public void the_outline_of_an_input_can_be_seen(string theme, string background)
    {
        var tokens = AppCss.Of(theme);
        Assert.InRange(AppCss.Contrast(tokens["control-line"], tokens[background]), AppCss.VisibleControl, double.PositiveInfinity);
    }

    [Fact]
    public void both_themes_have_the_same_tokens() =>
        Assert.Equal(AppCss.Light.Keys.Order(StringComparer.Ordinal), AppCss.Dark.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void contrast_is_computed_as_wcag_defines_it()
    {
        Assert.Equal(21, AppCss.Contrast("#000000", "#ffffff"), precision: 10);
        // The grey that just passes on white.
        Assert.Equal(4.54, AppCss.Contrast("#ffffff", "#767676"), precision: 2);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void mudblazors_palette_is_that_of_the_css(string theme)
    {
        Palette palette = theme == "light" ? HubTheme.Theme.PaletteLight : HubTheme.Theme.PaletteDark;
        var tokens = AppCss.Of(theme);
        Assert.All(
            new (string Token, MudColor Color)[]
            {
                ("background", palette.Background),
                ("surface", palette.Surface),
                ("sunken", palette.BackgroundGray),
                ("text", palette.TextPrimary),
                ("muted", palette.TextSecondary),
                ("muted", palette.TextDisabled),
                ("muted", palette.ActionDefault),
                ("line", palette.Divider),
                ("line", palette.LinesDefault),
                ("line", palette.TableLines),
                ("control-line", palette.LinesInputs),
                ("accent", palette.Primary),
                ("accent", palette.Info),
                ("on-accent", palette.PrimaryContrastText),
                ("success", palette.Success),
                ("warning", palette.Warning),
                ("error", palette.Error),
            },
            pair => Assert.Equal(new MudColor(tokens[pair.Token]), pair.Color)
        );
    }
}
