using Hub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>What is on the screen is what is sent: on slow connections, after long pastes, and after a connection was lost.</summary>
public sealed class FormsTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(75);

    [Fact]
    public async Task A_key_that_is_typed_quickly_on_a_slow_connection_survives_every_failure()
    {
        await using var connection = SlowConnection.To(shared.Hub.Address, Delay);
        await using var person = await SignedUpAsync(connection.Address);
        foreach (var (key, message) in new[]
        {
            ("sandbox-down", "Its server reported an error of its own."),
            ("sandbox-html", "It sent a web page"),
            ("sandbox-anonymous", "without saying whose key it is"),
            ("sandbox-busy", "Sandbox ATS"),
        })
        {
            await person.GoAsync("/link/sandbox-ats");
            await person.ApiKey.PressSequentiallyAsync(key, new() { Delay = 5 });
            await person.ApiKey.PressAsync("Enter");
            await Expect(person.Alert).ToContainTextAsync(message);
            await Expect(person.Alert).ToBeFocusedAsync();
            await Expect(person.ApiKey).ToHaveValueAsync(key);
            await Expect(person.Heading("Something went wrong on this page")).Not.ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_long_paste_is_sent_whole_or_refused_with_words()
    {
        await using var person = await SignedUpAsync(shared.Hub.Address);
        await person.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await person.GoAsync("/link/sandbox-ats");
        await person.ApiKey.PressSequentiallyAsync("sandbox-good");
        await person.ApiKey.PressAsync("Tab");

        // As long as the field takes, and three bytes for each: nothing of it is lost, and the key before it is not linked.
        await PasteAsync(person, new string('あ', 20_000));
        await Expect(person.ApiKey).ToHaveValueAsync(new string('あ', 20_000));
        await person.ConnectButton.ClickAsync();
        await Expect(person.ApiKey).ToHaveAttributeAsync("aria-invalid", "true");
        await person.ConnectButton.ClickAsync();
        await Expect(person.ApiKey).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(person.Popup).Not.ToBeVisibleAsync();

        await person.ApiKey.FillAsync("sandbox-good");
        await PasteAsync(person, new string('x', 20_001));
        await Expect(person.Page.GetByText("That is too long to be entered here.")).ToBeVisibleAsync();
        await Expect(person.ApiKey).ToHaveValueAsync("sandbox-good");
        await person.ConnectButton.ClickAsync();
        await Expect(person.Popup).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_a_lost_connection_the_key_on_the_screen_is_linked()
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
    }

    [Fact]
    public async Task After_a_lost_connection_the_client_on_the_screen_is_saved()
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
        await Expect(person.Page.GetByText("People are offered to sign in at GitHub now.")).ToBeFocusedAsync();

        await secret.FillAsync("another-secret");
        await clientId.FillAsync("second-client");
        await LoseAsync(connection, person);
        await person.Button("Save").ClickAsync();
        await Expect(person.Page.GetByText("People are offered to sign in at GitHub now.")).ToBeFocusedAsync();
        await person.Page.ReloadAsync();
        await Expect(clientId).ToHaveValueAsync("second-client");
    }

    private async Task<Person> SignedUpAsync(string address)
    {
        var person = await Person.OpenAsync(chromium, address);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }

    private static async Task PasteAsync(Person person, string text)
    {
        await person.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await person.ApiKey.SelectTextAsync();
        await person.ApiKey.PressAsync("Control+V");
    }

    /// <summary>The browser notices, and comes back by itself.</summary>
    private static async Task LoseAsync(SlowConnection connection, Person person)
    {
        var modal = person.Page.Locator("#components-reconnect-modal");
        connection.Cut();
        await Expect(modal).ToBeVisibleAsync();
        connection.Mend();
        await Expect(modal).Not.ToBeVisibleAsync();
    }
}
