using Hub.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>An operator's own provider with regions, one of which Hub finds out, a host, a default and two auth methods.</summary>
public sealed class RegionsAndMethodsTests(Chromium chromium)
{
    private const string Key = "atlas-key-0123456789";

    // Every host is the stand-in; the path tells which region was asked.
    private const string Atlas = """
        slug: atlas
        name: Atlas Suite
        category: crm
        color: "#3b4cca"
        rank: 1
        sources:
          - url: https://docs.atlas.example/api
            facts: [authentication, probe, failures, guide]
        methods:
          - kind: api_key
            label: API key
            baseUrl: https://{region}
            fields:
              - key: region
                label: Region
                kind: choice
                detect: true
                help: It stands at the bottom of every page of Atlas.
                options:
                  - { value: us, label: United States, host: api.us.atlas.example }
                  - { value: eu, label: Europe, host: api.eu.atlas.example }
                  - { value: au, label: Australia, host: api.au.atlas.example }
              - key: environment
                label: Environment
                kind: choice
                options:
                  - { value: live, label: Production }
                  - { value: test, label: Sandbox }
              - key: server
                label: Server
                kind: host
                default: atlas.example
                basePathBefore: /login(/|$)
                help: Only where you run Atlas yourself.
              - key: team
                label: Team
                kind: text
                required: false
              - key: api_key
                label: API Key
                kind: secret
            auth:
              headers:
                Authorization: Bearer {api_key}
            probe:
              method: get
              path: /{region}/{environment}/me?server={server}
            success:
              evidence:
                - { path: id, type: text }
            identity:
              name: "{name}"
              externalId: "{id}"
            failures:
              - status: 401
                outcome: invalid_credentials
                confidence: documented
                field: api_key
                help: Copy it again from the page of your keys.
                step: 2
              - status: 404
                outcome: wrong_address
                confidence: documented
                field: environment
            guide:
              permission: "**users.read**"
              steps:
                - Sign in to **Atlas**.
                - Open **Settings**, then **API keys**.
                - Paste it into **API Key** here and press **Connect**.
          - kind: oauth2_client_credentials
            label: Client credentials
            baseUrl: https://{region}
            fields:
              - key: region
                label: Region
                kind: choice
                options:
                  - { value: us, label: United States, host: api.us.atlas.example }
                  - { value: eu, label: Europe, host: api.eu.atlas.example }
                  - { value: au, label: Australia, host: api.au.atlas.example }
              - key: client_id
                label: Client ID
                kind: text
              - key: client_secret
                label: Client Secret
                kind: secret
            token:
              url: https://{region}/token
              clientAuthentication: body
              clientId: "{client_id}"
              clientSecret: "{client_secret}"
              failures:
                - { status: 401, outcome: invalid_credentials, confidence: documented, field: client_secret }
            auth:
              headers:
                Authorization: Bearer {access_token}
            probe:
              method: get
              path: /{region}/live/me
            success:
              evidence:
                - { path: id, type: text }
            identity:
              name: "{name}"
              externalId: "{id}"
            failures:
              - { status: 401, outcome: invalid_credentials, confidence: documented, field: client_secret }
            guide:
              permission: "**users.read**"
              steps:
                - Open **Settings**, then **Applications**.
                - Paste both here and press **Connect**.
        """;

    private static readonly Answer OnlyEurope = context =>
        context.Request.Path.Value switch
        {
            "/token" => Answers.Json(200, """{"access_token":"atlas-access-token","token_type":"Bearer","expires_in":3600}""")(context),
            "/eu/live/me" => Answers.Json(200, """{"id":"u-1","name":"Jane Atlas"}""")(context),
            "/eu/test/me" => Answers.Json(404, "{}")(context),
            _ => Answers.Json(401, "{}")(context),
        };

