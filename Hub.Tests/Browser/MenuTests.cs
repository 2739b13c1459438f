using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Menus, in pages with and without a circuit: what closes them, and where the focus is afterwards.</summary>
public sealed class MenuTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Theory]
    [InlineData("/accounts")]
    [InlineData("/providers")]
    public async Task escape_closes_a_menu_and_the_focus_returns(string path)
    {
        await using var person = await SignedUpAsync(path);
        var keyboard = person.Page.Keyboard;

        await Summary(person).FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(Entry(person)).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(Entry(person)).ToBeHiddenAsync();
        await Expect(Summary(person)).ToBeFocusedAsync();

        await keyboard.PressAsync("Enter");
        await keyboard.PressAsync("Tab");
        await Expect(Entry(person)).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(Entry(person)).ToBeHiddenAsync();
        await Expect(Summary(person)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task leaving_a_menu_with_tab_closes_it()
    {
        await using var person = await SignedUpAsync("/accounts");
        await Summary(person).FocusAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(Entry(person)).ToBeHiddenAsync();
        await Expect(person.Page.Locator("[data-theme-toggle]")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task a_click_elsewhere_closes_a_menu()
    {
        await using var person = await SignedUpAsync("/accounts");
        await Summary(person).ClickAsync();
        await Expect(Entry(person)).ToBeVisibleAsync();
        await person.Heading("Accounts").ClickAsync();
        await Expect(Entry(person)).ToBeHiddenAsync();

        await Summary(person).ClickAsync();
        await person
            .Page.Locator("main")
            .ClickAsync(
                new()
                {
                    Position = new() { X = 5, Y = 300 },
                }
            );
        await Expect(Entry(person)).ToBeHiddenAsync();
        await Expect(Summary(person)).ToBeFocusedAsync();

        await Summary(person).ClickAsync();
        await person.Page.Locator("[data-theme-toggle]").ClickAsync();
        await Expect(Entry(person)).ToBeHiddenAsync();
        await Expect(person.Page.Locator("[data-theme-toggle]")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task choosing_closes_a_menu()
    {
        await using var person = await SignedUpAsync("/accounts");
        await Summary(person).ClickAsync();
        await person.Link("Provider guides").ClickAsync();
        await Expect(person.Heading("Providers")).ToBeFocusedAsync();
        await Expect(Entry(person)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task the_focus_that_comes_to_the_heading_late_closes_no_menu_and_leaves_no_field()
    {
        await using var person = await SignedUpAsync("/providers");
        // As on a slow connection: Hub asks for the focus, and the test decides when that arrives.
        await person.Page.AddInitScriptAsync(
            """
            addEventListener("DOMContentLoaded", () => {
              const focusHeading = hubPage.focusHeading;
              hubPage.focusHeading = () => window.arrive = focusHeading;
            });
            """
        );
        await person.GoAsync("/accounts");
        await person.Page.WaitForFunctionAsync("() => window.arrive");
        await Summary(person).ClickAsync();
        await person.Page.EvaluateAsync("arrive()");
        await Expect(Entry(person)).ToBeVisibleAsync();
        await Expect(Summary(person)).ToBeFocusedAsync();

        // Nor does it leave a field.
        await person.GoAsync("/link/sandbox-ats");
        await person.Page.WaitForFunctionAsync("() => window.arrive");
        await person.ApiKey.FocusAsync();
        await person.Page.EvaluateAsync("arrive()");
        await Expect(person.ApiKey).ToBeFocusedAsync();

        // It leaves the link that led to the page.
        await person.Page.EvaluateAsync("() => { window.arrive = null; }");
        await person.Page.Locator("nav a[href=accounts]").ClickAsync();
        await person.Page.WaitForFunctionAsync("() => window.arrive");
        await person.Page.EvaluateAsync("arrive()");
        await Expect(person.Heading("Accounts")).ToBeFocusedAsync();
    }

    private static ILocator Summary(Person person) => person.Page.GetByLabel("Your account", new() { Exact = true });

    private static ILocator Entry(Person person) => person.Link("Profile and security");

    private async Task<Person> SignedUpAsync(string path)
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        await person.GoAsync(path);
        await Summary(person).WaitForAsync();
        return person;
    }
}
