using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Finding a provider: the picker by keyboard and in the browser's history, and the public pages.</summary>
public sealed class PickerTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task arrows_move_between_the_tiles_enter_opens_and_escape_clears()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link");
        var keyboard = person.Page.Keyboard;
        var search = person.Page.GetByLabel("Search providers");
        await Expect(search).ToBeFocusedAsync();

        await keyboard.PressAsync("ArrowDown");
        await Expect(Tile(person, 0)).ToBeFocusedAsync();
        await keyboard.PressAsync("ArrowRight");
        await Expect(Tile(person, 1)).ToBeFocusedAsync();
        await keyboard.PressAsync("ArrowDown");
        var below = await person.Page.EvaluateAsync<string>("document.activeElement.textContent");
        var (one, other) = (await BoxAsync(Tile(person, 1)), await BoxAsync(person.Link(below)));
        Assert.True(other.Y > one.Y, $"{below} is not below");
        Assert.Equal(one.X, other.X);
        await keyboard.PressAsync("ArrowUp");
        await Expect(Tile(person, 1)).ToBeFocusedAsync();
        await keyboard.PressAsync("ArrowLeft");
        await keyboard.PressAsync("ArrowUp");
        await Expect(search).ToBeFocusedAsync();

        await keyboard.TypeAsync("sandbox");
        await Expect(person.Page.GetByText("1 provider matches", new() { Exact = true })).ToBeVisibleAsync();
        await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("Escape");
        await Expect(search).ToBeFocusedAsync();
        await Expect(search).ToHaveValueAsync("");
        await Expect(person.Link("SmartRecruiters")).ToBeVisibleAsync();
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/link");

        await keyboard.TypeAsync("sandbox");
        await Expect(person.Link("SmartRecruiters")).Not.ToBeVisibleAsync();
        await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("Enter");
        await Expect(person.Heading("Connect Sandbox ATS")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task the_first_match_is_marked_and_said_and_enter_opens_it()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link");
        var keyboard = person.Page.Keyboard;
        await Expect(person.Page.GetByLabel("Search providers")).ToBeFocusedAsync();
        await Expect(person.Page.Locator(".marked")).ToHaveCountAsync(0);

        await keyboard.TypeAsync("smartrec");
        await Expect(person.Page.Locator(".summary [role=status]")).ToContainTextAsync("Press Enter to open SmartRecruiters.");
        await Expect(person.Page.Locator(".marked")).ToContainTextAsync("SmartRecruiters");
        await keyboard.PressAsync("Enter");
        await Expect(person.Heading("Connect SmartRecruiters")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("ltr", "ArrowRight", "ArrowLeft")]
    [InlineData("rtl", "ArrowLeft", "ArrowRight")]
    public async Task categories_and_tiles_are_one_tab_stop_each(string direction, string forward, string back)
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link");
        var keyboard = person.Page.Keyboard;
        var search = person.Page.GetByLabel("Search providers");
        await Expect(search).ToBeFocusedAsync();
        await person.Page.EvaluateAsync("direction => document.documentElement.dir = direction", direction);
        var chips = person.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Category" }).GetByRole(AriaRole.Button);

        await keyboard.PressAsync("Tab");
        await Expect(chips.First).ToBeFocusedAsync();
        await keyboard.PressAsync(forward);
        await Expect(chips.Nth(1)).ToBeFocusedAsync();
        await keyboard.PressAsync("End");
        await Expect(chips.Last).ToBeFocusedAsync();
        await keyboard.PressAsync("Home");
        await Expect(chips.First).ToBeFocusedAsync();
        await keyboard.PressAsync(forward);
        await keyboard.PressAsync("Enter");
        await Expect(chips.Nth(1)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(chips.Nth(1)).ToBeFocusedAsync();
        await keyboard.PressAsync(back);
        await keyboard.PressAsync("Enter");
        await Expect(chips.First).ToHaveAttributeAsync("aria-pressed", "true");

        // "Request from someone" and "All guides" stand between.
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Tab");
        await Expect(Tile(person, 0)).ToBeFocusedAsync();
        await keyboard.PressAsync(forward);
        await Expect(Tile(person, 1)).ToBeFocusedAsync();
        await keyboard.PressAsync("End");
        await Expect(person.Page.Locator(".tile a").Last).ToBeFocusedAsync();
        await Expect(person.Page.Locator(".tile a").Last).ToBeInViewportAsync();
        await keyboard.PressAsync("Home");
        await Expect(Tile(person, 0)).ToBeFocusedAsync();
        await keyboard.PressAsync(forward);
        await keyboard.PressAsync("Shift+Tab");
        await keyboard.PressAsync("Tab");
        await Expect(Tile(person, 1)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task several_providers_are_chosen_with_the_keyboard_and_enter_does_not_send_the_form()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/accounts/request");
        await person.Page.GetByLabel("Only some providers").CheckAsync();
        var keyboard = person.Page.Keyboard;
        var search = person.Page.GetByLabel("Search providers");
        await search.FocusAsync();

        // At once, before the list was filtered.
        await keyboard.TypeAsync("smartrec");
        await keyboard.PressAsync("Enter");
        await Expect(person.Button("Remove SmartRecruiters")).ToBeVisibleAsync();
        await Expect(search).ToBeFocusedAsync();
        await keyboard.TypeAsync("lever");
        await Expect(person.Page.GetByText("Press Enter to choose Lever.")).ToBeVisibleAsync();
        await Expect(person.Page.Locator(".hub-check.marked")).ToContainTextAsync("Lever");
        await keyboard.PressAsync("Enter");
        await Expect(person.Button("Remove Lever")).ToBeVisibleAsync();
        await keyboard.TypeAsync("nobody");
        await Expect(person.Page.GetByText("No provider matches “nobody”.")).ToBeVisibleAsync();
        await keyboard.PressAsync("Enter");
        await AccessibilityTests.CheckAsync(person, "no provider matches");

        await keyboard.PressAsync("Escape");
        var boxes = person.Page.GetByRole(AriaRole.Group, new() { Name = "Providers", Exact = true }).GetByRole(AriaRole.Checkbox);
        await Expect(boxes.Nth(20)).ToBeVisibleAsync();
        await keyboard.PressAsync("ArrowDown");
        await Expect(boxes.First).ToBeFocusedAsync();
        await keyboard.PressAsync("End");
        await Expect(boxes.Last).ToBeFocusedAsync();
        await Expect(boxes.Last).ToBeInViewportAsync();
        await keyboard.PressAsync("Enter");
        await Expect(boxes.Last).ToBeCheckedAsync();
        await keyboard.PressAsync("Space");
        await Expect(boxes.Last).Not.ToBeCheckedAsync();
        await AccessibilityTests.CheckAsync(person, "providers to choose");
        // One Tab stop.
        await keyboard.PressAsync("Tab");
        await Expect(person.Page.Locator(".list :focus")).ToHaveCountAsync(0);

        // The focus stays near what was removed.
        await person.Button("Remove SmartRecruiters").ClickAsync();
        await Expect(person.Button("Remove Lever")).ToBeFocusedAsync();
        await person.Button("Remove Lever").ClickAsync();
        await Expect(search).ToBeFocusedAsync();
        // Nothing was sent.
        await Expect(person.Page.Locator("[aria-invalid=true]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task back_brings_the_search_and_the_category_back_and_typing_makes_no_history()
    {
        await using var person = await SignedUpAsync();
        var search = person.Page.GetByLabel("Search providers");
        var category = person
            .Page.GetByRole(AriaRole.Toolbar, new() { Name = "Category" })
            .GetByRole(AriaRole.Button, new() { Name = "Recruiting" });
        await person.GoAsync("/link");
        await search.WaitForAsync();
        var length = await person.Page.EvaluateAsync<int>("history.length");
        await search.PressSequentiallyAsync("smartrec");
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/link?q=smartrec");
        Assert.Equal(length, await person.Page.EvaluateAsync<int>("history.length"));
        await category.ClickAsync();
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/link?q=smartrec&category=Ats");
        await person.Link("SmartRecruiters").ClickAsync();
        await Expect(person.Heading("Connect SmartRecruiters")).ToBeVisibleAsync();

        await person.Page.GoBackAsync();
        await Expect(search).ToHaveValueAsync("smartrec");
        await Expect(category).ToHaveAttributeAsync("aria-pressed", "true");
        await person.Page.GoBackAsync();
        await Expect(category).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(search).ToHaveValueAsync("smartrec");
        await Expect(person.Page.GetByText("1 provider matches", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task without_script_the_providers_are_searched_and_read()
    {
        await using var context = await (await chromium.GetAsync()).NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{shared.Hub.Address}/providers");
        await page.GetByLabel("Search providers").FillAsync("zen desk");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Zendesk", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Zendesk", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("#api_key").GetByText("https://‹Subdomain›.zendesk.com/")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task from_a_providers_page_a_visitor_signs_in_and_comes_to_its_form()
    {
        await using var person = await SignedUpAsync();
        await person.ForgetSignInAsync();
        await person.GoAsync("/providers/zendesk");
        await person.Link("Link your Zendesk account").ClickAsync();
        await person.Heading("Sign in").WaitForAsync();
        await person.SendSignInAsync(person.Email, Person.Password);
        await Expect(person.Heading("Connect Zendesk")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task paper_is_light_and_has_no_buttons()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address, ColorScheme.Dark);
        await person.GoAsync("/providers/zendesk");
        await person.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        Assert.Equal("rgb(29, 27, 25)", await person.Page.EvaluateAsync<string>("getComputedStyle(document.body).color"));
        await Expect(person.Link("Link your Zendesk account")).Not.ToBeVisibleAsync();
        await Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "Switch to the light theme" })).Not.ToBeVisibleAsync();
    }

    private static ILocator Tile(Person person, int index) =>
        person.Page.GetByRole(AriaRole.List, new() { Name = "Providers" }).GetByRole(AriaRole.Link).Nth(index);

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator tile) => (await tile.BoundingBoxAsync())!;

    private async Task<Person> SignedUpAsync()
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }
}