    /// <remarks>On a phone.</remarks>
    [Fact]
    public async Task the_region_is_found_out_shown_with_the_account_and_the_way_of_linking_can_be_changed_later()
    {
        var directory = RunningHub.NewDirectory();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "atlas.yaml"), Atlas, TestContext.Current.CancellationToken);
            await using var standIn = await StandInProvider.StartAsync(OnlyEurope);
            await using var hub = await RunningHub.StartAsync(
                $"Hub:Providers:Directory={directory}",
                $"Hub:Providers:Overrides:atlas:BaseUrl={standIn.Address}"
            );
            await using var person = await Person.OpenAsync(chromium, hub.Address, width: 360);
            await person.RegisterAsync("jane@example.com");
            await person.GoAsync("/link/atlas");

            // A pasted address is cleaned for all to see when the field is left, a key that cannot be one is told, and mending it is
            // noticed.
            var server = person.Page.GetByLabel("Server");
            await Expect(server).ToHaveValueAsync("atlas.example");
            await server.FillAsync("https://Atlas.acme.example/login?next=1");
            await person.ApiKey.FillAsync("two words");
            await Expect(server).ToHaveValueAsync("atlas.acme.example");
            await person.Page.GetByLabel("Team (optional)").FocusAsync();
            await Expect(person.ApiKey).ToShowErrorAsync(person.Page, "There is a space at position 4.");
            await person.ApiKey.PressAsync("End");
            await person.ApiKey.PressSequentiallyAsync("x");
            await Expect(person.ApiKey).ToHaveAttributeAsync("aria-invalid", "false");
            await Expect(person.ApiKey).ToHaveValueAsync("two wordsx");

            // No region takes this key.
            standIn.Answer = Answers.Json(401, "{}");
            await person.ApiKey.FillAsync($"Bearer {Key}");
            await person.ConnectButton.ClickAsync();
            await Expect(person.ApiKey)
                .ToShowErrorAsync(person.Page, "Hub tried each option of “Region”: United States, Europe, Australia.");
            await Expect(person.ApiKey).ToHaveValueAsync(Key);
            Assert.Equal(["/us/live/me", "/eu/live/me", "/au/live/me"], Asked(standIn));

            // Nor does the one that is chosen, and no other is asked.
            standIn.Answer = OnlyEurope;
            await ChooseAsync(person, "Region", "United States");
            await person.ConnectButton.ClickAsync();
            await Expect(person.ApiKey)
                .ToHaveAccessibleDescriptionAsync("Atlas Suite rejected this key. Copy it again from the page of your keys.");
            Assert.Equal(4, standIn.Requests.Count);
            await ChooseAsync(person, "Region", "Find out for me");

            // Of the two environments the other one is meant.
            await person.Page.GetByLabel("Sandbox").CheckAsync();
            await person.ConnectButton.ClickAsync();
            await Expect(person.Page.GetByText("Atlas Suite does not know this account there. Choose another option for “Environment”."))
                .ToBeVisibleAsync();
            await Expect(person.Page.GetByLabel("Sandbox")).ToBeFocusedAsync();
            await AccessibilityTests.CheckAsync(person, "faulty choice");
            await person.Page.GetByLabel("Production").CheckAsync();
            await person.ConnectButton.ClickAsync();
            await Expect(person.Popup).ToContainTextAsync("Region: Europe");
            await person.Button("View in Accounts").ClickAsync();
            await Expect(person.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Jane Atlas" })).ToContainTextAsync("Region: Europe");
            await person.Link("Jane Atlas").ClickAsync();
            await Expect(Details(person, "Region")).ToHaveTextAsync("Europe");
            await Expect(Details(person, "Linked with")).ToHaveTextAsync("API key");

            // The account's own method is chosen; the other one proves the same person, and takes over.
            await person.Link("Enter a new key").ClickAsync();
            await Expect(person.Heading("Edit Jane Atlas")).ToBeVisibleAsync();
            await Expect(person.Page.GetByRole(AriaRole.Radio, new() { Name = "API key" })).ToBeCheckedAsync();
            var credentials = person.Page.GetByRole(AriaRole.Radio, new() { Name = "Client credentials" });
            await credentials.CheckAsync();
            await Expect(person.Page.GetByLabel("Client ID")).ToBeVisibleAsync();
            await Expect(credentials).ToBeFocusedAsync();
            await Expect(person.Page)
                .ToHaveURLAsync(
                    new System.Text.RegularExpressions.Regex(
                        "method=oauth2_client_credentials$",
                        System.Text.RegularExpressions.RegexOptions.None,
                        TimeSpan.FromSeconds(1)
                    )
                );
            await Expect(person.Page.GetByRole(AriaRole.Combobox, new() { Name = "Region" })).ToHaveValueAsync("eu");
            await AccessibilityTests.CheckAsync(person, "new key with another method");
            await person.Page.GetByLabel("Client ID").FillAsync("atlas-client");
            await person.Page.GetByLabel("Client Secret", new() { Exact = true }).FillAsync("atlas-secret");
            await person.SaveButton.ClickAsync();
            await Expect(person.Popup).ToHaveAccessibleNameAsync("New key saved");
            await AccessibilityTests.CheckAsync(person, "popup of a new key");
            await person.Button("Back to the account").ClickAsync();
            await Expect(Details(person, "Linked with")).ToHaveTextAsync("Client credentials");
            await Expect(Details(person, "Region")).ToHaveTextAsync("Europe");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task ChooseAsync(Person person, string label, string option) =>
        await person.Page.GetByRole(AriaRole.Combobox, new() { Name = label }).SelectOptionAsync(new SelectOptionValue { Label = option });

    private static ILocator Details(Person person, string term) =>
        person.Page.Locator("dl > div").Filter(new() { Has = person.Page.Locator("dt", new() { HasTextString = term }) }).Locator("dd");

    private static IEnumerable<string> Asked(StandInProvider standIn) =>
        standIn.Requests.Select(request => request.PathAndQuery.Split('?')[0]);
}
