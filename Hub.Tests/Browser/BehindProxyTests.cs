using System.Text.RegularExpressions;
using Hub.Tests.Embed;
using Hub.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Hub behind a reverse proxy: below a path, and with TLS that the proxy does not tell of.</summary>
public sealed partial class BehindProxyTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task below_a_path_everything_works_whether_the_proxy_takes_the_path_away_or_not(bool strips)
    {
        await using var site = await EmbeddingHub.Site.StartAsync();
        await using var proxy = await ReverseProxy.StartAsync(new() { Prefix = "/hub", StripsPrefix = strips });
        await using var hub = await RunningHub.StartAsync($"Hub:PublicUrl={proxy.Address}", $"Hub:Embed:AllowedOrigins:0={site.Origin}");
        proxy.Serve(hub.Address);
        await using var person = await Person.OpenAsync(chromium, proxy.Address);
        var outside = RequestsOutside(person.Page.Context, proxy.Address);

        await person.SignUpAsync("jane@example.com");
        await person.SignOutAsync();
        await Expect(person.Page).ToHaveURLAsync($"{proxy.Address}/");
        await person.GoAsync("/accounts");
        await Expect(person.Page).ToHaveURLAsync($"{proxy.Address}/Account/Login?ReturnUrl=%2Fhub%2Faccounts");
        await person.SendSignInAsync("jane@example.com", Person.Password);
        await Expect(person.Page).ToHaveURLAsync($"{proxy.Address}/accounts");
        Assert.All(await person.Page.Context.CookiesAsync(), cookie => Assert.StartsWith("/hub", cookie.Path, StringComparison.Ordinal));

        await person.ConnectAsync("sandbox-ats", "sandbox-good");
        await Expect(person.Popup).ToHaveAccessibleNameAsync("Sandbox ATS connected");
        await person.Button("View in Accounts").ClickAsync();
        await person.Heading("Accounts").WaitForAsync();
        Assert.StartsWith($"{proxy.Address}/accounts", person.Page.Url, StringComparison.Ordinal);

        await person.GoAsync("/link/sandbox-ats?method=oauth2_authorization_code");
        var window = await person.Page.RunAndWaitForPopupAsync(() => person.Button("Sign in with Sandbox ATS").ClickAsync());
        await window.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(person.Popup).ToHaveAccessibleNameAsync("Sandbox ATS account updated");
        await person.GoAsync("/link/sandbox-ats?method=oauth2_authorization_code");
        await person.Page.EvaluateAsync("window.open = () => null");
        await person.Button("Sign in with Sandbox ATS").ClickAsync();
        await person.Button("Continue in this tab").ClickAsync();
        await person.Button("Allow").ClickAsync();
        await Expect(person.Popup).ToHaveAccessibleNameAsync("Sandbox ATS account updated");

        var link = await person.RequestAsync("Globex", "Sandbox ATS");
        Assert.StartsWith($"{proxy.Address}/connect#", link, StringComparison.Ordinal);
        await using var customer = await Person.OpenAsync(chromium, proxy.Address);
        await customer.Page.GotoAsync(link);
        await customer.Button("Continue").ClickAsync();
        await customer.ApiKey.FillAsync("sandbox-good");
        await customer.ConnectButton.ClickAsync();
        await Expect(customer.Heading("Sandbox ATS is connected")).ToBeVisibleAsync();

        var missing = await person.GoAsync("/nowhere");
        Assert.Equal(404, missing!.Status);
        await person.Page.GetByRole(AriaRole.Banner).WaitForAsync();
        Assert.Empty(
            await person.Page.EvaluateAsync<string[]>(
                "hub => [...document.links].map(link => link.href).filter(href => href.startsWith(location.origin) && "
                    + "!href.startsWith(hub + '/'))",
                proxy.Address
            )
        );
        await person.GoAsync("/docs");
        await Expect(person.Page.GetByText("Create connect sessions").First).ToBeVisibleAsync();
        var description = await person.GoAsync("/openapi/v1.json");
        Assert.Contains("""{"url":"/hub/"}""", Spaces().Replace(await description!.TextAsync(), ""), StringComparison.Ordinal);
        Assert.Empty(outside);

        await using var sessions = new SessionsOf(hub);
        await using var page = await EmbeddedPage.OpenAsync(
            chromium,
            site.Serve(
                $"""<!doctype html><title>A product</title><script src="{proxy.Address}/embed/hub.js"></script><hub-connect token="{await sessions.IssueAsync()}"></hub-connect>"""
            )
        );
        await page.LinkAsync();
    }

    [Fact]
    public async Task where_the_proxy_does_not_tell_of_TLS_people_get_in_and_page_and_log_say_what_to_set()
    {
        await using var proxy = await ReverseProxy.StartAsync(
            new()
            {
                Tls = true,
                SendsForwardedHeaders = false,
                PassesHost = false,
            }
        );
        await using var hub = await RunningHub.StartAsync($"Hub:PublicUrl={proxy.Address}");
        proxy.Serve(hub.Address);
        await using var person = await Person.OpenAsync(chromium, proxy.Address);
        await person.GoAsync("/Account/Login");
        await Expect(person.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("ASPNETCORE_FORWARDEDHEADERS_ENABLED=true");
        await person.SignUpAsync("jane@example.com");
        await person.SignOutAsync();
        await person.SignInAsync("jane@example.com");
        Assert.StartsWith($"{proxy.Address}/", person.Page.Url, StringComparison.Ordinal);
        var cookies = await person.Page.Context.CookiesAsync();
        Assert.Contains(cookies, cookie => cookie.Name.StartsWith(".AspNetCore.Antiforgery", StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.True(cookie.Secure, cookie.Name));
        await hub.WroteAsync("A page was requested over plain HTTP");
        Assert.Single(Warning().Matches(hub.Output));
    }

    [Fact]
    public async Task where_the_proxy_tells_of_TLS_cookies_are_secure_and_nothing_is_said()
    {
        await using var proxy = await ReverseProxy.StartAsync(new() { Tls = true });
        await using var hub = await RunningHub.StartAsync($"Hub:PublicUrl={proxy.Address}", "ForwardedHeaders_Enabled=true");
        proxy.Serve(hub.Address);
        await using var person = await Person.OpenAsync(chromium, proxy.Address);
        await person.SignUpAsync("jane@example.com");
        Assert.All(await person.Page.Context.CookiesAsync(), cookie => Assert.True(cookie.Secure, cookie.Name));
        await person.GoAsync("/Account/Manage");
        await Expect(person.Page.GetByText("ASPNETCORE_FORWARDEDHEADERS_ENABLED")).ToHaveCountAsync(0);
        Assert.Empty(Warning().Matches(hub.Output));
    }

    /// <summary>Whatever a browser asks the proxy for that is not below Hub's path.</summary>
    private static List<string> RequestsOutside(IBrowserContext context, string hub)
    {
        var outside = new List<string>();
        context.Request += (_, request) =>
        {
            if (
                request.Url.StartsWith(new Uri(hub).GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
                && !request.Url.StartsWith($"{hub}/", StringComparison.Ordinal)
            )
            {
                lock (outside)
                {
                    outside.Add(request.Url);
                }
            }
        };
        return outside;
    }

    [GeneratedRegex("A page was requested over plain HTTP", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Warning();

    [GeneratedRegex(@"\s", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
