using Hub.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>From the page on which an Administrator registers a client to the way to sign in that everybody is offered then.</summary>
public sealed class ProviderClientTests(Chromium chromium, ProviderClientTests.HubWithAProvider shared)
    : IClassFixture<ProviderClientTests.HubWithAProvider>
{
    private const string Slug = "signer";
    private const string Secret = "the-clients-secret-0123456789";

    private RunningHub Hub => shared.Hub;

    [Fact]
    public async Task once_a_client_is_registered_everybody_is_offered_to_sign_in()
    {
        await using var member = await Person.OpenAsync(chromium, Hub.Address);
        await member.SignUpAsync($"{Guid.CreateVersion7():N}@example.com");
        await Expect(member.Link("SmartRecruiters")).ToBeVisibleAsync();
        await Expect(member.Link("Signer")).Not.ToBeVisibleAsync();
        Assert.Equal(403, (await member.GoAsync("/admin/providers"))!.Status);
        Assert.Equal(403, (await member.GoAsync($"/admin/providers/{Slug}"))!.Status);

        await using var administrator = await Person.OpenAsync(chromium, Hub.Address);
        await administrator.SignInAsync(SharedHub.AdministratorEmail);
        await administrator.Link("Provider apps").ClickAsync();
        await administrator.Page.GetByLabel("Search providers").FillAsync("signer");
        await administrator.Link("Signer").ClickAsync();
        await administrator.Page.GetByLabel("Client ID").FillAsync("the-client");
        await administrator.Button("Save").ClickAsync();
        await Expect(administrator.Page.GetByLabel("Client secret", new() { Exact = true })).ToBeFocusedAsync();
        await Expect(administrator.Page.GetByText("Enter the client secret.")).ToBeVisibleAsync();
        await AccessibilityTests.CheckAsync(administrator, "a client with an error");
        await administrator.Page.Keyboard.TypeAsync(Secret);
        await administrator.Page.Keyboard.PressAsync("Enter");
        await Expect(administrator.Page.GetByText("People can authorize Hub at Signer now.")).ToBeVisibleAsync();
        await AccessibilityTests.CheckAsync(administrator, "a saved client");
        Assert.DoesNotContain(Secret, await administrator.Page.ContentAsync(), StringComparison.Ordinal);
        await administrator.Link("Try it").ClickAsync();
        await Expect(administrator.Heading("Connect Signer")).ToBeVisibleAsync();

        await member.GoAsync("/link");
        await member.Link("Signer").ClickAsync();
        await Expect(member.Heading("Connect Signer")).ToBeVisibleAsync();

        await administrator.GoAsync($"/admin/providers/{Slug}");
        await administrator.Button("Remove client").ClickAsync();
        await AccessibilityTests.CheckAsync(administrator, "removing a client");
        await administrator.Popup.GetByRole(AriaRole.Button, new() { Name = "Remove client" }).ClickAsync();
        await Expect(administrator.Page.GetByText("The client is removed")).ToBeVisibleAsync();
        await member.GoAsync("/link");
        await Expect(member.Link("SmartRecruiters")).ToBeVisibleAsync();
        await Expect(member.Link("Signer")).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task the_pages_have_no_violation_in_any_theme_or_width()
    {
        foreach (
            var (theme, width) in new[]
            {
                (ColorScheme.Light, 1280),
                (ColorScheme.Dark, 1280),
                (ColorScheme.Light, 360),
                (ColorScheme.Dark, 360),
            }
        )
        {
            await using var person = await Person.OpenAsync(chromium, Hub.Address, theme, width, height: 800);
            await person.SignInAsync(SharedHub.AdministratorEmail);
            await person.GoAsync("/admin/providers");
            await person.Link("Signer").WaitForAsync();
            await AccessibilityTests.CheckAsync(person, $"providers with a way to sign in, {theme}, {width}");
            await person.Link("Signer").ClickAsync();
            await person.Button("Save").ClickAsync();
            await person.Page.GetByText("Enter the client ID.").WaitForAsync();
            await AccessibilityTests.CheckAsync(person, $"a client's form, {theme}, {width}");
        }
    }

    /// <summary>One with a provider at which people can only sign in.</summary>
    public sealed class HubWithAProvider : IAsyncLifetime
    {
        private readonly string _files = RunningHub.NewDirectory();
        private OAuthProvider? _provider;
        private RunningHub? _hub;

        public RunningHub Hub => _hub!;

        public async ValueTask InitializeAsync()
        {
            _provider = await OAuthProvider.StartAsync();
            _hub = await RunningHub.StartAsync([
                $"Hub:Bootstrap:AdminEmail={SharedHub.AdministratorEmail}",
                $"Hub:Bootstrap:AdminPassword={Person.Password}",
                "Hub:SignInAttemptsPerMinute=0",
                .. await OAuthProviderFile.WriteAsync(_provider, _files, Slug),
            ]);
        }

        public async ValueTask DisposeAsync()
        {
            await (_hub?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (_provider?.DisposeAsync() ?? ValueTask.CompletedTask);
            Directory.Delete(_files, recursive: true);
        }
    }
}
