using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>An account is requested from somebody who never signs in: the whole way, and each way in which it can go wrong.</summary>
public sealed class AuthLinkTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task an_account_is_requested_linked_in_another_browser_seen_and_undone()
    {
        await using var issuer = await IssuerAsync();
        var link = await issuer.RequestAsync("Globex", "Sandbox ATS");
        await using var john = await VisitorAsync();

        await john.Page.GotoAsync(link);
        await Expect(john.Heading("Connect Sandbox ATS to Hub")).ToBeFocusedAsync();
        await Expect(john.Page.GetByText($"{issuer.Email} asks you to link an account for Globex.")).ToBeVisibleAsync();
        Assert.Equal($"{shared.Hub.Address}/connect", john.Page.Url);
        // Both clicks reach the button; the second of a mouse may come after the page has changed, and takes the focus away.
        await john.Button("Continue").EvaluateAsync("button => { button.click(); button.click(); }");
        await Expect(john.Heading("Connect Sandbox ATS")).ToBeFocusedAsync();
        await john.ApiKey.FillAsync("sandbox-bad");
        await john.ConnectButton.ClickAsync();
        await Expect(john.ApiKey).ToShowErrorAsync(john.Page, "Sandbox ATS rejected this key.");
        await john.ApiKey.FillAsync("sandbox-good");
        await john.ConnectButton.DblClickAsync();
        await Expect(john.Heading("Sandbox ATS is connected")).ToBeFocusedAsync();
        await Expect(john.Popup).ToHaveCountAsync(0);
        await Expect(john.Page.GetByText("Jane Sandbox")).ToBeVisibleAsync();
        await Expect(john.Page.GetByText("You can close this tab.")).ToBeVisibleAsync();
        await john.Page.ReloadAsync();
        await Expect(john.Heading("This link was already used")).ToBeVisibleAsync();

        await issuer.GoAsync("/accounts");
        await Expect(issuer.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Jane Sandbox" })).ToContainTextAsync("For Globex");
        await issuer.Link("Jane Sandbox").ClickAsync();
        await issuer.Link("Your link request").ClickAsync();
        await Expect(issuer.Page.GetByText("Linked", new() { Exact = true }).First).ToBeVisibleAsync();
        await issuer.Button("Unlink Jane Sandbox").ClickAsync();
        await Expect(issuer.Popup).ToContainTextAsync("revoke");
        await issuer.Popup.GetByRole(AriaRole.Button, new() { Name = "Unlink" }).ClickAsync();
        await Expect(issuer.Page.GetByText("The account that was linked with this link was unlinked or has a newer credential."))
            .ToBeVisibleAsync();
        await Expect(issuer.Page.GetByRole(AriaRole.Rowheader)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task a_forwarded_link_is_refused_until_it_is_sent_again_and_a_revoked_one_for_good()
    {
        await using var issuer = await IssuerAsync();
        var link = await issuer.RequestAsync("Globex", "Sandbox ATS");
        await using var john = await VisitorAsync();
        await using var eve = await VisitorAsync();
        await john.Page.GotoAsync(link);
        await john.Button("Continue").ClickAsync();
        await john.ApiKey.WaitForAsync();

        await eve.Page.GotoAsync(link);
        await Expect(eve.Heading("This link is in use in another browser")).ToBeVisibleAsync();

        await issuer.GoAsync("/accounts/requests");
        await issuer.Button("New link for Globex").ClickAsync();
        await issuer.Button("Create new link").ClickAsync();
        var again = await issuer.AuthLink.InputValueAsync();
        await issuer.Button("Done").ClickAsync();
        await Expect(issuer.Page.GetByRole(AriaRole.Rowheader)).ToBeFocusedAsync();
        // The old one has ended, also in the form that is open.
        await john.ApiKey.FillAsync("sandbox-good");
        await john.ConnectButton.ClickAsync();
        await Expect(john.Alert).ToContainTextAsync("This link was revoked");
        await Expect(john.ApiKey).ToHaveValueAsync("sandbox-good");
        await eve.Page.GotoAsync("about:blank");
        await eve.Page.GotoAsync(link);
        await Expect(eve.Heading("This link is not known")).ToBeVisibleAsync();
        await john.Page.GotoAsync("about:blank");
        await john.Page.GotoAsync(again);
        await john.Button("Continue").ClickAsync();
        await john.ApiKey.WaitForAsync();

        await issuer.Button("Revoke the link for Globex").ClickAsync();
        await issuer.Popup.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(issuer.Page.GetByText("Not opened yet")).Not.ToBeVisibleAsync();
        await Expect(issuer.Page.GetByRole(AriaRole.Rowheader)).ToBeFocusedAsync();
        await Expect(issuer.Button("Revoke the link for Globex")).Not.ToBeVisibleAsync();
        await john.Page.ReloadAsync();
        await Expect(john.Heading("This link was revoked")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task back_forward_and_reload_go_through_the_steps_and_the_page_never_shifts()
    {
        await using var issuer = await IssuerAsync();
        var link = await issuer.RequestAsync("Globex");
        await using var john = await VisitorAsync();
        // Also what shifts before anybody has pressed anything.
        await john.Page.AddInitScriptAsync(
            "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) shift "
                + "+= entry.value; })).observe({ type: 'layout-shift', buffered: true });"
        );

        await john.Page.GotoAsync(link);
        await john.Button("Continue").WaitForAsync();
        Assert.Equal(0, await john.Page.EvaluateAsync<double>("shift"));
        await john.Button("Continue").ClickAsync();
        await john.Page.GetByLabel("Search providers").FillAsync("sandbox");
        await john.Button("Sandbox ATS").ClickAsync();
        await john.ApiKey.WaitForAsync();
        await john.Page.GoBackAsync();
        await Expect(john.Page.GetByLabel("Search providers")).ToHaveValueAsync("sandbox");
        await john.Page.GoForwardAsync();
        await john.ApiKey.WaitForAsync();
        await john.Page.ReloadAsync();
        await john.ApiKey.WaitForAsync();
        Assert.Equal(0, await john.Page.EvaluateAsync<double>("shift"));
        await john.Button("All providers").ClickAsync();
        await Expect(john.Heading("Link an account for Globex")).ToBeVisibleAsync();
        Assert.Equal($"{shared.Hub.Address}/connect", john.Page.Url);
    }

    [Fact]
    public async Task without_storage_it_works_as_long_as_the_page_is_open()
    {
        await using var issuer = await IssuerAsync();
        var link = await issuer.RequestAsync("Globex", "Sandbox ATS");
        await using var john = await VisitorAsync();
        await john.Page.AddInitScriptAsync(
            "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new "
                + "DOMException('no', 'SecurityError'); } });"
        );
        await john.Page.GotoAsync(link);
        await john.Button("Continue").ClickAsync();
        await john.ApiKey.FillAsync("sandbox-good");
        await john.ConnectButton.ClickAsync();
        await Expect(john.Heading("Sandbox ATS is connected")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task an_address_without_token_and_a_browser_without_scripts_are_told_what_to_do_and_start_nothing()
    {
        await using var john = await VisitorAsync();
        var sockets = 0;
        john.Page.WebSocket += (_, _) => sockets++;
        await john.GoAsync("/connect");
        await Expect(john.Heading("This link is incomplete")).ToBeVisibleAsync();
        Assert.Equal(0, sockets);

        await using var context = await (await chromium.GetAsync()).NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{shared.Hub.Address}/connect#hub_cs_something");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "JavaScript is off" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(360, 640)]
    public async Task the_button_is_on_the_first_screen_of_a_phone(int width, int height)
    {
        await using var issuer = await IssuerAsync();
        var link = await issuer.RequestAsync("Globex Corporation", "SmartRecruiters");
        await using var john = await Person.OpenAsync(chromium, shared.Hub.Address, width: width, height: height);
        await john.Page.GotoAsync(link);
        await Expect(john.Heading("Connect SmartRecruiters to Hub")).ToBeFocusedAsync();
        Assert.Equal(0, await john.Page.EvaluateAsync<double>("scrollY"));
        var button = await john.Button("Continue").BoundingBoxAsync();
        Assert.InRange(button!.Y + button.Height, 1, height);

        var details = john.Page.GetByText("What is stored, and how to revoke it");
        await Expect(john.Page.GetByText("Close this tab. Nothing is stored.")).Not.ToBeVisibleAsync();
        await details.ClickAsync();
        await Expect(john.Page.GetByText("Close this tab. Nothing is stored.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task the_link_stands_at_the_top_and_can_be_read_whole()
    {
        await using var issuer = await IssuerAsync(width: 390);
        await issuer.GoAsync("/accounts/request");
        await issuer.Page.GetByLabel("Customer's name").FillAsync("Globex");
        await issuer.Page.GetByLabel("Customer's ID").FillAsync("globex-1");
        await issuer.Button("Create link").ClickAsync();
        await Expect(issuer.Heading("Send this link to Globex")).ToBeFocusedAsync();
        Assert.Equal(0, await issuer.Page.EvaluateAsync<double>("scrollY"));
        Assert.True(
            await issuer.AuthLink.EvaluateAsync<bool>(
                "field => field.scrollHeight <= field.clientHeight + 1 && field.scrollWidth <= field.clientWidth"
            )
        );
        await issuer.Button("New link request").ClickAsync();
        await Expect(issuer.Heading("Send a link request")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task the_keyboard_reads_the_exact_time_and_no_question_loses_the_focus()
    {
        await using var issuer = await IssuerAsync();
        await issuer.RequestAsync("Globex");
        await issuer.GoAsync("/accounts/requests");
        var revoke = issuer.Button("Revoke the link for Globex");
        await revoke.ClickAsync();
        await issuer.Popup.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(revoke).ToBeFocusedAsync();
        var again = issuer.Button("New link for Globex");
        await again.PressAsync("Enter");
        // Only then does the dialog know where the focus was.
        await Expect(issuer.Popup.Locator(":focus")).ToHaveCountAsync(1);
        await issuer.Popup.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).PressAsync("Enter");
        await Expect(again).ToBeFocusedAsync();

        var exact = issuer.Page.GetByRole(AriaRole.Tooltip);
        await Expect(exact).Not.ToBeVisibleAsync();
        await again.PressAsync("Shift+Tab");
        await Expect(exact).ToBeVisibleAsync();
        await Expect(exact).ToContainTextAsync("UTC");

        // The row leaves the tab: the heading above it is next.
        await issuer.Link("Open").ClickAsync();
        await issuer.Page.WaitForURLAsync("**show=open");
        await revoke.ClickAsync();
        await issuer.Popup.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(issuer.Page.GetByText("No link request is open.")).ToBeVisibleAsync();
        await Expect(issuer.Heading("Link requests")).ToBeFocusedAsync();
    }

    /// <remarks>On a phone; each page and state is looked at on a desk as well.</remarks>
    [Fact]
    public async Task no_page_or_state_has_a_violation_or_scrolls_sideways()
    {
        const string Customer = "Überlange Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik";
        await using var issuer = await IssuerAsync(width: 360);
        await issuer.GoAsync("/accounts/requests");
        await issuer.Heading("No link requests yet").WaitForAsync();
        await AccessibilityTests.CheckAsync(issuer, "no requests");
        await issuer.GoAsync("/accounts/request");
        await issuer.Button("Create link").ClickAsync();
        await issuer.Page.GetByText("Enter the customer's name.").WaitForAsync();
        await issuer.Page.GetByLabel("Only some categories").CheckAsync();
        await issuer.Page.GetByLabel("Recruiting").WaitForAsync();
        await AccessibilityTests.CheckAsync(issuer, "request with errors");
        await issuer.Page.GetByLabel("Only some providers").CheckAsync();
        await issuer.Page.GetByRole(AriaRole.Checkbox, new() { Name = "SmartRecruiters" }).CheckAsync();
        await issuer.Button("Remove SmartRecruiters").WaitForAsync();
        await AccessibilityTests.CheckAsync(issuer, "request with providers");
        var link = await issuer.RequestAsync(Customer);
        await AccessibilityTests.CheckAsync(issuer, "link to send");

        await using var john = await VisitorAsync(width: 360);
        await john.Page.GotoAsync(link);
        await john.Button("Continue").WaitForAsync();
        await AccessibilityTests.CheckAsync(john, "asked");
        await john.Button("Continue").ClickAsync();
        await john.Button("Sandbox ATS").WaitForAsync();
        await AccessibilityTests.CheckAsync(john, "choosing");
        await john.Button("Sandbox ATS").ClickAsync();
        await john.ApiKey.FillAsync("sandbox-good");
        await AccessibilityTests.CheckAsync(john, "entering");
        await john.ConnectButton.ClickAsync();
        await john.Page.GetByText("You can close this tab.").WaitForAsync();
        await AccessibilityTests.CheckAsync(john, "finished");
        await john.Page.ReloadAsync();
        await john.Heading("This link was already used").WaitForAsync();
        await AccessibilityTests.CheckAsync(john, "over");
        await john.Page.EvaluateAsync("sessionStorage.clear()");
        await john.GoAsync("/connect");
        await john.Heading("This link is incomplete").WaitForAsync();
        await AccessibilityTests.CheckAsync(john, "no token");

        await issuer.GoAsync("/accounts/requests");
        await issuer.Link("Jane Sandbox").WaitForAsync();
        await AccessibilityTests.CheckAsync(issuer, "requests");
        await issuer.Button($"New link for {Customer}").ClickAsync();
        await issuer.Button("Create new link").WaitForAsync();
        await AccessibilityTests.CheckAsync(issuer, "confirm a new link");
        await issuer.Button("Create new link").ClickAsync();
        await issuer.AuthLink.WaitForAsync();
        await AccessibilityTests.CheckAsync(issuer, "new link");
        await issuer.Button("Done").ClickAsync();
        await issuer.Button($"Revoke the link for {Customer}").ClickAsync();
        await issuer.Popup.WaitForAsync();
        await AccessibilityTests.CheckAsync(issuer, "revoke");
        await issuer.GoAsync("/accounts");
        await issuer.Link("Jane Sandbox").WaitForAsync();
        await AccessibilityTests.CheckAsync(issuer, "accounts");
        await issuer.Link("Jane Sandbox").ClickAsync();
        await issuer.Link("Your link request").WaitForAsync();
        await AccessibilityTests.CheckAsync(issuer, "account that was requested");
    }

    private async Task<Person> IssuerAsync(int width = 1280)
    {
        var issuer = await VisitorAsync(width);
        await issuer.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return issuer;
    }

    private Task<Person> VisitorAsync(int width = 1280) => Person.OpenAsync(chromium, shared.Hub.Address, width: width, height: 800);
}
