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
    public async Task back_brings_the_search_and_the_category_back_and_typing_makes_no_history()
    {
        await using var person = await SignedUpAsync();
        var search = person.Page.GetByLabel("Search providers");
        var category = person
            .Page.GetByRole(AriaRole.Group, new() { Name = "Category" })
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
        await person.Link("Link a Zendesk account").ClickAsync();
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
        await Expect(person.Link("Link a Zendesk account")).Not.ToBeVisibleAsync();
        await Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "Switch between light and dark" })).Not.ToBeVisibleAsync();
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
