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

    [Theory]
    [InlineData(HubRoles.Member, false)]
    [InlineData(HubRoles.Administrator, true)]
    public void where_people_could_only_sign_in_and_nobody_registered_a_client_Administrators_alone_see_it(string role, bool seen)
    {
        Providers = [.. SampleProviders.All, SampleProviders.Portal];
        SignIn(role);
        Assert.Equal(seen, Names(Render<ProviderPickerPage>()).Contains("Portal", StringComparer.Ordinal));
    }

    [Fact]
    public void a_tile_has_the_providers_name_and_says_what_it_is_for()
    {
        var page = Render<ProviderPickerPage>();
        var tile = page.Find(".tile");
        Assert.Equal("Lumen Hire", tile.QuerySelector("a")!.TextContent);
        Assert.Equal("Recruiting", tile.QuerySelector(".detail")!.TextContent);
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
        Assert.Equal("1 provider matches", Status(page));
    }

    [Fact]
    public void a_category_shows_its_providers_alone()
    {
        var page = Render<ProviderPickerPage>();
        Assert.Equal(["All 4"], PressedChips(page));

        Chip(page, "Recruiting 2").Click();

        Assert.Equal(["Lumen Hire", "Playground"], Names(page));
        Assert.Equal(["Recruiting 2"], PressedChips(page));

        Chip(page, "All 4").Click();

        Assert.Equal(4, Names(page).Count());
    }

    [Fact]
    public void only_categories_that_have_a_provider_are_offered_with_their_number() =>
        Assert.Equal(
            ["All 4", "Recruiting 2", "HR 1", "Support 1"],
            Render<ProviderPickerPage>().FindAll(".chip").Select(chip => chip.TextContent)
        );

    [Fact]
    public void without_a_match_one_press_shows_all_again()
    {
        var page = Render<ProviderPickerPage>();
        Chip(page, "Support 1").Click();
        Search(page, Alone);
        Assert.Empty(Names(page));
        Assert.Equal($"No provider matches “{Alone}” in Support.", Status(page));
        Assert.Equal("Show all providers", Assert.Single(page.FindAll(".none button")).TextContent);

        page.Find(".none button").Click();

        Assert.Equal(4, Names(page).Count());
        Assert.Equal(["All 4"], PressedChips(page));
        Assert.Equal("", page.Find("input").GetAttribute("value") ?? "");
    }

    [Fact]
    public void the_search_text_is_shown_as_text()
    {
        var page = Render<ProviderPickerPage>();
        Search(page, "<script>alert(1)</script>");
        Assert.Empty(page.FindAll("script"));
        Assert.Contains("<script>", Status(page), StringComparison.Ordinal);
    }

    [Fact]
    public void enter_opens_the_first_that_was_found()
    {
        var page = Render<ProviderPickerPage>();
        Search(page, "north");
        page.Find("form").Submit();
        Assert.Equal("link/desk", Location);
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
    public void a_tile_opens_its_provider() =>
        Assert.Equal(
            ["link/lumen", "link/desk", "link/tandem", "link/playground"],
            Render<ProviderPickerPage>().FindAll(".tile a").Select(tile => tile.GetAttribute("href"))
        );

    [Fact]
    public void those_who_hear_the_page_hear_how_many_were_found()
    {
        var page = Render<ProviderPickerPage>();
        Assert.Equal("4 providers, most used first", Status(page));
        Search(page, "recruiting");
        Assert.Equal("2 providers match, best first", Status(page));
        Search(page, "");
        Chip(page, "Support 1").Click();
        Assert.Equal("1 provider", Status(page));
    }

    [Fact]
    public void what_fits_in_another_category_is_offered()
    {
        Navigation.NavigateTo("link");
        var page = Render<ProviderPickerPage>();
        Chip(page, "Support 1").Click();
        Search(page, "lumen");
        Assert.Equal("No provider matches “lumen” in Support.", Status(page));
        var button = page.Find(".none button");
        Assert.Equal("Search in all categories (1)", button.TextContent);

        button.Click();

        Assert.Equal(["Lumen Hire"], Names(page));
        Assert.Equal("link?q=lumen", Location);
    }

    [Theory]
    [InlineData(HubRoles.Administrator, "Hub:Providers:Directory")]
    [InlineData(HubRoles.Member, "Ask an Administrator of this Hub to add it.")]
    public void who_misses_a_provider_learns_what_to_do(string role, string expected)
    {
        SignIn(role);
        var page = Render<ProviderPickerPage>();
        Search(page, Alone);
        Assert.Contains(expected, page.Find(".none p").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link?q=desk&category=Support", new[] { "Northern Desk" }, "Support 1")]
    [InlineData("link?category=ats", new[] { "Lumen Hire", "Playground" }, "Recruiting 2")]
    [InlineData("link?category=Payments", new[] { "Lumen Hire", "Northern Desk", "Tandem", "Playground" }, "All 4")] // Nobody is in it.
    [InlineData("link?category=nonsense&q=%20", new[] { "Lumen Hire", "Northern Desk", "Tandem", "Playground" }, "All 4")]
    public void an_address_brings_its_search_back(string address, string[] expected, string pressed)
    {
        Navigation.NavigateTo(address);
        var page = Render<ProviderPickerPage>();
        Assert.Equal(expected, Names(page));
        Assert.Equal([pressed], PressedChips(page));
    }

    [Fact]
    public void typing_changes_the_address_without_going_anywhere()
    {
        Navigation.NavigateTo("link?welcome=administrator");
        var page = Render<ProviderPickerPage>();
        var before = Navigation.History.Count;
        Search(page, "lumen hire");
        Assert.Equal(before, Navigation.History.Count);
        Assert.Equal(
            $"{Navigation.BaseUri}link?welcome=administrator&q=lumen%20hire",
            JSInterop.VerifyInvoke("hubAddress.replace").Arguments[0]
        );
    }

    [Fact]
    public void a_category_is_a_step_that_back_takes_back()
    {
        Navigation.NavigateTo("link");
        var page = Render<ProviderPickerPage>();
        Search(page, "recruiting");
        Chip(page, "Recruiting 2").Click();
        Assert.Equal("link?q=recruiting&category=Ats", Location);
        Assert.False(Navigation.History.First().Options.ReplaceHistoryEntry);

        // As the browser does on back.
        Navigation.NavigateTo("link?q=desk");

        Assert.Equal(["Northern Desk"], Names(page));
        Assert.Equal("desk", page.Find("input").GetAttribute("value"));
        Assert.Equal(["All 4"], PressedChips(page));
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

    private static string Status(IRenderedComponent<ProviderPickerPage> page) => page.Find(".summary [role=status] > span").TextContent;

    private static void Search(IRenderedComponent<ProviderPickerPage> page, string text) => page.Find("input").Search(text);

    private static AngleSharp.Dom.IElement Chip(IRenderedComponent<ProviderPickerPage> page, string label) =>
        page.FindAll(".chip").Single(chip => chip.TextContent == label);

    private static IEnumerable<string> Names(IRenderedComponent<ProviderPickerPage> page) =>
        page.FindAll(".tile a").Select(name => name.TextContent);

    private static IEnumerable<string> PressedChips(IRenderedComponent<ProviderPickerPage> page) =>
        page.FindAll(".chip[aria-pressed=true]").Select(chip => chip.TextContent);
}
