using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Tests.Support;

namespace Hub.Tests.Hosting;

/// <summary>What a client without a browser sees.</summary>
public sealed class HttpTests(HttpTests.ClosedHub closed) : IClassFixture<HttpTests.ClosedHub>
{
    [Theory]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/Account/Login", HttpStatusCode.OK)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/status/404", HttpStatusCode.NotFound)]
    [InlineData("/link", HttpStatusCode.Redirect)]
    [InlineData("/accounts", HttpStatusCode.Redirect)]
    [InlineData("/admin/accounts", HttpStatusCode.Redirect)]
    [InlineData("/Account/Manage", HttpStatusCode.Redirect)]
    public async Task each_address_answers_with_its_status(string path, HttpStatusCode expected)
    {
        using var answer = await GetAsync(path);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/connect_sessions", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("POST", "/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/connect", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/connectors", HttpStatusCode.NotFound)]
    [InlineData("POST", "/accounts", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/Account/Login", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/status/404", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/Account/Logout", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/Account/Login", HttpStatusCode.BadRequest)]
    public async Task a_wrong_address_or_method_is_answered_with_its_own_status_and_no_cookie(
        string method,
        string path,
        HttpStatusCode expected
    )
    {
        using var form = await closed.SendAsync(method, path, new FormUrlEncodedContent([KeyValuePair.Create("a", "b")]));
        Assert.Equal(expected, form.StatusCode);
        Assert.Equal("text/html", form.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<h1", await form.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(form.Headers.Contains("Set-Cookie"));
        Assert.Equal(expected == HttpStatusCode.MethodNotAllowed, form.Content.Headers.Allow.Count > 0);

        using var json = await closed.SendAsync(method, path, new StringContent("{}", Encoding.UTF8, "application/json"));
        var status = expected == HttpStatusCode.BadRequest ? HttpStatusCode.UnsupportedMediaType : expected;
        Assert.Equal(status, json.StatusCode);
        Assert.False(json.Headers.Contains("Set-Cookie"));
        await AssertErrorAsync(json);

        using var asked = await closed.SendAsync(
            method,
            path,
            new FormUrlEncodedContent([KeyValuePair.Create("a", "b")]),
            accept: "application/json"
        );
        Assert.Equal(expected, asked.StatusCode);
        await AssertErrorAsync(asked);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/Account/Login")]
    [InlineData("/nowhere")]
    [InlineData("/accounts")]
    [InlineData("/connect")]
    [InlineData("/health/ready")]
    [InlineData("/app.css")]
    [InlineData("/embed/hub.js")]
    [InlineData("/embed/allowed")]
    [InlineData("/providers/lever/logo.svg")]
    [InlineData("/api/connectors/meta")]
    [InlineData("/api/docs")]
    public async Task head_is_answered_as_GET_is_without_the_body(string path)
    {
        using var get = await GetAsync(path);
        using var head = await closed.SendAsync("HEAD", path);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task a_form_that_is_too_large_is_answered_so()
    {
        using var answer = await closed.SendAsync(
            "POST",
            "/connect/oauth2/start",
            new ByteArrayContent(new byte[40_000_000]) { Headers = { ContentType = new("application/x-www-form-urlencoded") } },
            expectContinue: true
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static async Task AssertErrorAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((int)answer.StatusCode, error["statusCode"]!.GetValue<int>());
        Assert.NotEmpty(error["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/Account/Login")]
    [InlineData("/nowhere")]
    public async Task every_page_carries_the_security_headers(string path)
    {
        using var answer = await GetAsync(path);
        var policy = string.Join("; ", answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task the_connect_page_is_kept_by_nobody_and_tells_no_other_site_of_itself()
    {
        using var answer = await GetAsync("/connect");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<meta name=\"robots\" content=\"noindex\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]*src=)", html);
        // Of the interactive pages nothing is reachable from here: one component, and it is not the router.
        Assert.Single(Regex.Matches(html, "<!--Blazor:\\{", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task no_page_has_an_inline_script()
    {
        using var answer = await GetAsync("/Account/Login");
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("<script(?![^>]*src=)", html);
    }

    [Fact]
    public async Task the_sandboxs_sign_in_page_comes_through_Hub_with_Hubs_security_headers_and_sends_people_back_to_Hub_only()
    {
        const string Request =
            "/sandbox/oauth/authorize?response_type=code&client_id=hub-sandbox&state=the-state-of-a-sign-in&code_challenge_method=S256"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&redirect_uri=";
        using var answer = await GetAsync($"{Request}{Uri.EscapeDataString(closed.Address)}/connect/oauth2/sandbox-ats/callback");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("form-action 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(answer.Headers.Contains("Server"));
        using var elsewhere = await GetAsync($"{Request}https://elsewhere.example/connect/oauth2/sandbox-ats/callback");
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
        Assert.DoesNotContain("the-state-of-a-sign-in", closed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task closed_registration_offers_no_account_and_no_form()
    {
        using var home = await GetAsync("/");
        Assert.DoesNotContain(
            "Create an account",
            await home.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        using var page = await GetAsync("/Account/Register");
        Assert.DoesNotContain(
            "name=\"Input.",
            await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task a_registration_form_sent_past_the_page_makes_a_user_only_where_registration_is_open()
    {
        await using var open = await RunningHub.StartAsync();
        Assert.Equal((SignedIn: true, CanSignIn: true), await RegisterAsync(open.Address));
        Assert.Equal((SignedIn: false, CanSignIn: false), await RegisterAsync(closed.Address));
    }

    /// <returns>Whether the answer signs in, and whether one can sign in afterwards.</returns>
    private static async Task<(bool SignedIn, bool CanSignIn)> RegisterAsync(string hub)
    {
        (string, string)[] user = [("Input.Email", "eve@example.com"), ("Input.Password", "correct horse battery")];
        return (
            await SignsInAsync(
                hub,
                "/Account/Register",
                [("_handler", "register"), .. user, ("Input.ConfirmPassword", "correct horse battery")]
            ),
            await SignsInAsync(hub, "/Account/Login", [("_handler", "login"), .. user])
        );
    }

    /// <summary>Posts a form with the antiforgery token of the page for signing in, as a browser of its own.</summary>
    /// <returns>Whether the answer holds the cookie that signs in.</returns>
    private static async Task<bool> SignsInAsync(string hub, string path, (string Name, string Value)[] fields)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"{hub}/Account/Login");
        using var page = await client.SendAsync(ask, TestContext.Current.CancellationToken);
        var token = Regex
            .Match(
                await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"",
                RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)
            )
            .Groups["token"]
            .Value;
        using var post = new HttpRequestMessage(HttpMethod.Post, hub + path);
        post.Content = new FormUrlEncodedContent(
            fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))
        );
        using var answer = await client.SendAsync(post, TestContext.Current.CancellationToken);
        return answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            && cookies.Any(cookie => cookie.StartsWith(".AspNetCore.Identity.Application=", StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> GetAsync(string path) => closed.GetAsync(path);

    /// <summary>A Hub in which nobody can register.</summary>
    public sealed class ClosedHub() : HubOverHttp("Hub:Registration=Closed", "Logging:LogLevel:Yarp=Trace");
}
