using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>
/// Each failure as a person meets it, and what people do besides: double clicks, Enter, back, refresh, cancel, a lost connection.
/// </summary>
public sealed class WizardTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task a_fault_of_the_key_is_told_at_its_field_and_the_key_stays()
    {
        await using var person = await SignedUpAsync();
        foreach (
            var (key, message) in new[]
            {
                ("sandbox-bad", "Sandbox ATS rejected this key. Try sandbox-good."),
                ("sandbox-partner-1", "This is a partner key."),
                ("two words", "There is a space at position 4."),
                ("", "Enter the API Key."),
            }
        )
        {
            await person.ConnectAsync("sandbox-ats", key);
            await Expect(person.ApiKey).ToShowErrorAsync(person.Page, message);
            await Expect(person.ApiKey).ToHaveValueAsync(key);
            await Expect(person.ApiKey).ToBeFocusedAsync();
            await Expect(person.Popup).Not.ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task a_wrong_address_is_told_at_the_field_of_the_address()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link/sandbox-ats");
        await person.Page.GetByLabel("Workspace").FillAsync("umbrella");
        await person.ConnectAsync("sandbox-ats", "sandbox-address");
        await Expect(person.Page.GetByLabel("Workspace")).ToShowErrorAsync(person.Page, "does not know this address");
        await Expect(person.Page.GetByLabel("Workspace")).ToHaveValueAsync("umbrella");
    }

    [Fact]
    public async Task an_answer_that_proves_nothing_says_so_with_a_reference_and_the_key_stays()
    {
        await using var person = await SignedUpAsync();
        foreach (
            var (key, message) in new[]
            {
                ("sandbox-down", "The provider's server reported an internal error."),
                ("sandbox-reset", "The connection ended"),
                ("sandbox-redirect", "The provider redirected Hub to another address"),
                ("sandbox-html", "The provider sent a web page"),
                ("sandbox-malformed", "Hub cannot read the provider's answer."),
                ("sandbox-anonymous", "without saying whose key it is"),
                ("sandbox-huge", "The provider sent more data"),
            }
        )
        {
            await person.ConnectAsync("sandbox-ats", key);
            await Expect(person.Alert).ToContainTextAsync(message);
            await Expect(person.Alert).ToContainTextAsync("Hub could not check your key, so nothing was saved.");
            await Expect(person.Alert).ToContainTextAsync("Keep this reference: ");
            await Expect(person.Alert).ToBeFocusedAsync();
            await Expect(person.ApiKey).ToHaveValueAsync(key);
        }

        await person.GoAsync("/accounts");
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_provider_that_never_answers_is_given_up_after_ten_seconds()
    {
        await using var person = await SignedUpAsync();
        await person.ConnectAsync("sandbox-ats", "sandbox-slow");
        await Expect(person.Page.GetByText("Contacting Sandbox ATS…")).ToBeVisibleAsync();
        await Expect(person.Alert).ToContainTextAsync("The provider did not answer within ten seconds.");
    }

    [Fact]
    public async Task a_throttled_provider_counts_down_and_then_lets_one_try_again()
    {
        await using var person = await SignedUpAsync();
        await person.ConnectAsync("sandbox-ats", "sandbox-busy");
        await Expect(person.Alert).ToContainTextAsync("Too many requests at Sandbox ATS");
        var button = person.Page.Locator("main button[type=submit]");
        await Expect(button).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(button).ToContainTextAsync("Try again in");
        await Expect(person.Alert.GetByRole(AriaRole.Timer)).ToContainTextAsync("You can try again in");
        await button.FocusAsync();
        await Expect(person.ConnectButton).ToBeEnabledAsync();
        await Expect(person.ConnectButton).ToBeFocusedAsync();
        await Expect(person.Alert).ToContainTextAsync("You can try again now.");
    }

    [Fact]
    public async Task a_limited_key_is_linked_with_a_warning_that_stays_with_the_account()
    {
        await using var person = await SignedUpAsync();
        await person.ConnectAsync("sandbox-ats", "sandbox-limited");
        await Expect(person.Popup).ToContainTextAsync("Linked, but a permission is missing.");
        await person.Button("View in Accounts").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Active, limited" }))
            .ToContainTextAsync("cannot read users");
    }

    [Fact]
    public async Task cancelling_keeps_the_input_and_saves_nothing()
    {
        await using var person = await SignedUpAsync();
        await person.ConnectAsync("sandbox-ats", "sandbox-slow");
        await person.Button("Cancel").ClickAsync();
        await Expect(person.Alert).ToContainTextAsync("Nothing was saved.");
        await Expect(person.ApiKey).ToHaveValueAsync("sandbox-slow");
        await person.ConnectAsync("sandbox-ats", "sandbox-good");
        await Expect(person.Popup).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_double_click_links_one_account()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.FillAsync("sandbox-good");
        await person.ConnectButton.DblClickAsync();
        await person.Button("View in Accounts").ClickAsync();
        await Expect(person.Page.GetByText("1 account", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task linking_the_same_identity_again_updates_it_unless_another_account_is_asked_for()
    {
        await using var person = await SignedUpAsync();
        await person.LinkAsync("sandbox-ats", "sandbox-good");
        await person.ConnectAsync("sandbox-ats", "sandbox-good");
        await Expect(person.Popup).ToContainTextAsync("You had linked this account before.");
        await person.Button("Link another").ClickAsync();
        await Expect(person.Heading("Link an account")).ToBeVisibleAsync();
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.FillAsync("sandbox-good");
        await person.Page.GetByLabel("Link as another account").CheckAsync();
        await person.ConnectButton.ClickAsync();
        await person.Button("View in Accounts").ClickAsync();
        await Expect(person.Page.GetByText("2 accounts", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task escape_closes_the_popup_and_the_key_is_gone_from_the_form()
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
        await Expect(person.Page.GetByRole(AriaRole.Main).GetByText("is linked.")).ToBeVisibleAsync();
        await Expect(person.ApiKey).ToHaveValueAsync("");
    }

    [Fact]
    public async Task back_leads_to_the_providers_and_a_refresh_during_verification_leaves_an_empty_form()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link");
        await person.Link("Sandbox ATS").ClickAsync();
        await person.ApiKey.FillAsync("sandbox-slow");
        await person.ConnectButton.ClickAsync();
        await person.Page.GetByText("Contacting Sandbox ATS…").WaitForAsync();
        await person.Page.ReloadAsync();
        await Expect(person.Heading("Connect Sandbox ATS")).ToBeVisibleAsync();
        await Expect(person.ApiKey).ToHaveValueAsync("");
        await Expect(person.ConnectButton).ToBeEnabledAsync();
        await person.Page.GoBackAsync();
        await Expect(person.Heading("Link an account")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_lost_connection_comes_back_with_the_input_in_place()
    {
        await using var person = await SignedUpAsync();
        // Between browser and Hub, so that it can be cut.
        var sockets = new List<IWebSocketRoute>();
        await person.Page.RouteWebSocketAsync(
            "**/_blazor**",
            socket =>
            {
                sockets.Add(socket);
                socket.ConnectToServer();
            }
        );
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.FillAsync("sandbox-good");
        await person.Page.GetByLabel("Workspace").FocusAsync();
        await sockets[^1].CloseAsync(new() { Code = 1001 });
        await Expect(person.Page.Locator("#components-reconnect-modal")).Not.ToBeVisibleAsync();
        await Expect(person.ApiKey).ToHaveValueAsync("sandbox-good");
        await person.ConnectButton.ClickAsync();
        await Expect(person.Popup).ToBeVisibleAsync();
        Assert.True(sockets.Count >= 2, "the connection was not cut");
    }

    [Fact]
    public async Task a_connection_that_neither_opens_nor_fails_ends_in_words()
    {
        await using var person = await SignedUpAsync();
        // As some firewalls do: nothing of it reaches Hub, and nothing comes back.
        await person.Page.RouteWebSocketAsync("**/_blazor**", _ => { });
        await person.Page.Clock.InstallAsync();
        await person.GoAsync("/link");
        await Expect(person.Page.GetByText("Starting…")).ToBeVisibleAsync();
        await person.Page.Clock.FastForwardAsync("00:11");
        await Expect(person.Heading("Hub cannot open its connection")).ToBeVisibleAsync();
        await Expect(person.Page.GetByText("tell the person who runs Hub")).ToBeVisibleAsync();
        await Expect(person.Page.GetByText("Starting…")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task who_signed_out_elsewhere_is_asked_to_sign_in_and_comes_back_to_the_provider()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.WaitForAsync();
        await person.ForgetSignInAsync();
        await person.Page.ReloadAsync();
        await Expect(person.Heading("Sign in")).ToBeVisibleAsync();
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/Account/Login?ReturnUrl=%2Flink%2Fsandbox-ats");
    }

    [Fact]
    public async Task the_whole_tile_of_a_provider_can_be_pressed()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link");
        var tile = person.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Lever" });
        var box = (await tile.BoundingBoxAsync())!;
        await person.Page.Mouse.ClickAsync(box.X + box.Width - 8, box.Y + box.Height - 8);
        await Expect(person.Heading("Connect Lever")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_key_that_is_too_long_is_called_so_and_not_cut()
    {
        await using var person = await SignedUpAsync();
        await person.ConnectAsync("sandbox-ats", new string('k', 17_000));
        await Expect(person.ApiKey).ToShowErrorAsync(person.Page, "The API Key is too long. Copy it again.");
    }

    [Fact]
    public async Task signing_out_in_one_tab_ends_the_others()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link");
        var other = await person.Page.Context.NewPageAsync();
        await other.GotoAsync(shared.Hub.Address + "/accounts");
        await other.GetByRole(AriaRole.Heading, new() { Name = "No accounts yet" }).WaitForAsync();
        await person.SignOutAsync();
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task an_address_outside_the_catalog_says_so()
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync("/link/nobody-knows");
        await Expect(person.Heading("This provider is not in the catalog")).ToBeVisibleAsync();
    }

    private async Task<Person> SignedUpAsync()
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }
}
