using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Zero axe violations on every page and state, in both themes, on a desk and on a phone; and the whole job by keyboard.</summary>
public sealed class AccessibilityTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task No_page_or_state_has_a_violation_or_scrolls_sideways(ColorScheme theme, int width)
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address, theme, width, height: 800);
        await VisitAsync(person, "/", person.Heading("Link the accounts you already use"));
        await VisitAsync(person, "/Account/Login", person.Heading("Sign in"));
        await VisitAsync(person, "/Account/Register", person.Heading("Create your account"));
        await VisitAsync(person, "/nowhere", person.Heading("There is nothing here"));
        await VisitAsync(person, "/providers", person.Heading("Providers"));
        await VisitAsync(person, "/providers?q=recruit", person.Link("Show all providers"));
        await VisitAsync(person, "/providers?q=nobody", person.Link("Show all providers"));
        await VisitAsync(person, "/providers/zendesk", person.Heading("Zendesk"));
        await VisitAsync(person, "/providers/sandbox-ats", person.Heading("Sandbox ATS"));
        await VisitAsync(
            person,
            $"/sandbox/oauth/authorize?response_type=code&client_id=hub-sandbox&state=s&code_challenge_method=S256&code_challenge={new string('c', 43)}&redirect_uri={shared.Hub.Address}/connect/oauth2/sandbox-ats/callback",
            person.Button("Allow"));
        await VisitAsync(person, "/providers/slak", person.Heading("This provider is not in the catalog"));
        await person.SignUpAsync($"{Guid.CreateVersion7():N}@example.com");

        await CheckAsync(person, "picker");
        var category = person.Page.GetByRole(AriaRole.Group, new() { Name = "Category" }).GetByRole(AriaRole.Button).Last;
        await category.ClickAsync();
        await Expect(category).ToHaveAttributeAsync("aria-pressed", "true");
        await CheckAsync(person, "picker with a category");
        await person.Page.GetByLabel("Search providers").FillAsync("sandbox");
        await Expect(person.Button("Search in all categories (1)")).ToBeVisibleAsync();
        await CheckAsync(person, "picker with a match elsewhere");
        await person.Page.GetByLabel("Search providers").FillAsync("nobody");
        await Expect(person.Button("Show all providers")).ToBeVisibleAsync();
        await CheckAsync(person, "picker without a match");
        await VisitAsync(person, "/link/zendesk", person.ConnectButton);
        await person.ConnectButton.ClickAsync();
        await Expect(person.Page.GetByText("Enter the API")).ToBeVisibleAsync();
        await CheckAsync(person, "field errors");
        await person.ConnectAsync("sandbox-ats", "sandbox-slow");
        await person.Button("Cancel").WaitForAsync();
        await CheckAsync(person, "progress");
        await person.Button("Cancel").ClickAsync();
        await person.ConnectAsync("sandbox-ats", "sandbox-down");
        await person.Alert.WaitForAsync();
        await CheckAsync(person, "banner");
        await person.ConnectAsync("sandbox-ats", "sandbox-limited");
        await person.Button("View in Accounts").WaitForAsync();
        await CheckAsync(person, "popup");
        await VisitAsync(person, "/accounts/00000000-0000-0000-0000-000000000000", person.Heading("There is nothing here"));
        await VisitAsync(person, "/accounts", person.Link("Sandbox ATS"));
        await person.Link("Sandbox ATS").ClickAsync();
        await person.Button("Rename").ClickAsync();
        await person.Popup.WaitForAsync();
        await CheckAsync(person, "rename");
        await person.Button("Cancel").ClickAsync();
        await CheckAsync(person, "details");
        await person.Button("Unlink").ClickAsync();
        await person.Popup.GetByRole(AriaRole.Button, new() { Name = "Unlink" }).ClickAsync();
        await person.Heading("No accounts yet").WaitForAsync();
        await CheckAsync(person, "no accounts");
        await person.Page.GetByLabel("Your account", new() { Exact = true }).ClickAsync();
        await CheckAsync(person, "user menu");
        await VisitAsync(person, "/admin/accounts", person.Heading("This page is for Administrators"));
        foreach (var page in new[] { "", "/ChangePassword", "/TwoFactorAuthentication", "/EnableAuthenticator", "/Passkeys", "/PersonalData", "/DeletePersonalData" })
        {
            await VisitAsync(person, $"/Account/Manage{page}", person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }));
        }
    }

    [Fact]
    public async Task The_check_finds_what_is_wrong()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.GoAsync("/");
        await person.Page.EvaluateAsync("document.querySelector('main').append(document.createElement('input'))");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => CheckAsync(person, "an input without a label"));
        Assert.Contains("label: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_is_linked_with_the_keyboard_alone()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.SignUpAsync($"{Guid.CreateVersion7():N}@example.com");
        var keyboard = person.Page.Keyboard;

        await Expect(person.Page.GetByLabel("Search providers")).ToBeFocusedAsync();
        await keyboard.TypeAsync("sandbox");
        await Expect(person.Link("SmartRecruiters")).Not.ToBeVisibleAsync();
        await TabToAsync(person, person.Link("Sandbox ATS"));
        await keyboard.PressAsync("Enter");
        await person.ApiKey.WaitForAsync();
        await TabToAsync(person, person.ApiKey);
        await keyboard.TypeAsync("sandbox-good");
        await keyboard.PressAsync("Enter");
        await Expect(person.Button("View in Accounts")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(person.Link("Jane Sandbox")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_theme_is_chosen_once_and_stays()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.GoAsync("/");
        await person.Button("Switch between light and dark").ClickAsync();
        await person.SignUpAsync($"{Guid.CreateVersion7():N}@example.com");
        Assert.Equal("rgb(22, 21, 20)", await person.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await person.Button("Switch between light and dark").ClickAsync();
        Assert.Equal("rgb(250, 249, 247)", await person.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
    }

    private static async Task TabToAsync(Person person, ILocator target)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await person.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail("Forty presses of Tab do not lead there.");
    }

    private static async Task VisitAsync(Person person, string path, ILocator ready)
    {
        await person.GoAsync(path);
        await ready.First.WaitForAsync();
        await CheckAsync(person, path);
    }

    internal static async Task CheckAsync(Person person, string state)
    {
        // Colours fade in; axe would judge a moment in between.
        await person.Page.EvaluateAsync("Promise.all(document.getAnimations().filter(a => a.effect?.getComputedTiming().iterations !== Infinity).map(a => a.finished.catch(() => {})))");
        // "Legacy" judges in the page itself; the other way opens a second page for the sake of frames, which Hub has none of, and takes five times as long.
#pragma warning disable CS0618
        var result = await person.Page.RunAxeLegacy(options: new AxeRunOptions());
#pragma warning restore CS0618
        Assert.True(
            result.Violations.Length == 0,
            $"{state}: " + string.Join("\n", result.Violations.Select(violation => $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Select(node => node.Html))}")));
        var overflow = await person.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{state}: scrolls sideways by {overflow} px");
    }
}
