using Bunit;
using Hub.Core.Identity;
using Hub.Web.Components.Linking;

namespace Hub.Tests.Components;

public sealed class ProviderPickerPageTests : HubTestContext
{
    private const string Alone = "Nobody here";

    [Fact]
    public void all_providers_are_shown_most_used_first() =>
        Assert.Equal(["Lumen Hire", "Northern Desk", "Tandem", "Playground"], Names(Render<ProviderPickerPage>()));

    [Fact]
    public void a_tile_has_the_providers_name_and_says_what_it_is_for()
    {
        var page = Render<ProviderPickerPage>();
        var tile = page.Find(".tile");
        Assert.Equal("Lumen Hire", tile.QuerySelector("button")!.TextContent);
        Assert.Equal("Recruiting", tile.QuerySelector(".category")!.TextContent);
    }

    [Theory]
    [InlineData("desk", "Northern Desk")]
    [InlineData("  LUMEN ", "Lumen Hire")]
    [InlineData("candle", "Lumen Hire")]
    public void search_finds_a_provider_by_name_and_by_alias(string text, string expected)
    {
        var page = Render<ProviderPickerPage>();
        Search(page, text);
        Assert.Equal([expected], Names(page));
        Assert.Equal("1 found", page.Find("[role=status].visually-hidden").TextContent);
    }

    [Fact]
    public void a_category_shows_its_providers_alone()
    {
        var page = Render<ProviderPickerPage>();
        Assert.Equal(["All"], PressedChips(page));

        Chip(page, "Recruiting").Click();

        Assert.Equal(["Lumen Hire", "Playground"], Names(page));
        Assert.Equal(["Recruiting"], PressedChips(page));

        Chip(page, "All").Click();

        Assert.Equal(4, Names(page).Count());
    }

    [Fact]
    public void only_categories_that_have_a_provider_are_offered() =>
        Assert.Equal(["All", "Recruiting", "HR", "Support"], Render<ProviderPickerPage>().FindAll(".chip").Select(chip => chip.TextContent));

    [Fact]
    public void without_a_match_one_press_shows_all_again()
    {
        var page = Render<ProviderPickerPage>();
        Chip(page, "Support").Click();
        Search(page, Alone);
        Assert.Empty(Names(page));
        Assert.Equal($"No provider matches “{Alone}” in Support.", page.Find(".none p").TextContent);

        page.Find(".none button").Click();

        Assert.Equal(4, Names(page).Count());
        Assert.Equal(["All"], PressedChips(page));
        Assert.Equal("", page.Find("input").GetAttribute("value") ?? "");
    }

    [Fact]
    public void the_search_text_is_shown_as_text()
    {
        var page = Render<ProviderPickerPage>();
        Search(page, "<script>alert(1)</script>");
        Assert.Empty(page.FindAll("script"));
        Assert.Contains("<script>", page.Find(".none p").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void enter_opens_the_first_that_was_found()
    {
        var page = Render<ProviderPickerPage>();
        Search(page, "e"); // In all but Playground and Tandem.
        page.Find("form").Submit();
        Assert.Equal("link/lumen", Location);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(Alone)]
    public void enter_opens_nothing_where_nothing_was_asked_or_found(string text)
    {
        var page = Render<ProviderPickerPage>();
        Search(page, text);
        page.Find("form").Submit();
        Assert.Equal("", Location);
    }

    [Fact]
    public void a_tile_opens_its_provider()
    {
        Render<ProviderPickerPage>().FindAll(".tile button")[1].Click();
        Assert.Equal("link/desk", Location);
    }

    [Theory]
    [InlineData(HubRoles.Administrator, "link?welcome=administrator", true)]
    [InlineData(HubRoles.Administrator, "link", false)]
    [InlineData(HubRoles.Member, "link?welcome=administrator", false)]
    public void only_the_first_administrator_is_welcomed(string role, string address, bool welcomed)
    {
        SignIn(role);
        Navigation.NavigateTo(address);
        Assert.Equal(welcomed ? 1 : 0, Render<ProviderPickerPage>().FindAll(".welcome").Count);
    }

    [Fact]
    public void the_sandbox_is_suggested_where_it_is_on() =>
        Assert.Equal("link/playground", Render<ProviderPickerPage>().Find(".hub-lead a").GetAttribute("href"));

    [Fact]
    public void no_sandbox_is_suggested_where_it_is_off()
    {
        Providers = [SampleProviders.Lumen];
        var page = Render<ProviderPickerPage>();
        Assert.Empty(page.FindAll(".hub-lead a"));
        // A single category is no choice.
        Assert.Empty(page.FindAll(".chip"));
    }

    private static void Search(IRenderedComponent<ProviderPickerPage> page, string text) => page.Find("input").Input(text);

    private static AngleSharp.Dom.IElement Chip(IRenderedComponent<ProviderPickerPage> page, string label) =>
        page.FindAll(".chip").Single(chip => chip.TextContent == label);

    private static IEnumerable<string> Names(IRenderedComponent<ProviderPickerPage> page) => page.FindAll(".tile button").Select(name => name.TextContent);

    private static IEnumerable<string> PressedChips(IRenderedComponent<ProviderPickerPage> page) =>
        page.FindAll(".chip[aria-pressed=true]").Select(chip => chip.TextContent);
}
