using Hub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>The main job, whole: a newcomer registers, links an account, sees the popup and finds the account.</summary>
public sealed class FirstLinkTests(Chromium chromium)
{
    [Fact]
    public async Task a_newcomer_registers_as_Administrator_links_the_sandbox_and_finds_the_account()
    {
        await using var hub = await RunningHub.StartAsync();
        await using var person = await Person.OpenAsync(chromium, hub.Address);

        await person.GoAsync("/");
        await Expect(person.Heading("Link the accounts you already use")).ToBeVisibleAsync();
        await person.Link("Create an account").ClickAsync();
        await person.SignUpAsync("jane@example.com");
        await Expect(person.Page.GetByText("You are Hub's Administrator.")).ToBeVisibleAsync();

        await Expect(person.Page.GetByLabel("Search providers")).ToBeFocusedAsync();
        await person.Page.GetByLabel("Search providers").FillAsync("sandbox");
        await person.Link("Sandbox ATS").ClickAsync();
        await person.ApiKey.FillAsync("  sandbox-good ");
        await person.ConnectButton.ClickAsync();

        await Expect(person.Popup).ToHaveAccessibleNameAsync("Sandbox ATS connected");
        await Expect(person.Popup.GetByText("Jane Sandbox")).ToBeVisibleAsync();
        await Expect(person.Popup.GetByText("jane@sandbox-ats.example")).ToBeVisibleAsync();
        await Expect(person.Button("View in Accounts")).ToBeFocusedAsync();
        await person.Button("View in Accounts").ClickAsync();

        var row = person.Page.GetByRole(Microsoft.Playwright.AriaRole.Row).Filter(new() { HasText = "Jane Sandbox" });
        await Expect(row).ToContainTextAsync("Just linked");
        await Expect(row).ToContainTextAsync("Active");
        await Expect(row).ToContainTextAsync("Sandbox ATS");

        await person.Link("All accounts").ClickAsync();
        await Expect(person.Page.GetByRole(Microsoft.Playwright.AriaRole.Row).Filter(new() { HasText = "Jane Sandbox" }))
            .ToContainTextAsync("jane@example.com");
    }

    [Fact]
    public async Task smartRecruiters_gets_the_key_as_its_documentation_says_and_each_answer_is_understood()
    {
        const string Key = "dcra1-0123456789abcdef0123456789";
        await using var standIn = await StandInProvider.StartAsync(Answers.Json(401, """{"message":"Unauthorized"}"""));
        await using var hub = await RunningHub.StartAsync($"Hub:Providers:Overrides:smartrecruiters:BaseUrl={standIn.Address}");
        await using var person = await Person.OpenAsync(chromium, hub.Address);
        await person.RegisterAsync("jane@example.com");

        await person.ConnectAsync("smartrecruiters", Key);
        await Expect(person.Page.GetByText("SmartRecruiters rejected this key.")).ToBeVisibleAsync();
        await Expect(person.ApiKey).ToHaveValueAsync(Key);

        standIn.Answer = Answers.Text(503, "text/html", "<h1>Down</h1>");
        await person.ConnectButton.ClickAsync();
        await Expect(person.Alert).ToContainTextAsync("Hub could not check your key");

        standIn.Answer = Answers.Json(
            200,
            """{"id":"u-1","firstName":"Jane","lastName":"Doe","email":"jane.doe@acme.example","systemRole":{"id":"ADMINISTRATOR"}}"""
        );
        await person.ConnectButton.ClickAsync();
        await Expect(person.Popup).ToHaveAccessibleNameAsync("SmartRecruiters connected");
        await Expect(person.Popup.GetByText("Jane Doe")).ToBeVisibleAsync();

        Assert.Equal(3, standIn.Requests.Count);
        Assert.All(
            standIn.Requests,
            request =>
            {
                Assert.Equal("GET /user-api/v201804/users/me", $"{request.Method} {request.PathAndQuery}");
                Assert.Equal(Key, request.Headers["X-SmartToken"]);
            }
        );
    }

    [Fact]
    public async Task after_a_power_cut_right_behind_the_popup_the_account_is_there_and_its_key_still_works()
    {
        var directory = RunningHub.NewDirectory();
        try
        {
            await using (var hub = await RunningHub.StartInAsync(directory))
            {
                await using var before = await Person.OpenAsync(chromium, hub.Address);
                await before.RegisterAsync("jane@example.com");
                await before.ConnectAsync("sandbox-ats", "sandbox-good");
                await before.Popup.WaitForAsync();
                await hub.KillAsync();
            }

            await using var again = await RunningHub.StartInAsync(directory);
            await using var person = await Person.OpenAsync(chromium, again.Address);
            await person.SignInAsync("jane@example.com");
            await person.GoAsync("/accounts");
            await person.Link("Jane Sandbox").ClickAsync();
            await person.Button("Verify now").ClickAsync();
            await Expect(person.Alert).ToContainTextAsync("The key is valid");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
