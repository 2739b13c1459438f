using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Linking by signing in at the provider, in a real browser: Sandbox ATS, for which nothing has to be registered.</summary>
public sealed class ProviderSignInTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    private const string Address = "/link/sandbox-ats?method=oauth2_authorization_code";

    [Fact]
    public async Task a_window_opens_and_the_page_goes_on_by_itself()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync(Address);
        var window = await person.Page.RunAndWaitForPopupAsync(() => person.Button("Sign in with Sandbox ATS").ClickAsync());
        await Expect(person.Page.GetByText("in the window that opened")).ToBeVisibleAsync();

        await window.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        await Expect(person.Popup.GetByRole(AriaRole.Heading, new() { Name = "Sandbox ATS connected" })).ToBeVisibleAsync();
        await Expect(person.Popup).ToContainTextAsync("Jane Sandbox");
        await person.Button("View in Accounts").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Link, new() { Name = "Jane Sandbox", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task where_the_browser_blocks_windows_it_is_done_in_this_tab_and_who_denies_may_try_again()
    {
        await using var person = await SignedUpAsync();
        await person.Page.AddInitScriptAsync("window.open = () => null");
        await person.GoAsync(Address);
        await person.Button("Sign in with Sandbox ATS").ClickAsync();
        await Expect(person.Page.GetByText("Your browser did not open the window")).ToBeVisibleAsync();
        await person.Button("Continue in this tab").ClickAsync();
        await person.Button("Deny").ClickAsync();

        await Expect(person.Alert).ToContainTextAsync("You did not allow access at Sandbox ATS");
        await person.Button("Sign in with Sandbox ATS").ClickAsync();
        await person.Button("Continue in this tab").ClickAsync();
        await person.Button("Allow").ClickAsync();

        await Expect(person.Popup.GetByRole(AriaRole.Heading, new() { Name = "Sandbox ATS connected" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_window_that_is_closed_stops_nothing_and_another_one_may_be_opened()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync(Address);
        var window = await person.Page.RunAndWaitForPopupAsync(() => person.Button("Sign in with Sandbox ATS").ClickAsync());
        await Expect(window.GetByRole(AriaRole.Button, new() { Name = "Allow" })).ToBeVisibleAsync();
        await window.CloseAsync();
        await Expect(person.Button("Open it again")).ToBeEnabledAsync();
        var next = await person.Page.RunAndWaitForPopupAsync(() => person.Button("Open it again").ClickAsync());
        await next.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(person.Popup.GetByRole(AriaRole.Heading, new() { Name = "Sandbox ATS connected" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task an_auth_link_leads_there_and_back()
    {
        await using var person = await SignedUpAsync();
        var link = await person.RequestAsync("Globex", "Sandbox ATS");
        await using var customer = await Person.OpenAsync(chromium, shared.Hub.Address, width: 360);
        await customer.Page.AddInitScriptAsync("window.open = () => null");
        await customer.Page.GotoAsync(link);
        await customer.Button("Continue").ClickAsync();
        await customer.Page.GetByText("Sign in", new() { Exact = true }).ClickAsync();
        await customer.Button("Sign in with Sandbox ATS").ClickAsync();
        await customer.Button("Continue in this tab").ClickAsync();
        await customer.Button("Allow").ClickAsync();
        // The link was for one account, and is over by now.
        await Expect(customer.Heading("Sandbox ATS is connected")).ToBeVisibleAsync();
        await Expect(customer.Page.GetByText("ready for Globex")).ToBeVisibleAsync();
    }

    private async Task<Person> SignedUpAsync()
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.SignUpAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }
}
