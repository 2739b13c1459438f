using Hub.Tests.Embed;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Two nodes on one database and key ring, behind a proxy that keeps nobody at a node.</summary>
public sealed class TwoNodesTests(Chromium chromium) : IAsyncLifetime
{
    private readonly string _directory = RunningHub.NewDirectory();
    private RunningHub? _first;
    private RunningHub? _second;
    private EmbeddingHub.Site? _product;

    public async ValueTask InitializeAsync()
    {
        _product = await EmbeddingHub.Site.StartAsync();
        _first = await RunningHub.StartInAsync(_directory, $"Hub:Embed:AllowedOrigins:0={_product.Origin}");
        _second = await RunningHub.StartInAsync(_directory, $"Hub:Embed:AllowedOrigins:0={_product.Origin}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in new[] { _first, _second })
        {
            if (node is not null)
            {
                await node.DisposeAsync();
            }
        }

        if (_product is not null)
        {
            await _product.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task what_begins_at_one_node_goes_on_at_the_other()
    {
        await using var proxy = await StartProxyAsync(new());
        await using var person = await Person.OpenAsync(chromium, proxy.Address);
        var negotiations = 0;
        person.Page.Request += (_, request) => negotiations += request.Url.Contains("/negotiate", StringComparison.Ordinal) ? 1 : 0;
        await person.SignUpAsync("jane@example.com");
        await person.SignOutAsync();
        await person.SignInAsync("jane@example.com");

        await person.ConnectAsync("sandbox-ats", "sandbox-good");
        await Expect(person.Popup.GetByRole(AriaRole.Heading, new() { Name = "Sandbox ATS connected" })).ToBeVisibleAsync();

        await person.GoAsync("/link/sandbox-ats?method=oauth2_authorization_code");
        var window = await person.Page.RunAndWaitForPopupAsync(() => person.Button("Sign in with Sandbox ATS").ClickAsync());
        await window.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(person.Popup.GetByRole(AriaRole.Heading, new() { Name = "Sandbox ATS account updated" })).ToBeVisibleAsync();

        var link = await person.RequestAsync("Globex", "Sandbox ATS");
        await using var customer = await Person.OpenAsync(chromium, proxy.Address);
        await customer.Page.GotoAsync(link);
        await customer.Button("Continue").ClickAsync();
        await customer.ApiKey.FillAsync("sandbox-good");
        await customer.ConnectButton.ClickAsync();
        await Expect(customer.Heading("Sandbox ATS is connected")).ToBeVisibleAsync();
        Assert.Equal(0, negotiations);
    }

    [Fact]
    public async Task without_WebSockets_one_node_works_and_two_end_in_words()
    {
        await using var proxy = await StartProxyAsync(new() { WebSockets = false });
        await using var person = await Person.OpenAsync(chromium, proxy.Address);
        await person.RegisterAsync("joe@example.com");
        await person.GoAsync("/link");
        await Expect(person.Heading("Hub cannot open its connection")).ToBeVisibleAsync();
        await Expect(person.Page.GetByText("Starting…")).ToBeHiddenAsync();
        await Expect(person.Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();

        await using var sessions = new SessionsOf(_first!);
        await using var customer = await Person.OpenAsync(chromium, proxy.Address);
        await customer.GoAsync($"/connect#{await sessions.IssueAsync()}");
        await Expect(customer.Heading("Hub cannot open its connection")).ToBeVisibleAsync();
        await using var page = await EmbeddedPage.OpenAsync(
            chromium,
            _product!.Serve(
                $$"""
                <!doctype html><title>A product</title><script>const seen = []; addEventListener("error", event => seen.push(event.detail?.code), true)</script>
                <script src="{{proxy.Address}}/embed/hub.js"></script><hub-connect token="{{await sessions.IssueAsync()}}"></hub-connect>
                """
            )
        );
        await Expect(page.Heading("Hub cannot open its connection")).ToBeVisibleAsync();
        await page.WaitUntilSeenAsync("no_connection");

        proxy.Serve(_first!.Address);
        await person.Button("Reload the page").ClickAsync();
        await Expect(person.Heading("Link an account")).ToBeVisibleAsync();
        await page.Button("Try again").ClickAsync();
        await Expect(page.Frame.GetByLabel("Search providers")).ToBeVisibleAsync();
    }

    /// <summary>Pages and the way out at the first node, sockets and the way back at the second, all else in turn.</summary>
    private async Task<ReverseProxy> StartProxyAsync(ReverseProxy.Settings settings)
    {
        var proxy = await ReverseProxy.StartAsync(settings with { NodeOf = NodeOf });
        proxy.Serve(_first!.Address, _second!.Address);
        return proxy;
    }

    private static int? NodeOf(HttpRequest request) =>
        request.Path.Value switch
        {
            "/_blazor" when request.Headers.Upgrade.Count > 0 => 1,
            "/connect/oauth2/start" => 0,
            { } path when path.EndsWith("/callback", StringComparison.Ordinal) => 1,
            _ when HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) =>
                0,
            _ => null,
        };
}
