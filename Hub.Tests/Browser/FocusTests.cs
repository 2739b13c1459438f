using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>
/// The focus is never lost: after dialogs and actions it is where the person was, or where there is something to read. Each by mouse and
/// by keyboard. Outside of the connect flow and of link requests, which have tests of their own.
/// </summary>
public sealed class FocusTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task closing_a_dialog_returns_the_focus_to_the_button_that_opened_it(bool byKeyboard)
    {
        await using var person = await WithAccountAsync(byKeyboard);
        foreach (var name in new[] { "Rename", "Unlink" })
        {
            var button = person.Button(name);
            await OpenAsync(person, button, byKeyboard);
            await PressAsync(person.Popup.GetByRole(AriaRole.Button, new() { Name = "Cancel" }), byKeyboard);
            await Expect(person.Popup).ToHaveCountAsync(0);
            await Expect(button).ToBeFocusedAsync();

            await OpenAsync(person, button, byKeyboard);
            await person.Page.Keyboard.PressAsync("Escape");
            await Expect(person.Popup).ToHaveCountAsync(0);
            await Expect(button).ToBeFocusedAsync();

            await OpenAsync(person, button, byKeyboard);
            await person
                .Page.Locator(".mud-overlay-dialog")
                .ClickAsync(
                    new()
                    {
                        Position = new() { X = 5, Y = 5 },
                    }
                );
            await Expect(person.Popup).ToHaveCountAsync(0);
            await Expect(button).ToBeFocusedAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task renaming_returns_to_the_button_and_unlinking_ends_at_the_heading(bool byKeyboard)
    {
        await using var person = await WithAccountAsync(byKeyboard);
        await OpenAsync(person, person.Button("Rename"), byKeyboard);
        await person.Popup.GetByLabel("Name").FillAsync("Berlin");
        await PressAsync(person.Popup.GetByRole(AriaRole.Button, new() { Name = "Save" }), byKeyboard);
        await Expect(person.Heading("Berlin")).ToBeVisibleAsync();
        await Expect(person.Popup).ToHaveCountAsync(0);
        await Expect(person.Button("Rename")).ToBeFocusedAsync();

        await OpenAsync(person, person.Button("Unlink"), byKeyboard);
        await PressAsync(person.Popup.GetByRole(AriaRole.Button, new() { Name = "Unlink" }), byKeyboard);
        await Expect(person.Heading("Accounts")).ToBeFocusedAsync();
        await Expect(person.Page.GetByText("The Sandbox ATS account “Berlin” is unlinked.")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task verifying_moves_the_focus_to_what_the_provider_said(bool byKeyboard)
    {
        // On a phone the notice is above what is on the screen.
        await using var person = await WithAccountAsync(byKeyboard, height: 400);
        await person.Button("Verify now").ScrollIntoViewIfNeededAsync();
        await PressAsync(person.Button("Verify now"), byKeyboard);
        await Expect(person.Alert).ToBeFocusedAsync();
        await Expect(person.Alert).ToBeInViewportAsync();
        // Once more: the same words, and read again.
        await PressAsync(person.Button("Verify now"), byKeyboard);
        await Expect(person.Alert).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task access_keys_keep_the_focus(bool byKeyboard)
    {
        await using var administrator = await AdministratorAsync();
        await administrator.GoAsync("/admin/access-keys");
        foreach (var name in new[] { "One", "Two" })
        {
            await OpenAsync(administrator, administrator.Button("Create access key").First, byKeyboard);
            await administrator.Popup.GetByLabel("Name").FillAsync($"{name} {byKeyboard}");
            await administrator.Page.Keyboard.PressAsync("Enter");
            await PressAsync(administrator.Button("I have stored the key"), byKeyboard);
            await Expect(administrator.Popup).ToHaveCountAsync(0);
            // The first one was created with the button of the empty list, which is gone.
            await Expect(administrator.Button("Create access key")).ToBeFocusedAsync();
        }

        var (one, two) = (Key(administrator, $"One {byKeyboard}"), Key(administrator, $"Two {byKeyboard}"));
        await PressAsync(In(one, "Disable"), byKeyboard);
        await Expect(In(one, "Enable")).ToBeFocusedAsync();
        await PressAsync(In(one, "Enable"), byKeyboard);
        await Expect(In(one, "Disable")).ToBeFocusedAsync();
        await OpenAsync(administrator, In(one, "Delete"), byKeyboard);
        await administrator.Page.Keyboard.PressAsync("Escape");
        await Expect(In(one, "Delete")).ToBeFocusedAsync();

        // The row is gone: the focus is at the one beside it, then, without rows, at the heading.
        await OpenAsync(administrator, In(one, "Delete"), byKeyboard);
        await PressAsync(administrator.Popup.GetByRole(AriaRole.Button, new() { Name = "Delete" }), byKeyboard);
        await Expect(one).ToHaveCountAsync(0);
        await Expect(two.GetByRole(AriaRole.Heading)).ToBeFocusedAsync();
        await OpenAsync(administrator, In(two, "Delete"), byKeyboard);
        await PressAsync(administrator.Popup.GetByRole(AriaRole.Button, new() { Name = "Delete" }), byKeyboard);
        await Expect(two).ToHaveCountAsync(0);
        await Expect(administrator.Heading("Access keys")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_providers_client_keeps_the_focus(bool byKeyboard)
    {
        var slug = byKeyboard ? "slack" : "asana";
        await using var administrator = await AdministratorAsync();
        await administrator.GoAsync($"/admin/providers/{slug}");
        await PressAsync(administrator.Button("Save"), byKeyboard);
        await Expect(administrator.Page.GetByLabel("Client ID")).ToBeFocusedAsync();
        await administrator.Page.GetByLabel("Client ID").FillAsync("client-1");
        await administrator.Page.GetByLabel("Client secret", new() { Exact = true }).FillAsync("secret-of-the-client");
        await PressAsync(administrator.Button("Save"), byKeyboard);
        await Expect(administrator.Page.Locator("form .hub-alert-success")).ToBeFocusedAsync();

        await OpenAsync(administrator, administrator.Button("Remove client"), byKeyboard);
        await PressAsync(administrator.Popup.GetByRole(AriaRole.Button, new() { Name = "Cancel" }), byKeyboard);
        await Expect(administrator.Popup).ToHaveCountAsync(0);
        await Expect(administrator.Button("Remove client")).ToBeFocusedAsync();
        await OpenAsync(administrator, administrator.Button("Remove client"), byKeyboard);
        await PressAsync(administrator.Popup.GetByRole(AriaRole.Button, new() { Name = "Remove client" }), byKeyboard);
        await Expect(administrator.Alert).ToBeFocusedAsync();
        await Expect(administrator.Alert).ToBeInViewportAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task order_pages_and_search_of_the_accounts_keep_focus_and_place(bool byKeyboard)
    {
        await using var person = await PersonAsync(height: 600);
        await shared.AddAccountsAsync(person.Email, 45);
        await person.GoAsync("/accounts");
        var column = person.Page.GetByRole(AriaRole.Columnheader).GetByRole(AriaRole.Button, new() { Name = "Account" });
        await PressAsync(column, byKeyboard);
        await Expect(person.Page.GetByRole(AriaRole.Rowheader).First).ToContainTextAsync("Account 01");
        await Expect(column).ToBeFocusedAsync();

        var top = person.Page.GetByRole(AriaRole.Columnheader).First;
        foreach (var (link, first) in new[] { ("Page 2", "Account 21"), ("Next page", "Account 41") })
        {
            await person.Link(link).ScrollIntoViewIfNeededAsync();
            await PressAsync(person.Link(link), byKeyboard);
            await Expect(person.Page.GetByRole(AriaRole.Rowheader).First).ToContainTextAsync(first);
            await Expect(person.Page.Locator("#accounts-caption")).ToBeFocusedAsync();
            await Expect(top).ToBeInViewportAsync();
        }

        await Expect(person.Page.Locator("#accounts-caption")).ToHaveTextAsync("Accounts, page 3 of 3");
        await person.Page.GoBackAsync();
        await Expect(person.Page.GetByRole(AriaRole.Rowheader).First).ToContainTextAsync("Account 21");
        await Expect(person.Page.Locator("#accounts-caption")).ToBeFocusedAsync();

        var search = person.Page.GetByLabel("Search accounts");
        await search.FillAsync("nobody");
        await PressAsync(person.Button("Show all"), byKeyboard);
        await Expect(person.Page.GetByRole(AriaRole.Rowheader).First).ToBeVisibleAsync();
        await Expect(search).ToBeFocusedAsync();
        await Expect(search).ToHaveValueAsync("");
    }

    private static async Task PressAsync(ILocator button, bool byKeyboard)
    {
        if (byKeyboard)
        {
            await button.FocusAsync();
            await button.Page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await button.ClickAsync();
        }
    }

    /// <summary>Opens a dialog and waits until the focus is in it, as people do.</summary>
    private static async Task OpenAsync(Person person, ILocator button, bool byKeyboard)
    {
        await PressAsync(button, byKeyboard);
        await Expect(person.Popup.Locator(":focus")).ToHaveCountAsync(1);
    }

    private static ILocator Key(Person administrator, string name) =>
        administrator.Page.Locator("ul.keys > li").Filter(new() { HasText = name });

    private static ILocator In(ILocator row, string button) => row.GetByRole(AriaRole.Button, new() { Name = button });

    private async Task<Person> WithAccountAsync(bool byKeyboard, int height = 900)
    {
        var person = await PersonAsync(height);
        await person.LinkAsync("sandbox-ats", "sandbox-good-rita");
        await PressAsync(person.Link("Rita Sandbox"), byKeyboard);
        await Expect(person.Heading("Rita Sandbox")).ToBeFocusedAsync();
        return person;
    }

    private async Task<Person> AdministratorAsync()
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.SignInAsync(SharedHub.AdministratorEmail);
        return person;
    }

    private async Task<Person> PersonAsync(int height)
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address, height: height);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }
}
