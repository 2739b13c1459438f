using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>An account is mended: its form by keyboard, two browsers at once, and the request to another person.</summary>
public sealed class EditAccountTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task by_keyboard_on_a_phone_another_identitys_key_replaces_the_stored_one_only_after_a_yes()
    {
        await using var person = await SignedUpAsync(width: 360);
        await OpenEditAsync(person);
        await Expect(person.Heading("Edit Rita Sandbox")).ToBeVisibleAsync();
        await Expect(person.Page.Locator(".stored")).ToContainTextAsync("rita");
        Assert.DoesNotContain("sandbox-good-rita", await person.Page.ContentAsync(), StringComparison.Ordinal);
        await AccessibilityTests.CheckAsync(person, "the form with a stored secret");

        await person.Button("Replace API Key").FocusAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.ApiKey).ToBeFocusedAsync();
        await person.Button("Keep the stored API Key").ClickAsync();
        await Expect(person.Button("Replace API Key")).ToBeFocusedAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.ApiKey).ToBeFocusedAsync();
        await person.Page.Keyboard.TypeAsync("sandbox-good-otto");
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.Heading("Replace the account of Rita Sandbox with the account of Otto Sandbox?")).ToBeFocusedAsync();
        await AccessibilityTests.CheckAsync(person, "the question of another identity");

        await person.Button("Keep the linked account").ClickAsync();
        await Expect(person.Alert).ToContainTextAsync("The linked account was kept");
        await Expect(person.ApiKey).ToHaveValueAsync("sandbox-good-otto");
        await person.SaveButton.ClickAsync();
        await person.Button("Replace account").ClickAsync();
        await Expect(person.Popup).ToHaveAccessibleNameAsync("New key saved");
        await Expect(person.Popup).ToContainTextAsync("The account now belongs to Otto Sandbox.");
        await Expect(person.Button("Back to the account")).ToBeFocusedAsync();
        await AccessibilityTests.CheckAsync(person, "what was changed");
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.Heading("Otto Sandbox")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_form_that_is_older_than_the_stored_key_saves_nothing_and_keeps_what_was_entered()
    {
        await using var person = await SignedUpAsync();
        await OpenEditAsync(person);
        var address = person.Page.Url;
        await person.Button("Replace API Key").ClickAsync();
        await Expect(person.ApiKey).ToBeFocusedAsync();
        await person.ApiKey.FillAsync("sandbox-good-rita");

        var elsewhere = await person.Page.Context.NewPageAsync();
        await elsewhere.GotoAsync(address);
        await elsewhere.GetByRole(AriaRole.Button, new() { Name = "Replace API Key" }).ClickAsync();
        var field = elsewhere.GetByLabel("API Key", new() { Exact = true });
        await Expect(field).ToBeFocusedAsync();
        await field.FillAsync("sandbox-good-otto");
        await elsewhere.GetByRole(AriaRole.Button, new() { Name = "Verify and save" }).ClickAsync();
        await elsewhere.GetByRole(AriaRole.Button, new() { Name = "Replace account" }).ClickAsync();
        await Expect(elsewhere.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        await person.SaveButton.ClickAsync();
        await Expect(person.Alert).ToContainTextAsync("This account was changed in the meantime");
        await Expect(person.Alert).ToBeFocusedAsync();
        await AccessibilityTests.CheckAsync(person, "changed in the meantime");
        await person.Button("Load what is stored now").ClickAsync();
        await Expect(person.Alert).ToContainTextAsync("Loaded");
        await Expect(person.Alert).ToBeFocusedAsync();
        await Expect(person.Heading("Edit Otto Sandbox")).ToBeVisibleAsync();
        await Expect(person.ApiKey).ToHaveValueAsync("sandbox-good-rita");
        await person.SaveButton.ClickAsync();
        await Expect(person.Heading("Replace the account of Otto Sandbox with the account of Rita Sandbox?")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task another_person_is_asked_for_a_new_key_and_the_account_keeps_its_id()
    {
        await using var person = await SignedUpAsync();
        await OpenEditAsync(person);
        var account = new Uri(person.Page.Url).AbsolutePath.Split('/')[2];
        await person.GoAsync($"/accounts/{account}/request");
        await AccessibilityTests.CheckAsync(person, "the request for a new key");
        await person.Page.GetByLabel("Person (optional)").FillAsync("Otto");
        await person.Button("Create link").ClickAsync();
        await Expect(person.Heading("Send this link to Otto")).ToBeFocusedAsync();
        var link = await person.AuthLink.InputValueAsync();

        await using var otto = await Person.OpenAsync(chromium, shared.Hub.Address, width: 360);
        await otto.Page.GotoAsync(link);
        await otto.Button("Continue").ClickAsync();
        await Expect(otto.Heading("A new key for Sandbox ATS")).ToBeFocusedAsync();
        await Expect(otto.Page.Locator(".stored")).ToHaveCountAsync(0);
        await AccessibilityTests.CheckAsync(otto, "a new key is asked for");
        await otto.ApiKey.FillAsync("sandbox-good-rita");
        await otto.SaveButton.ClickAsync();
        await Expect(otto.Heading("The account is renewed")).ToBeFocusedAsync();

        await person.GoAsync("/accounts/requests");
        var request = person.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Otto" });
        await Expect(request).ToContainTextAsync("Renewed");
        await request.GetByRole(AriaRole.Link, new() { Name = "New key for Rita Sandbox" }).ClickAsync();
        await person.Page.WaitForURLAsync($"**/accounts/{account}");
    }

    private static async Task OpenEditAsync(Person person)
    {
        await person.LinkAsync("sandbox-ats", "sandbox-good-rita");
        await person.Link("Rita Sandbox").ClickAsync();
        await person.Page.WaitForURLAsync("**/accounts/*-*");
        await person.GoAsync($"{new Uri(person.Page.Url).AbsolutePath}/edit");
        await person.SaveButton.WaitForAsync();
    }

    private async Task<Person> SignedUpAsync(int width = 1280)
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address, width: width);
        await person.SignUpAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }
}
