using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>What people do with linked accounts, and who may see whose.</summary>
public sealed class AccountsTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task an_account_is_renamed_verified_and_unlinked()
    {
        await using var person = await SignedUpAsync();
        await person.LinkAsync("sandbox-ats", "sandbox-good-rita");
        await person.Link("Rita Sandbox").ClickAsync();

        await person.Button("Rename").ClickAsync();
        await person.Popup.GetByLabel("Name").FillAsync("Recruiting Berlin");
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.Heading("Recruiting Berlin")).ToBeVisibleAsync();

        await person.Button("Verify now").ClickAsync();
        await Expect(person.Alert).ToContainTextAsync("The key is valid");

        await person.Button("Unlink").ClickAsync();
        await person.Button("Cancel").ClickAsync();
        // The popup has a button of that name too, until it is gone.
        await Expect(person.Popup).ToHaveCountAsync(0);
        await Expect(person.Heading("Recruiting Berlin")).ToBeVisibleAsync();
        await person.Button("Unlink").ClickAsync();
        await person.Popup.GetByRole(AriaRole.Button, new() { Name = "Unlink" }).ClickAsync();
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();
        await person.Page.GoBackAsync();
        await Expect(person.Heading("There is nothing here")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task search_and_order_stand_in_the_address_and_survive_back_and_reload()
    {
        await using var person = await SignedUpAsync();
        foreach (var name in new[] { "anna", "bert", "carla" })
        {
            await person.LinkAsync("sandbox-ats", $"sandbox-good-{name}");
        }

        await person.GoAsync("/accounts");
        await person.Button("Account").ClickAsync();
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/accounts?order=name");
        await Expect(person.Page.GetByRole(AriaRole.Rowheader).First).ToContainTextAsync("Anna");
        await person.Button("Account").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Rowheader).First).ToContainTextAsync("Carla");
        await person.Page.GetByLabel("Search accounts").FillAsync("bert");
        await Expect(person.Page.GetByText("1 account", new() { Exact = true })).ToBeVisibleAsync();
        await person.Page.ReloadAsync();
        await Expect(person.Page.GetByText("1 account", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(person.Page.GetByLabel("Search accounts")).ToHaveValueAsync("bert");
        await person.Page.GetByLabel("Search accounts").FillAsync("nobody");
        await Expect(person.Page.GetByText("No account matches “nobody”.")).ToBeVisibleAsync();
        await person.Button("Show all").ClickAsync();
        await Expect(person.Page.GetByText("3 accounts", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_Member_sees_neither_another_ones_account_nor_everyones()
    {
        await using var owner = await SignedUpAsync();
        await owner.LinkAsync("sandbox-ats", "sandbox-good-secretive");
        var address = await owner.Link("Secretive Sandbox").GetAttributeAsync("href");

        await using var member = await SignedUpAsync();
        await member.GoAsync("/accounts");
        await Expect(member.Heading("No accounts yet")).ToBeVisibleAsync();
        await member.GoAsync($"/{address}");
        await Expect(member.Heading("There is nothing here")).ToBeVisibleAsync();
        await Expect(member.Link("All accounts")).Not.ToBeVisibleAsync();
        var answer = await member.GoAsync("/admin/accounts");
        Assert.Equal(403, answer!.Status);
        await Expect(member.Heading("This page is for Administrators")).ToBeVisibleAsync();
        await Expect(member.Page.GetByText("Secretive")).Not.ToBeVisibleAsync();

        await using var administrator = await Person.OpenAsync(chromium, shared.Hub.Address);
        await administrator.SignInAsync(SharedHub.AdministratorEmail);
        await administrator.GoAsync("/admin/accounts?q=secretive");
        await Expect(administrator.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Secretive Sandbox" }))
            .ToContainTextAsync("@example.com");
    }

    [Fact]
    public async Task an_anonymous_visitor_is_sent_to_sign_in()
    {
        await using var visitor = await Person.OpenAsync(chromium, shared.Hub.Address);
        foreach (
            var path in new[]
            {
                "/link",
                "/link/lever",
                "/accounts",
                $"/accounts/{Guid.CreateVersion7()}",
                "/admin/accounts",
                "/admin/access-keys",
            }
        )
        {
            await visitor.GoAsync(path);
            await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        }
    }

    private async Task<Person> SignedUpAsync()
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }
}
