using Hub.Core.AuthLinks;
using Hub.Core.Sessions;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Somebody links an account where the customer has one already: what they are told before, and asked.</summary>
public sealed class ReplacementPageTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>, IAsyncDisposable
{
    private readonly SessionsOf _sessions = new(shared.Hub);
    private readonly OriginOwner _customer = SessionsOf.NewOwner();

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    [Fact]
    public async Task another_persons_key_replaces_an_account_only_after_a_yes_and_nothing_is_typed_again()
    {
        await using var jane = await OpenAsync();
        await jane.ApiKey.FillAsync("sandbox-good");
        await Expect(jane.Page.GetByText("This replaces")).ToHaveCountAsync(0);
        await jane.ConnectButton.ClickAsync();
        await Expect(jane.Heading("Sandbox ATS is connected")).ToBeFocusedAsync();

        await using var anna = await OpenAsync(width: 360);
        await Expect(anna.Page.GetByText("This replaces the Sandbox ATS account that Acme GmbH linked on")).ToBeVisibleAsync();
        await AccessibilityTests.CheckAsync(anna, "it says what is replaced");
        await anna.ApiKey.FillAsync("sandbox-good-anna");
        await anna.ConnectButton.ClickAsync();
        var question = anna.Heading("Replace the linked account with the account of Anna Sandbox?");
        await Expect(question).ToBeFocusedAsync();
        await Expect(question).ToBeInViewportAsync();
        await AccessibilityTests.CheckAsync(anna, "the question");
        Assert.DoesNotContain("Jane", await anna.Page.InnerTextAsync("main"), StringComparison.Ordinal);

        await anna.Button("Keep the linked account").ClickAsync();
        await Expect(anna.Alert).ToContainTextAsync("The linked account was kept");
        await Expect(anna.Alert).ToBeFocusedAsync();
        await Expect(anna.ApiKey).ToHaveValueAsync("sandbox-good-anna");
        Assert.Equal("Jane Sandbox", await LinkedAsync());

        await anna.ConnectButton.ClickAsync();
        await anna.Button("Replace account").EvaluateAsync("button => { button.click(); button.click(); }");
        await Expect(anna.Heading("Sandbox ATS account replaced")).ToBeFocusedAsync();
        await Expect(anna.Page.GetByText("This replaced the earlier Sandbox ATS account of Acme GmbH.")).ToBeVisibleAsync();
        await AccessibilityTests.CheckAsync(anna, "replaced");
        Assert.Equal("Anna Sandbox", await LinkedAsync());
    }

    [Fact]
    public async Task an_authorization_waits_for_the_answer_also_when_the_page_is_loaded_again()
    {
        await using var jane = await OpenAsync();
        await jane.ApiKey.FillAsync("sandbox-good");
        await jane.ConnectButton.ClickAsync();
        await Expect(jane.Heading("Sandbox ATS is connected")).ToBeVisibleAsync();

        await using var sam = await OpenAsync();
        await AuthorizeAsSamAsync(sam);
        var question = sam.Heading("Replace the linked account with the account of Sam Sandbox?");
        await Expect(question).ToBeFocusedAsync();
        await sam.Button("Keep the linked account").ClickAsync();
        await Expect(sam.Alert).ToContainTextAsync("The linked account was kept");
        await Expect(sam.Alert).ToBeFocusedAsync();

        await AuthorizeAsSamAsync(sam);
        await Expect(question).ToBeFocusedAsync();
        await sam.Page.ReloadAsync();
        await Expect(question).ToBeFocusedAsync();
        Assert.Equal("Jane Sandbox", await LinkedAsync());
        await sam.Button("Replace account").ClickAsync();
        await Expect(sam.Heading("Sandbox ATS account replaced")).ToBeFocusedAsync();
        Assert.Equal("Sam Sandbox", await LinkedAsync());
    }

    private static async Task AuthorizeAsSamAsync(Person sam)
    {
        await sam.Page.GetByText("Sign in", new() { Exact = true }).ClickAsync();
        var window = await sam.Page.RunAndWaitForPopupAsync(() => sam.Button("Sign in with Sandbox ATS").ClickAsync());
        await window.GetByText("Sam Sandbox").ClickAsync();
        await window.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
    }

    /// <returns>Whose account the customer has.</returns>
    private async Task<string?> LinkedAsync()
    {
        string? name = null;
        await _sessions.ChangeAsync(async db =>
            name = (
                await db.LinkedAccounts.SingleAsync(account => account.OriginOwnerId == _customer.Id, TestContext.Current.CancellationToken)
            ).IdentityName
        );
        return name;
    }

    private async Task<Person> OpenAsync(int width = 1280)
    {
        var (token, _) = await _sessions.IssueAsync(new SessionRequest { Origin = _customer, Providers = ["sandbox-ats"] });
        var person = await Person.OpenAsync(chromium, shared.Hub.Address, width: width, height: 800);
        await person.GoAsync($"/connect#{token}");
        await person.Button("Continue").ClickAsync();
        await person.ApiKey.WaitForAsync();
        return person;
    }
}
