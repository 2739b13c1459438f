using Hub.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Where the focus and the scroll position are at each step of connecting: never on the page's body.</summary>
public sealed class ConnectFocusTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task while_a_key_is_verified_Cancel_has_the_focus_and_after_it_the_notice()
    {
        await using var person = await SignedUpAsync();
        await person.ConnectAsync("sandbox-ats", "sandbox-slow");
        await Expect(person.Button("Cancel")).ToBeFocusedAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.Alert).ToBeFocusedAsync();
        await Expect(person.Alert).ToContainTextAsync("Cancelled");
        await Expect(person.Button("Show API Key")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task during_an_authorization_Cancel_has_the_focus_and_after_the_window_what_came_of_it()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link/sandbox-ats?method=oauth2_authorization_code");
        var window = await person.Page.RunAndWaitForPopupAsync(() => person.Button("Sign in with Sandbox ATS").ClickAsync());
        await Expect(person.Button("Cancel")).ToBeFocusedAsync();
        await window.CloseAsync();
        await Expect(person.Button("Cancel")).ToBeFocusedAsync();
        var next = await person.Page.RunAndWaitForPopupAsync(() => person.Button("Open it again").ClickAsync());
        await Expect(person.Button("Cancel")).ToBeFocusedAsync();
        await next.GetByRole(AriaRole.Button, new() { Name = "Deny" }).ClickAsync();
        await Expect(person.Alert).ToBeFocusedAsync();

        var last = await person.Page.RunAndWaitForPopupAsync(() => person.Button("Sign in with Sandbox ATS").ClickAsync());
        await last.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(person.Button("View in Accounts")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task a_popup_that_is_closed_leaves_the_focus_where_it_says_the_same()
    {
        await using var person = await SignedUpAsync();
        await person.ConnectAsync("sandbox-ats", "sandbox-good");
        await Expect(person.Button("View in Accounts")).ToBeFocusedAsync();
        // The popup is drawn a moment before it listens; no person is as fast as this test.
        await person.Page.WaitForFunctionAsync(
            "[...document.querySelectorAll('.mud-dialog-container, [role=dialog]')].some(it => it.mudKeyInterceptor)"
        );
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(person.Popup).Not.ToBeVisibleAsync();
        await Expect(person.Page.Locator("form .hub-alert-success")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task on_the_connect_page_each_step_begins_at_its_heading_and_back_leads_to_the_same_place_of_the_list()
    {
        await using var sessions = new SessionsOf(shared.Hub);
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address, height: 700);
        await person.GoAsync($"/connect#{await sessions.IssueAsync()}");
        await person.Button("Continue").ClickAsync();
        await Expect(person.Page.GetByLabel("Search providers")).ToBeFocusedAsync();
        var tile = person.Page.Locator(".tile button").Last;
        var form = person.Heading($"Connect {await tile.InnerTextAsync()}");
        await tile.ScrollIntoViewIfNeededAsync();
        await person.Page.EvaluateAsync("scrollBy(0, 40)");
        var before = await person.Page.EvaluateAsync<double>("scrollY");
        Assert.True(before > 200, "The list is longer than the window.");

        // By its own handler: Playwright's click would scroll.
        await tile.EvaluateAsync("button => button.click()");
        await Expect(form).ToBeFocusedAsync();
        await person.Page.WaitForFunctionAsync("scrollY === 0");
        await person.Button("All providers").ClickAsync();
        await Expect(tile).ToBeFocusedAsync();
        await person.Page.WaitForFunctionAsync("before => Math.abs(scrollY - before) < 2", before);

        await tile.EvaluateAsync("button => button.click()");
        await Expect(form).ToBeFocusedAsync();
        await person.Page.GoBackAsync();
        await Expect(tile).ToBeFocusedAsync();
        await person.Page.WaitForFunctionAsync("before => Math.abs(scrollY - before) < 2", before);
    }

    private async Task<Person> SignedUpAsync()
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }
}
