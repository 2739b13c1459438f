using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Zero axe violations on every page and state, in both themes, on a desk and on a phone; and the whole job by keyboard.</summary>
public sealed class AccessibilityTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    /// <remarks>On a phone; each page and state is looked at on a desk as well.</remarks>
    [Fact]
    public async Task no_page_or_state_has_a_violation_or_scrolls_sideways()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address, width: 360, height: 800);
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
            $"/sandbox/oauth/authorize?response_type=code&client_id=hub-sandbox&state=s&code_challenge_method=S256"
                + $"&code_challenge={new string('c', 43)}&redirect_uri={shared.Hub.Address}/connect/oauth2/sandbox-ats/callback",
            person.Button("Allow")
        );
        await VisitAsync(person, "/providers/slak", person.Heading("This provider is not in the catalog"));
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");

        await VisitAsync(person, "/link", person.Page.GetByLabel("Search providers"));
        var category = person.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Category" }).GetByRole(AriaRole.Button).Last;
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
        foreach (
            var page in new[]
            {
                "",
                "/ChangePassword",
                "/TwoFactorAuthentication",
                "/EnableAuthenticator",
                "/Passkeys",
                "/PersonalData",
                "/DeletePersonalData",
            }
        )
        {
            await VisitAsync(person, $"/Account/Manage{page}", person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }));
        }
    }

    [Fact]
    public async Task the_check_finds_what_is_wrong()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.GoAsync("/");
        await person.Page.EvaluateAsync("document.querySelector('main').append(document.createElement('input'))");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => CheckAsync(person, "an input without a label"));
        Assert.Contains("label: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_account_is_linked_with_the_keyboard_alone()
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
    public async Task the_theme_is_chosen_once_and_stays()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.GoAsync("/");
        await person.Button("Switch to the dark theme").ClickAsync();
        await Expect(person.Button("Switch to the light theme")).ToBeFocusedAsync();
        await person.SignUpAsync($"{Guid.CreateVersion7():N}@example.com");
        Assert.Equal("rgb(22, 21, 20)", await person.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await person.Button("Switch to the light theme").ClickAsync();
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

    /// <summary>Judges what is shown in both themes, on a desk and on a phone, and leaves the page as it was.</summary>
    internal static async Task CheckAsync(Person person, string state)
    {
        var page = person.Page;
        var (size, dark) = (page.ViewportSize!, await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
        // The size that the page has comes last.
        foreach (var width in new[] { 1280, 360 }.OrderBy(width => width == size.Width))
        {
            await page.SetViewportSizeAsync(width, size.Height);
            await JudgeAsync(ColorScheme.Light, AllRules);
            // Dark it is the same page in other colours.
            await JudgeAsync(ColorScheme.Dark, RulesOfColour);
        }

        await page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });

        async Task JudgeAsync(ColorScheme theme, string rules)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            var found = await FindViolationsAsync(page, rules);
            Assert.True(found.Length == 0, $"{state}, {theme}, {page.ViewportSize!.Width} px: {string.Join('\n', found)}");
        }
    }

    /// <summary>Looks at the page as it is.</summary>
    internal static async Task<string[]> FindViolationsAsync(IPage page, string rules = AllRules)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(Axe);
        }

        return await page.EvaluateAsync<string[]>(Judge, rules);
    }

    private const string AllRules = "";
    private const string RulesOfColour = "color-contrast link-in-text-block";

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // MudBlazor's colours come from the server, colours fade in, one after another where they are inherited, and a new width moves things:
    // axe would judge a moment in between.
    private const string Judge = """
        async rules => {
          const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
          await frame();
          await frame();
          const root = document.documentElement;
          const pending = () => !["", root.dataset.theme].includes(getComputedStyle(root).getPropertyValue("--mud-native-html-color-scheme").trim());
          for (const end = performance.now() + 30000; pending() && performance.now() < end;) {
            await frame();
          }
          const moving = () => document.getAnimations().filter(one => one.playState !== "finished" && one.effect?.getComputedTiming().iterations !== Infinity);
          for (let all = moving(); all.length > 0; all = moving()) {
            await Promise.all(all.map(one => one.finished.catch(() => {})));
            await frame();
          }
          const { violations } = await axe.run(document, { resultTypes: ["violations"], ...(rules ? { runOnly: rules.split(" ") } : {}) });
          const { scrollWidth, clientWidth } = document.documentElement;
          return [
            ...violations.map(one => [`${one.id}: ${one.help}`, ...one.nodes.map(node => node.html)].join("\n  ")),
            ...(scrollWidth > clientWidth ? [`scrolls sideways by ${scrollWidth - clientWidth} px`] : []),
          ];
        }
        """;
}
