using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Core.OAuth;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Tests.Support;
using Hub.Web.Messages;
using Hub.Web.Sandbox;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Sandbox;

/// <summary>Signing in at the provider that Hub plays, over plain HTTP.</summary>
public sealed class SandboxOAuthTests : IAsyncLifetime
{
    private const string PublicAddress = "https://hub.example/base";
    private const string Callback = $"{PublicAddress}/connect/oauth2/sandbox-ats/callback";
    private static readonly string Verifier = new('v', 64);
    private static readonly string Challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private SandboxServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task a_person_is_chosen_and_the_tokens_tell_who_it_is()
    {
        var html = await PageAsync();
        Assert.Contains("Jane Sandbox", html, StringComparison.Ordinal);
        Assert.Contains("Sam Sandbox", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        var back = await DecideAsync("allow", "sam");
        Assert.Equal("the \"state\"", back["state"]);
        Assert.Equal("https://sandbox-ats.invalid/", back["iss"]);
        var tokens = await GoodAsync(ExchangeAsync(back["code"]));
        Assert.Equal((200, "Sam Sandbox"), await MeAsync(tokens));
        Assert.InRange(tokens["expires_in"]!.GetValue<int>(), 115, 120);
    }

    [Fact]
    public async Task the_person_can_refuse() => Assert.Equal("access_denied", (await DecideAsync("deny", "jane"))["error"]);

    [Fact]
    public async Task the_access_token_lives_for_two_minutes_and_each_refresh_token_is_good_once()
    {
        var first = await GoodAsync(ExchangeAsync((await DecideAsync("allow", "jane"))["code"]));
        _time.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal((401, null), await MeAsync(first));
        var second = await GoodAsync(RefreshAsync(first));
        Assert.Equal((200, "Jane Sandbox"), await MeAsync(second));
        await RefusedAsync("invalid_grant", RefreshAsync(first));
        // Somebody else may have it: all of this sign-in is over.
        Assert.Equal((401, null), await MeAsync(second));
        await RefusedAsync("invalid_grant", RefreshAsync(second));
    }

    [Fact]
    public async Task a_code_is_good_once_and_only_with_its_verifier_and_for_Hub()
    {
        var code = (await DecideAsync("allow", "jane"))["code"];
        await RefusedAsync("invalid_client", ExchangeAsync(code, secret: "guessed"));
        await RefusedAsync("invalid_grant", ExchangeAsync(code, verifier: new string('w', 64)));
        var tokens = await GoodAsync(ExchangeAsync(code));
        await RefusedAsync("invalid_grant", ExchangeAsync(code));
        Assert.Equal((401, null), await MeAsync(tokens));
    }

    [Fact]
    public async Task revoking_ends_all_that_the_sign_in_gave()
    {
        var tokens = await GoodAsync(ExchangeAsync((await DecideAsync("allow", "jane"))["code"]));
        using var answer = await SendAsync(
            HttpMethod.Post,
            "/sandbox/oauth/revoke",
            Basic(SandboxClient.Secret.Reveal()),
            new() { ["token"] = Text(tokens, "refresh_token") }
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((401, null), await MeAsync(tokens));
        await RefusedAsync("invalid_grant", RefreshAsync(tokens));
    }

    [Fact]
    public async Task nobody_is_sent_anywhere_but_back_to_Hub()
    {
        (string Parameter, string Value)[] wrong =
        [
            ("redirect_uri", "https://elsewhere.example/connect/oauth2/sandbox-ats/callback"),
            ("redirect_uri", $"{Callback}/more"),
            ("client_id", "another"),
            ("code_challenge", ""),
            ("code_challenge_method", "plain"),
        ];
        foreach (var (parameter, value) in wrong)
        {
            using var answer = await SendAsync(
                HttpMethod.Get,
                QueryHelpers.AddQueryString("/sandbox/oauth/authorize", Request(parameter, value)!)
            );
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{parameter}={value}");
        }
    }

    [Fact]
    public async Task a_restart_of_Hub_leaves_the_tokens_good()
    {
        var tokens = await GoodAsync(ExchangeAsync((await DecideAsync("allow", "jane"))["code"]));
        await _server.DisposeAsync();
        _server = await StartAsync();
        Assert.Equal((200, "Jane Sandbox"), await MeAsync(tokens));
        Assert.Equal((200, "Jane Sandbox"), await MeAsync(await GoodAsync(RefreshAsync(tokens))));
    }

    private async Task<SandboxServer> StartAsync()
    {
        var catalog = ProviderCatalog.Load(directory: null, withSandbox: true);
        var server = new SandboxServer(
            catalog,
            new ProviderAddresses(Options.Create(new ProvidersOptions()), catalog, new AllowedHosts()),
            _keys,
            MessageSets.Get<SandboxMessages>(),
            _time
        );
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private static Dictionary<string, string> Request(string? changed = null, string? value = null)
    {
        var request = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = SandboxClient.Id,
            ["redirect_uri"] = Callback,
            ["scope"] = "me.read",
            ["state"] = "the \"state\"",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        if (changed is not null)
        {
            request[changed] = value!;
        }

        return request;
    }

    private async Task<string> PageAsync()
    {
        using var answer = await SendAsync(HttpMethod.Get, QueryHelpers.AddQueryString("/sandbox/oauth/authorize", Request()!));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, string>> DecideAsync(string decision, string who)
    {
        var form = Request();
        form["who"] = who;
        form["decision"] = decision;
        using var answer = await SendAsync(HttpMethod.Post, "/sandbox/oauth/authorize", form: form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith($"{Callback}?", answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        return QueryHelpers
            .ParseQuery(answer.Headers.Location.Query)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
    }

    private Task<HttpResponseMessage> ExchangeAsync(string code, string? verifier = null, string? secret = null) =>
        SendAsync(
            HttpMethod.Post,
            "/sandbox/oauth/token",
            Basic(secret ?? SandboxClient.Secret.Reveal()),
            new()
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = Callback,
                ["code_verifier"] = verifier ?? Verifier,
            }
        );

    private Task<HttpResponseMessage> RefreshAsync(JsonObject tokens) =>
        SendAsync(
            HttpMethod.Post,
            "/sandbox/oauth/token",
            Basic(SandboxClient.Secret.Reveal()),
            new() { ["grant_type"] = "refresh_token", ["refresh_token"] = Text(tokens, "refresh_token") }
        );

    private async Task<(int Status, string? Name)> MeAsync(JsonObject tokens)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/v1/me", new AuthenticationHeaderValue("Bearer", Text(tokens, "access_token")));
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? Text(await JsonAsync(answer), "name") : null);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        AuthenticationHeaderValue? authentication = null,
        Dictionary<string, string>? form = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(_server.Address!), path))
        {
            Content = form is null ? null : new FormUrlEncodedContent(form),
        };
        request.Headers.Authorization = authentication;
        request.Headers.Add(SandboxOAuth.PublicAddressHeader, PublicAddress);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static AuthenticationHeaderValue Basic(string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{SandboxClient.Id}:{secret}")));

    private static async Task<JsonObject> GoodAsync(Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await JsonAsync(answer);
    }

    private static async Task RefusedAsync(string error, Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        Assert.Equal(error, Text(await JsonAsync(answer), "error"));
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) =>
        (JsonObject)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();
}
