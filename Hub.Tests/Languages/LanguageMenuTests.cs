using Hub.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Languages;

/// <summary>How people choose a language, and what stays when they do.</summary>
public sealed class LanguageMenuTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    private const string French = "button[lang=fr]";

    [Fact]
    public async Task a_visitor_chooses_by_keyboard_and_the_choice_stays()
    {
        await using var visitor = await Person.OpenAsync(chromium, shared.Hub.Address);
        await visitor.GoAsync("/providers?q=lever");
        await Menu(visitor).Locator("summary").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(Menu(visitor).Locator("button[lang=en]")).ToHaveAttributeAsync("aria-current", "true");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(Menu(visitor).Locator(French)).ToBeHiddenAsync();
        await Expect(Menu(visitor).Locator("summary")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Menu(visitor).Locator(French).FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await ExpectLanguageAsync(visitor, "fr");
        await Expect(visitor.Page).ToHaveURLAsync($"{shared.Hub.Address}/providers?q=lever");
        await visitor.GoAsync("/Account/Login");
        await ExpectLanguageAsync(visitor, "fr");
    }

    [Fact]
    public async Task what_was_entered_stays_and_a_secret_is_never_lost()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link/sandbox-ats");
        await person.Page.Locator("[data-field=workspace]").FillAsync("acme");
        await person.ApiKey.FillAsync("sandbox-good");
        await Menu(person).Locator("summary").ClickAsync();
        await Expect(Menu(person).Locator(French)).ToBeDisabledAsync();
        await Expect(Menu(person).GetByText("To change the language, first clear")).ToBeVisibleAsync();
        await person.ApiKey.FillAsync("");
        await Menu(person).Locator("summary").ClickAsync();
        await Menu(person).Locator(French).ClickAsync();
        await ExpectLanguageAsync(person, "fr");
        await Expect(person.Page.Locator("[data-field=workspace]")).ToHaveValueAsync("acme");
        Assert.Equal(0, await person.Page.EvaluateAsync<int>("() => sessionStorage.length"));
    }

    [Fact]
    public async Task a_person_chooses_in_the_profile_and_goes_back_to_the_browsers_language()
    {
        await using var person = await SignedUpAsync(locale: "pl");
        await person.GoAsync("/Account/Manage");
        await ExpectLanguageAsync(person, "pl");
        await Expect(person.Page.Locator("#language")).ToHaveValueAsync("");
        await person.Page.Locator("#language").SelectOptionAsync("ja");
        await person.Page.Locator("form:has(#language) button[type=submit]").ClickAsync();
        await ExpectLanguageAsync(person, "ja");
        await Expect(person.Page.Locator("#language")).ToHaveValueAsync("ja");
        await person.Page.Locator("#language").SelectOptionAsync("");
        await person.Page.Locator("form:has(#language) button[type=submit]").ClickAsync();
        await ExpectLanguageAsync(person, "pl");
    }

    [Fact]
    public async Task a_link_stays_where_it_was_in_another_language()
    {
        string link;
        await using (var person = await SignedUpAsync())
        {
            link = await person.RequestAsync("Globex");
        }

        await using var guest = await Person.OpenAsync(chromium, shared.Hub.Address);
        await guest.Page.GotoAsync(link);
        await guest.Button("Continue").ClickAsync();
        await guest.Page.Locator("main [role=search] input").FillAsync("sandbox");
        await guest.Page.Keyboard.PressAsync("Enter");
        await guest.ApiKey.WaitForAsync();
        await Menu(guest).Locator("summary").ClickAsync();
        await Menu(guest).Locator(French).ClickAsync();
        await ExpectLanguageAsync(guest, "fr");
        await Expect(guest.Page.Locator("[data-field=api_key]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task without_scripts_the_menu_is_a_form()
    {
        var browser = await chromium.GetAsync();
        await using var context = await browser.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{shared.Hub.Address}/Account/Register?returnUrl=link");
        await page.Locator("details.language summary").ClickAsync();
        await page.Locator(French).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await Expect(page).ToHaveURLAsync($"{shared.Hub.Address}/Account/Register?returnUrl=link");
    }

    private async Task<Person> SignedUpAsync(string? locale = null)
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address, locale: locale);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }

    private static ILocator Menu(Person person) => person.Page.Locator("details.language");

    private static Task ExpectLanguageAsync(Person person, string tag) =>
        Expect(person.Page.Locator("html")).ToHaveAttributeAsync("lang", tag);
}
