using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser.Journeys;

/// <summary>
/// The ways that people take most, on a desk and on a phone, with the mouse and with the keyboard alone: how much they have to do, and that
/// focus and scroll are where they go on.
/// </summary>
public sealed class JourneyTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    public static TheoryData<int, bool> Ways =>
        new()
        {
            { 1280, false },
            { 1280, true },
            { 390, false },
            { 390, true },
        };

    /// <summary>A customer opens an auth link for one provider and links an account with a key.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task from_an_auth_link_to_the_linked_account(int width, bool byKeyboard)
    {
        await using var issuer = await MemberAsync(1280);
        var link = await issuer.RequestAsync("Globex", "Sandbox ATS");
        await using var john = await Person.OpenAsync(chromium, shared.Hub.Address, width: width, height: 844);
        var journey = new Journey(john.Page, byKeyboard);
        await journey.WatchAsync();

        await john.Page.GotoAsync(link);
        await journey.ExpectFocusAsync(john.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Level = 1 }));
        await journey.ExpectInViewAsync(john.Button("Continue"));

        await journey.PressAsync(john.Button("Continue"));
        await journey.ExpectFocusAsync(john.Heading("Connect Sandbox ATS"));

        await journey.PasteAsync(john.ApiKey, "sandbox-good");
        await journey.SubmitAsync(john.ApiKey, john.ConnectButton);
        await journey.ExpectFocusAsync(john.Heading("Sandbox ATS is connected"));
        await Expect(john.Page.GetByText("Jane Sandbox").First).ToBeVisibleAsync();

        TestContext.Current.TestOutputHelper!.WriteLine(journey.ToString());
        Assert.Equal(1, journey.Pastes);
        Assert.True(journey.Presses <= 4, journey.ToString());
        Assert.True(journey.Tabs <= 3, journey.ToString());
    }

    /// <summary>A member asks a customer for an account, and has the link to send.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task from_the_accounts_to_a_copied_link(int width, bool byKeyboard)
    {
        await using var issuer = await MemberAsync(width);
        var journey = new Journey(issuer.Page, byKeyboard);
        await journey.WatchAsync();

        await issuer.GoAsync("/accounts");
        await issuer.Heading("No accounts yet").WaitForAsync();
        await journey.PressAsync(issuer.Link("Send a link request").First);
        await journey.ExpectFocusAsync(issuer.Heading("Send a link request"));
        await journey.TypeAsync(issuer.Page.GetByLabel("Customer's name"), "Globex");
        await journey.TypeAsync(issuer.Page.GetByLabel("Customer's ID"), "globex-1");
        await journey.SubmitAsync(issuer.Page.GetByLabel("Customer's ID"), issuer.Button("Create link"));
        await journey.ExpectFocusAsync(issuer.Heading("Send this link to Globex"));
        await journey.ExpectInViewAsync(issuer.AuthLink);
        await journey.PressAsync(issuer.Button("Copy"));
        await Expect(issuer.Page.GetByText("Copied").First).ToBeVisibleAsync();
        await journey.ExpectFocusAsync(issuer.Button("Copy"));
        Assert.Equal(await issuer.AuthLink.InputValueAsync(), await issuer.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        TestContext.Current.TestOutputHelper!.WriteLine(journey.ToString());
        Assert.True(journey.PressesAndFields <= 6, journey.ToString());
    }

    private async Task<Person> MemberAsync(int width)
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address, width: width, height: 844);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }
}
