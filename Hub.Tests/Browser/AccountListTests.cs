using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>The list of accounts in a browser: filters and the back button, columns, tips and the menu of a row.</summary>
public sealed class AccountListTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task filters_stand_in_the_address_and_go_back()
    {
        await using var person = await WithAccountsAsync("anna", "bert");
        await SuspendAsync(person, "Anna Sandbox");
        await Expect(Row(person, "Anna Sandbox").Locator(".badge")).ToHaveTextAsync("Suspended");

        await Filter(person, "Status").Locator("summary").ClickAsync();
        // One after the other without waiting: neither is lost.
        await person.Page.EvaluateAsync(
            """
            () => [...document.querySelectorAll("details.filter[open] label")]
              .filter(label => ["Suspended", "Error"].includes(label.textContent)).forEach(label => label.querySelector("input").click())
            """
        );
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/accounts?status=error%2Csuspended");
        await Expect(person.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        // The menu stays open for another choice.
        await Expect(Filter(person, "Status").GetByText("Expired")).ToBeVisibleAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        await person.Page.ReloadAsync();
        await Expect(person.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(Filter(person, "Status").Locator("summary")).ToContainTextAsync("Status: Error, Suspended");

        await person.Page.GoBackAsync();
        await person.Page.GoBackAsync();
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/accounts");
        await Expect(person.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(Filter(person, "Status").Locator("summary")).ToHaveTextAsync("Status");
    }

    [Fact]
    public async Task hidden_columns_are_kept_in_the_browser()
    {
        await using var person = await WithAccountsAsync("anna");
        var type = person.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Type" });
        await Expect(type).ToBeVisibleAsync();
        await person.Page.Locator("details.columns summary").ClickAsync();
        await person.Page.Locator("details.columns").GetByLabel("Type").UncheckAsync();
        await Expect(type).ToBeHiddenAsync();

        await person.Page.ReloadAsync();
        await Expect(person.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(type).ToBeHiddenAsync();
        await person.Page.Locator("details.columns summary").ClickAsync();
        await Expect(person.Page.Locator("details.columns").GetByLabel("Type")).Not.ToBeCheckedAsync();
        await person.Page.Locator("details.columns").GetByLabel("Type").CheckAsync();
        await Expect(type).ToBeVisibleAsync();
    }

    [Fact]
    public async Task the_reason_is_shown_to_the_pointer_and_to_the_keyboard_and_escape_hides_it()
    {
        await using var person = await WithAccountsAsync("anna");
        await SuspendAsync(person, "Anna Sandbox");
        var badge = Row(person, "Anna Sandbox").Locator(".badge");
        var tip = person.Page.GetByRole(AriaRole.Tooltip);
        await Expect(badge).ToHaveTextAsync("Suspended");
        await Expect(tip).ToBeHiddenAsync();

        await badge.HoverAsync();
        await Expect(tip).ToBeVisibleAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(tip).ToBeHiddenAsync();
        await person.Heading("Accounts").HoverAsync();
        await badge.FocusAsync();
        await Expect(tip).ToBeVisibleAsync();
        await Expect(badge).ToHaveAccessibleDescriptionAsync("The account is suspended. Resume it to use it again.");
        await person.Page.Keyboard.PressAsync("Tab");
        await Expect(tip).ToBeHiddenAsync();
    }

    [Fact]
    public async Task every_state_of_the_list_is_accessible_and_the_focus_returns_to_the_menu()
    {
        await using var person = await WithAccountsAsync("anna", "bert");
        var menu = Row(person, "Anna Sandbox").Locator(".menu summary");
        await menu.FocusAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        await AccessibilityTests.CheckAsync(person, "the menu of a row");
        await person.Button("Suspend").ClickAsync();
        await person.Popup.WaitForAsync();
        await AccessibilityTests.CheckAsync(person, "the question before it is suspended");
        await person.Popup.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(menu).ToBeFocusedAsync();
        await SuspendAsync(person, "Anna Sandbox");
        await Expect(menu).ToBeFocusedAsync();
        await Row(person, "Anna Sandbox").Locator(".badge").FocusAsync();
        await AccessibilityTests.CheckAsync(person, "the tip of a status");
        await Filter(person, "Provider").Locator("summary").ClickAsync();
        await Filter(person, "Provider").GetByLabel("Sandbox ATS").CheckAsync();
        await Expect(Filter(person, "Provider").Locator("summary")).ToContainTextAsync("Provider: Sandbox ATS");
        await AccessibilityTests.CheckAsync(person, "a filter");
        await person.Page.Locator("details.columns summary").ClickAsync();
        await AccessibilityTests.CheckAsync(person, "the columns");
    }

    [Fact]
    public async Task what_changes_in_another_browser_changes_here_and_disturbs_nobody()
    {
        await using var person = await WithAccountsAsync("anna", "bert");
        await using var other = await Person.OpenAsync(chromium, shared.Hub.Address);
        await other.SignInAsync(person.Email);
        await other.GoAsync("/accounts");
        await Expect(other.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Row(person, "Bert Sandbox").Locator(".menu summary").ClickAsync();
        await Row(person, "Bert Sandbox").Locator(".menu").GetByText("Rename").FocusAsync();

        await SuspendAsync(other, "Anna Sandbox");

        await Expect(Row(person, "Anna Sandbox").Locator(".badge")).ToHaveTextAsync("Suspended");
        await Expect(Row(person, "Bert Sandbox").Locator(".menu").GetByText("Rename")).ToBeFocusedAsync();
        await Expect(Row(person, "Bert Sandbox").Locator(".menu")).ToHaveAttributeAsync("open", "");
    }

    private async Task<Person> WithAccountsAsync(params string[] names)
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        foreach (var name in names)
        {
            await person.LinkAsync("sandbox-ats", $"sandbox-good-{name}");
        }

        await person.GoAsync("/accounts");
        await Expect(person.Page.Locator("tbody tr")).ToHaveCountAsync(names.Length);
        return person;
    }

    private static async Task SuspendAsync(Person person, string account)
    {
        await Row(person, account).Locator(".menu summary").ClickAsync();
        await person.Button("Suspend").ClickAsync();
        await person.Popup.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Expect(person.Popup).ToHaveCountAsync(0);
    }

    private static ILocator Row(Person person, string account) => person.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = account });

    private static ILocator Filter(Person person, string label) =>
        person
            .Page.Locator("details.filter")
            .Filter(new() { Has = person.Page.GetByRole(AriaRole.Group, new() { Name = label, IncludeHidden = true }) });
}
