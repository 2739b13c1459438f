using Hub.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>What is on the screen is what is sent: on slow connections, after long pastes, and after a connection was lost.</summary>
public sealed class FormsTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(75);

    [Fact]
    public async Task a_key_that_is_typed_quickly_on_a_slow_connection_survives_every_failure()
    {
        await using var connection = SlowConnection.To(shared.Hub.Address, Delay);
        await using var person = await SignedUpAsync(connection.Address);
        foreach (
            var (key, message) in new[]
            {
                ("sandbox-down", "The provider's server reported an internal error."),
                ("sandbox-html", "The provider sent a web page"),
                ("sandbox-anonymous", "without saying whose key it is"),
                ("sandbox-busy", "Sandbox ATS"),
            }
        )
        {
            await person.GoAsync("/link/sandbox-ats");
            await person.ApiKey.PressSequentiallyAsync(key, new() { Delay = 5 });
            await person.ApiKey.PressAsync("Enter");
            await Expect(person.Alert).ToContainTextAsync(message);
            await Expect(person.Alert).ToBeFocusedAsync();
            await Expect(person.ApiKey).ToHaveValueAsync(key);
            await Expect(person.Heading("Something went wrong on this page")).Not.ToBeVisibleAsync();
        }

        // Sandbox ATS answers 403, which is no failure of the key.
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.PressSequentiallyAsync("sandbox-limited", new() { Delay = 5 });
        await person.ApiKey.PressAsync("Enter");
        await Expect(person.Popup).ToContainTextAsync("it cannot read users");
    }

    [Fact]
    public async Task a_long_paste_is_sent_whole_or_refused_with_words()
    {
        await using var person = await SignedUpAsync(shared.Hub.Address);
        await person.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.PressSequentiallyAsync("sandbox-good");
        await person.ApiKey.PressAsync("Tab");

        // As long as the field takes, and three bytes for each: nothing of it is lost, and the key before it is not linked.
        await PasteAsync(person.ApiKey, new string('あ', 20_000));
        await Expect(person.ApiKey).ToHaveValueAsync(new string('あ', 20_000));
        await person.ConnectButton.ClickAsync();
        await Expect(person.ApiKey).ToHaveAttributeAsync("aria-invalid", "true");
        await person.ConnectButton.ClickAsync();
        await Expect(person.ApiKey).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(person.Popup).Not.ToBeVisibleAsync();

        await person.ApiKey.FillAsync("sandbox-good");
        await PasteAsync(person.ApiKey, new string('x', 20_001));
        await Expect(person.Page.GetByText("Nothing was changed.")).ToBeVisibleAsync();
        await Expect(person.ApiKey).ToHaveValueAsync("sandbox-good");
        await person.ConnectButton.ClickAsync();
        await Expect(person.Popup).ToBeVisibleAsync();
    }

    [Fact]
    public async Task after_a_lost_connection_the_key_on_the_screen_is_linked()
    {
        await using var connection = SlowConnection.To(shared.Hub.Address, TimeSpan.Zero);
        await using var person = await SignedUpAsync(connection.Address);
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.FillAsync("sandbox-good-anna");
        await person.ApiKey.PressAsync("Tab");
        await person.ApiKey.FillAsync("sandbox-good");
        await LoseAsync(connection, person);

        await Expect(person.ApiKey).ToHaveValueAsync("sandbox-good");
        await person.ConnectButton.ClickAsync();
        await Expect(person.Popup).ToBeVisibleAsync();
        await Expect(person.Popup).Not.ToContainTextAsync("Anna");

        // Never left before the connection was lost.
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.PressSequentiallyAsync("sandbox-good-bert");
        await LoseAsync(connection, person);
        await person.ConnectButton.ClickAsync();
        await Expect(person.Popup).ToContainTextAsync("Bert");
    }

    [Fact]
    public async Task what_is_searched_for_and_chosen_without_a_connection_is_sent_after_it()
    {
        await using var connection = SlowConnection.To(shared.Hub.Address, TimeSpan.Zero);
        await using var person = await SignedUpAsync(connection.Address);
        await person.GoAsync("/accounts/request");
        await person.Page.GetByLabel("Only some providers").CheckAsync();
        var box = person.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Sandbox ATS" });
        await box.WaitForAsync();
        await LoseAsync(
            connection,
            person,
            async () =>
            {
                // The dialog is in front of them: events tell what happened just before it came.
                await box.EvaluateAsync("box => { box.checked = true; box.dispatchEvent(new Event('change', { bubbles: true })); }");
                await person
                    .Page.GetByLabel("Search providers")
                    .EvaluateAsync("input => { input.value = 'sandbox'; input.dispatchEvent(new Event('input', { bubbles: true })); }");
            }
        );
        await Expect(person.Button("Remove Sandbox ATS")).ToBeVisibleAsync();
        await Expect(person.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Lever" })).ToBeHiddenAsync();
        await Expect(box).ToBeCheckedAsync();
    }

    [Fact]
    public async Task a_search_is_sent_once_and_is_never_longer_than_200_characters()
    {
        await using var person = await SignedUpAsync(shared.Hub.Address);
        await person.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var messages = 0;
        person.Page.WebSocket += (_, socket) =>
            socket.FrameSent += (_, frame) =>
                messages += System.Text.Encoding.UTF8.GetString(frame.Binary ?? []).Contains("searchtyped", StringComparison.Ordinal)
                    ? 1
                    : 0;
        await person.GoAsync($"/link?q={new string('q', 300)}");
        var search = person.Page.GetByLabel("Search providers");
        await Expect(search).ToHaveValueAsync(new string('q', 200));
        await person.Button("Show all providers").ClickAsync();
        await Expect(search).ToHaveValueAsync("");

        await search.PressSequentiallyAsync("sandbox", new() { Delay = 5 });
        await Expect(person.Page.GetByText("1 provider matches")).ToBeVisibleAsync();
        Assert.Equal(1, messages);
        await PasteAsync(search, new string('x', 201));
        await Expect(person.Page.GetByText("Use at most 200 characters to search.")).ToBeVisibleAsync();
        await Expect(search).ToHaveValueAsync("sandbox");

        await person.Button("Clear").ClickAsync();
        await Expect(search).ToBeFocusedAsync();
        await Expect(person.Page.GetByText("providers, most used first")).ToBeVisibleAsync();
        // Enter does not wait until the search was sent.
        await search.PressSequentiallyAsync("sandbox");
        await search.PressAsync("Enter");
        await Expect(person.Heading("Connect Sandbox ATS")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_resumed_circuit_shows_what_was_entered()
    {
        await using var person = await SignedUpAsync(shared.Hub.Address);
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.FillAsync("sandbox-good");
        await person.Page.GetByLabel("Workspace").FillAsync("acme");
        await person.Page.EvaluateAsync("Blazor.pauseCircuit()");
        await person.Button("Continue").ClickAsync();
        // The first one was rendered by the circuit before.
        await person.Page.WaitForFunctionAsync("old => !old.isConnected", await person.ApiKey.ElementHandleAsync());
        await Expect(person.ApiKey).ToHaveValueAsync("sandbox-good");
        await Expect(person.Page.GetByLabel("Workspace")).ToHaveValueAsync("acme");
        await person.ConnectButton.ClickAsync();
        await Expect(person.Popup).ToBeVisibleAsync();
    }

    [Fact]
    public async Task after_a_restart_what_was_entered_comes_back_except_secrets()
    {
        var directory = RunningHub.NewDirectory();
        var hub = await RunningHub.StartInAsync(directory);
        await using var connection = SlowConnection.To(hub.Address, TimeSpan.Zero);
        await using var person = await SignedUpAsync(connection.Address);
        try
        {
            var link = (await person.RequestAsync("Globex", "Sandbox ATS")).Replace(
                hub.Address,
                connection.Address,
                StringComparison.Ordinal
            );
            await person.GoAsync("/link/sandbox-ats");
            await person.ApiKey.FillAsync("canary-key");
            await person.Page.GetByLabel("Workspace").FillAsync("acme");

            var request = await person.Page.Context.NewPageAsync();
            await request.GotoAsync($"{connection.Address}/accounts/request");
            await request.GetByLabel("Customer's name").FillAsync("Umbrella");
            await request.GetByLabel("Only some providers").CheckAsync();
            await request.GetByRole(AriaRole.Checkbox, new() { Name = "Sandbox ATS" }).CheckAsync();
            await request.GetByLabel("Close the link after one account").UncheckAsync();
            await request.GetByLabel("7 days").CheckAsync();

            var client = await person.Page.Context.NewPageAsync();
            await client.GotoAsync($"{connection.Address}/admin/providers/github");
            await client.GetByLabel("Client ID").FillAsync("my-client");
            await client.Locator("input[type=password]").FillAsync("canary-secret");
            await client.GetByLabel("More scopes").FillAsync("gist\nproject");

            var connect = await person.Page.Context.NewPageAsync();
            await connect.GotoAsync(link);
            await connect.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
            await connect.GetByLabel("API Key", new() { Exact = true }).FillAsync("canary-key");
            await connect.GetByLabel("Workspace").FillAsync("globex");

            await hub.DisposeAsync();
            hub = await RunningHub.StartInAsync(directory);
            connection.Redirect(hub.Address);
            foreach (var page in new[] { person.Page, request, client, connect })
            {
                await Expect(page.GetByText("Your entries come back, except keys and passwords")).ToBeVisibleAsync();
                // What is kept when the page is left.
                var stored = await page.EvaluateAsync<string>(
                    "dispatchEvent(new PageTransitionEvent('pagehide')), JSON.stringify([localStorage, sessionStorage])"
                );
                Assert.Contains("hub-draft", stored, StringComparison.Ordinal);
                Assert.DoesNotContain("canary", stored, StringComparison.Ordinal);
                await page.GetByRole(AriaRole.Button, new() { Name = "Reload the page" }).ClickAsync();
            }

            await Expect(person.Page.GetByLabel("Workspace")).ToHaveValueAsync("acme");
            await Expect(person.ApiKey).ToHaveValueAsync("");
            await Expect(request.GetByLabel("Customer's name")).ToHaveValueAsync("Umbrella");
            await Expect(request.GetByLabel("Only some providers")).ToBeCheckedAsync();
            await Expect(request.GetByRole(AriaRole.Button, new() { Name = "Remove Sandbox ATS" })).ToBeVisibleAsync();
            await Expect(request.GetByLabel("Close the link after one account")).Not.ToBeCheckedAsync();
            await Expect(request.GetByLabel("7 days")).ToBeCheckedAsync();
            await Expect(client.GetByLabel("Client ID")).ToHaveValueAsync("my-client");
            await Expect(client.Locator("input[type=password]")).ToHaveValueAsync("");
            await Expect(client.GetByLabel("More scopes")).ToHaveValueAsync("gist\nproject");
            await Expect(connect.GetByLabel("Workspace")).ToHaveValueAsync("globex");

            // Once: another load begins with empty fields.
            await person.Page.ReloadAsync();
            await person.ApiKey.WaitForAsync();
            await Expect(person.Page.GetByLabel("Workspace")).ToHaveValueAsync("");
        }
        finally
        {
            await hub.DisposeAsync();
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task after_a_lost_connection_the_client_on_the_screen_is_saved()
    {
        await using var connection = SlowConnection.To(shared.Hub.Address, TimeSpan.Zero);
        await using var person = await Person.OpenAsync(chromium, connection.Address);
        await person.SignInAsync(SharedHub.AdministratorEmail);
        await person.GoAsync("/admin/providers/github");
        var clientId = person.Page.GetByLabel("Client ID");
        await clientId.FillAsync("first-client");
        var secret = person.Page.Locator("input[type=password]");
        await secret.FillAsync("a-secret");
        await person.Button("Save").ClickAsync();
        await Expect(person.Page.GetByText("People can authorize Hub at GitHub now.")).ToBeFocusedAsync();

        await secret.FillAsync("another-secret");
        await clientId.FillAsync("second-client");
        await LoseAsync(connection, person);
        await person.Button("Save").ClickAsync();
        await Expect(person.Page.GetByText("People can authorize Hub at GitHub now.")).ToBeFocusedAsync();
        await person.Page.ReloadAsync();
        await Expect(clientId).ToHaveValueAsync("second-client");
    }

    private async Task<Person> SignedUpAsync(string address)
    {
        var person = await Person.OpenAsync(chromium, address);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }

    private static async Task PasteAsync(ILocator input, string text)
    {
        await input.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await input.SelectTextAsync();
        await input.PressAsync("Control+V");
    }

    /// <summary>The browser notices, and comes back by itself.</summary>
    private static async Task LoseAsync(SlowConnection connection, Person person, Func<Task>? meanwhile = null)
    {
        var modal = person.Page.Locator("#components-reconnect-modal");
        connection.Cut();
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        await Expect(modal).ToBeVisibleAsync();
        connection.Mend();
        await Expect(modal).Not.ToBeVisibleAsync();
    }
}
