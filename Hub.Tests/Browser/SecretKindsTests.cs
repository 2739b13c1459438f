using System.Text;
using Hub.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>A password and a private key in the form: masked, readable on demand, and received by the provider as they are meant.</summary>
public sealed class SecretKindsTests(Chromium chromium)
{
    internal const string Provider = """
        slug: vault
        name: Vault
        category: productivity
        color: "#336699"
        rank: 900
        sources:
          - url: https://docs.vault.example/api
            facts: [authentication, probe, failures, guide]
        methods:
          - kind: basic
            label: Password
            baseUrl: https://api.vault.example
            fields:
              - { key: user, label: User name, kind: text }
              - { key: server, label: Server, kind: host, default: vault.example }
              - { key: password, label: Password, kind: password }
              - { key: private_key, label: Private key, kind: multiline_secret }
            auth:
              basic: { username: "{user}", password: "{password}|{private_key}" }
            probe: { method: get, path: "/me?server={server}" }
            success:
              evidence:
                - { path: id, type: text }
            failures:
              - { status: 401, outcome: invalid_credentials, confidence: documented, field: private_key }
            guide:
              permission: Any.
              steps: [Ask your administrator.]
        """;

    internal static readonly string Pem =
        $"-----BEGIN PRIVATE KEY-----\n{new string('A', 64)}\n{new string('B', 64)}\nQUJD\n-----END PRIVATE KEY-----";

    private static readonly string LongKey = new('k', 16_000);

    /// <summary>User name and password as they arrived.</summary>
    internal static string BasicOf(ReceivedRequest request) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers["Authorization"]["Basic ".Length..]));

    [Fact]
    public async Task a_password_and_a_private_key_are_masked_and_arrive_as_they_are_meant()
    {
        const string Typed = " \"pässwörd\" Bearer ";
        var directory = RunningHub.NewDirectory();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "vault.yaml"), Provider, TestContext.Current.CancellationToken);
            await using var standIn = await StandInProvider.StartAsync(Answers.Json(429, "{}", ("Retry-After", "86400")));
            await using var hub = await RunningHub.StartAsync(
                $"Hub:Providers:Directory={directory}",
                $"Hub:Providers:Overrides:vault:BaseUrl={standIn.Address}"
            );
            await using var person = await Person.OpenAsync(chromium, hub.Address);
            await person.RegisterAsync("jane@example.com");
            await person.GoAsync("/link/vault");
            var server = person.Page.GetByLabel("Server");
            var password = person.Page.GetByLabel("Password", new() { Exact = true });
            var key = person.Page.GetByLabel("Private key", new() { Exact = true });

            // Nothing is installed under a path there, and the path may be meant.
            await server.FillAsync("https://vault.example/login");
            await person.Page.GetByLabel("User name").FillAsync("jane");
            await Expect(server).ToShowErrorAsync(person.Page, "Enter the host without a path");
            await server.FillAsync("vault.example");

            await password.FillAsync("first");
            await key.FillAsync(LongKey);
            await Expect(password).ToHaveAttributeAsync("type", "password");
            await Expect(key).ToHaveCSSAsync("-webkit-text-security", "disc");
            await AccessibilityTests.CheckAsync(person, "a long secret");
            await person.Button("Show Password").ClickAsync();
            await person.Button("Show Private key").ClickAsync();
            await Expect(password).ToHaveAttributeAsync("type", "text");
            await Expect(key).ToHaveCSSAsync("-webkit-text-security", "none");
            await AccessibilityTests.CheckAsync(person, "a long secret that is shown");
            Assert.True(
                await key.EvaluateAsync<bool>(
                    "field => field.scrollHeight > field.clientHeight && field.clientHeight < 300 && field.scrollWidth <= field.clientWidth"
                )
            );
            await person.Button("Hide Private key").ClickAsync();
            await Expect(key).ToHaveCSSAsync("-webkit-text-security", "disc");

            // A wait of a day is the key's, not the form's.
            await key.FillAsync(Pem);
            await person.ConnectButton.ClickAsync();
            await Expect(person.Page.GetByRole(AriaRole.Timer)).ToContainTextAsync("You can try again in 1");
            await AccessibilityTests.CheckAsync(person, "waiting");
            await Expect(person.Page.Locator("main button[type=submit]")).ToHaveAttributeAsync("aria-disabled", "true");
            standIn.Answer = Answers.Json(401, "{}");
            await password.FillAsync(Typed);
            await Expect(person.ConnectButton).ToBeEnabledAsync();

            foreach (var lineBreak in new[] { "\n", "\\n", " " })
            {
                await key.FillAsync(Pem.Replace("\n", lineBreak, StringComparison.Ordinal));
                await Expect(key).ToHaveAttributeAsync("aria-invalid", "false");
                await person.ConnectButton.ClickAsync();
                await Expect(key).ToShowErrorAsync(person.Page, "Vault rejected this key.");
                await Expect(key).ToHaveValueAsync(Pem);
                await Expect(password).ToHaveValueAsync(Typed);
            }

            Assert.Equal([$"jane:first|{Pem}", .. Enumerable.Repeat($"jane:{Typed}|{Pem}", 3)], standIn.Requests.Select(BasicOf));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
