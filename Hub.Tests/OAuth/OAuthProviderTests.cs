using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Core.Providers;
using Hub.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Tests.OAuth;

/// <summary>The server that the tests of signing in trust: over plain HTTP, without a line of Hub.</summary>
public sealed class OAuthProviderTests : IAsyncLifetime
{
    private const string Callback = "http://127.0.0.1:5080/connect/oauth2/orchid/callback";
    private static readonly string Verifier = new('v', 64);

    private static readonly string Challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private OAuthProvider _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await OAuthProvider.StartAsync(callbacks: Callback);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task sign_in_exchange_probe_refresh_and_a_second_use_of_a_refresh_token_ends_it_all()
    {
        var callback = await SignInAsync();
        Assert.Equal("the-state", callback["state"]);
        Assert.Equal(_provider.Address.AbsoluteUri, callback["iss"]);
        var request = Assert.Single(_provider.AuthorizeRequests);
        Assert.Equal(
            ("the-state", Callback, "me.read", "S256"),
            (request.State, request.RedirectUri, request.Scope, request.CodeChallengeMethod)
        );

        var first = await GoodAsync(ExchangeAsync(callback["code"]!));
        Assert.Equal(3599, first["expires_in"]!.GetValue<long>(), tolerance: 1.0);
        Assert.Equal((200, "ines"), await MeAsync(first));

        var second = await GoodAsync(RefreshAsync(first));
        Assert.NotEqual(Text(first, "refresh_token"), Text(second, "refresh_token"));
        Assert.Equal((200, "ines"), await MeAsync(second));
        Assert.Equal(OAuthHash.Of(Text(first, "refresh_token")), Assert.Single(_provider.Refreshes).RefreshToken);

        await RefusedAsync("invalid_grant", RefreshAsync(first));
        // Whoever has it twice may be a thief: the others are dead too (RFC 9700, section 4.14.2).
        await RefusedAsync("invalid_grant", RefreshAsync(second));
        Assert.Equal([200, 200, 400, 400], _provider.TokenCalls.Select(call => call.Status));
    }

    [Fact]
    public async Task what_is_not_right_is_refused()
    {
        await RefusedAsync("invalid_grant", ExchangeAsync((await SignInAsync())["code"]!, verifier: new string('w', 64)));
        await RefusedAsync("invalid_client", ExchangeAsync((await SignInAsync())["code"]!, secret: "another"));
        var code = (await SignInAsync())["code"]!;
        await GoodAsync(ExchangeAsync(code));
        await RefusedAsync("invalid_grant", ExchangeAsync(code));
        using var bare = await GetAsync(AuthorizeAddress(challenge: false, Callback));
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        using var elsewhere = await GetAsync(AuthorizeAddress(challenge: true, callback: "http://127.0.0.1:5080/elsewhere"));
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
        Assert.Equal((401, null), await MeAsync(new JsonObject { ["access_token"] = "made-up" }));

        _provider.ClientAuthentication = ClientAuthentication.Body;
        await RefusedAsync("invalid_client", ExchangeAsync((await SignInAsync())["code"]!));
        await GoodAsync(ExchangeAsync((await SignInAsync())["code"]!, inBody: true));
        _provider.ClientAuthentication = ClientAuthentication.Basic;
        await RefusedAsync("invalid_client", ExchangeAsync((await SignInAsync())["code"]!, inBody: true));
    }

    [Fact]
    public async Task its_switches_make_it_as_odd_as_providers_are()
    {
        _provider.Pkce = PkcePolicy.Refused;
        Assert.Equal("invalid_request", (await SignInAsync())["error"]);
        Assert.NotNull((await SignInAsync(challenge: false))["code"]);
        _provider.Pkce = PkcePolicy.Ignored;
        var first = await GoodAsync(ExchangeAsync((await SignInAsync())["code"]!, verifier: "not looked at"));

        _provider.RefreshTokens = RefreshTokens.Rolling;
        Assert.NotEqual(Text(first, "refresh_token"), Text(await GoodAsync(RefreshAsync(first)), "refresh_token"));
        _provider.RefreshTokens = RefreshTokens.Kept;
        Assert.Null((await GoodAsync(RefreshAsync(first)))["refresh_token"]);
        _provider.RefreshTokens = RefreshTokens.None;
        Assert.Null((await GoodAsync(ExchangeAsync((await SignInAsync())["code"]!)))["refresh_token"]);

        _provider.TokenAnswer = answer =>
            TokenAnswers.Under("data")(TokenAnswers.WithExpiry("expires_at", ExpiryUnit.AtMilliseconds)(answer));
        Assert.True(
            (await GoodAsync(RefreshAsync(first)))["data"]!["expires_at"]!.GetValue<long>()
                > TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()
        );
        _provider.TokenAnswer = null;

        _provider.Denial = "user_cancelled";
        Assert.Equal("user_cancelled", (await SignInAsync())["error"]);
        _provider.Denial = null;
        _provider.Issuer = null;
        Assert.Null((await SignInAsync())["iss"]);
        _provider.Person = OAuthPerson.Omar;
        Assert.Equal((200, "omar"), await MeAsync(await GoodAsync(ExchangeAsync((await SignInAsync())["code"]!, json: true))));
        Assert.Equal(TokenRequestFormat.Json, _provider.TokenCalls.Last().Format);

        _provider.Interrupt(OAuthEndpoint.Token, Answers.Json(429, "{}", ("Retry-After", "7")));
        using (var busy = await RefreshAsync(first))
        {
            Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(7)), (busy.StatusCode, busy.Headers.RetryAfter?.Delta));
        }

        _provider.Interrupt(OAuthEndpoint.Token, Answers.Abort);
        await Assert.ThrowsAsync<HttpRequestException>(() => RefreshAsync(first));

        await _provider.ExpireAsync(OAuthPerson.Ines);
        Assert.Equal((401, null), await MeAsync(first));
        await GoodAsync(RefreshAsync(first));
        await _provider.RevokeAsync(OAuthPerson.Ines);
        _provider.Refusal = Refusals.LikeGitHub;
        Assert.Equal("bad_refresh_token", Text(await GoodAsync(RefreshAsync(first)), "error"));
    }

    [Fact]
    public async Task tokens_are_given_back_in_both_ways()
    {
        var first = await GoodAsync(ExchangeAsync((await SignInAsync())["code"]!));
        using (
            var answer = await SendAsync(
                HttpMethod.Post,
                "/oauth/revoke",
                Basic(OAuthProvider.ClientSecret),
                new FormUrlEncodedContent([new("token", Text(first, "refresh_token"))])
            )
        )
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await RefusedAsync("invalid_grant", RefreshAsync(first));
        var second = await GoodAsync(ExchangeAsync((await SignInAsync())["code"]!));
        using (
            var answer = await SendAsync(
                HttpMethod.Post,
                "/oauth/revoke-own",
                new AuthenticationHeaderValue("Bearer", Text(second, "access_token")),
                content: null
            )
        )
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal((401, null), await MeAsync(second));
        Assert.Equal(
            [
                new RevokeCall(OAuthHash.Of(Text(first, "refresh_token")), Hint: null, ByItself: false),
                new RevokeCall(OAuthHash.Of(Text(second, "access_token")), Hint: null, ByItself: true),
            ],
            _provider.RevokeCalls
        );
    }

    [Fact]
    public async Task a_page_asks_where_it_is_told_to()
    {
        _provider.AsksForConsent = true;
        using var page = await GetAsync(AuthorizeAddress(challenge: true, Callback));
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<button name=\"decision\" value=\"allow\">Allow</button>", html, StringComparison.Ordinal);
        var parameters = QueryHelpers
            .ParseQuery(AuthorizeAddress(challenge: true, Callback).Query)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
        using var allowed = await SendAsync(
            HttpMethod.Post,
            "/oauth/authorize",
            authentication: null,
            new FormUrlEncodedContent(parameters.Append(new("decision", "allow")))
        );
        await GoodAsync(ExchangeAsync((await ParametersAsync(allowed))["code"]!));
        using var denied = await SendAsync(
            HttpMethod.Post,
            "/oauth/authorize",
            authentication: null,
            new FormUrlEncodedContent(parameters.Append(new("decision", "deny")))
        );
        Assert.Equal("access_denied", (await ParametersAsync(denied))["error"]);
        Assert.Single(_provider.AuthorizeRequests);
    }

    [Fact]
    public void its_provider_file_is_one()
    {
        var signIn = OAuthProviderFile.FlowAt(_provider) with
        {
            Pkce = false,
            Answer = new TokenAnswer { ExpiresIn = "data.expires_at", Unit = ExpiryUnit.AtMilliseconds },
        };
        var (provider, errors) = ProviderFile.Read("orchid.yaml", OAuthProviderFile.Of(_provider, "orchid", signIn));
        Assert.Empty(errors);
        var read = provider!.FindAuthorizationCodeMethod()!.Flow;
        Assert.Equivalent(signIn, read);
    }

    private async Task<SentBack> SignInAsync(bool challenge = true)
    {
        using var answer = await GetAsync(AuthorizeAddress(challenge, Callback));
        return await ParametersAsync(answer);
    }

    private static async Task<SentBack> ParametersAsync(HttpResponseMessage answer)
    {
        Assert.True(
            answer.StatusCode == HttpStatusCode.Redirect,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        Assert.StartsWith(Callback, answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        return new(QueryHelpers.ParseQuery(answer.Headers.Location.Query));
    }

    private Uri AuthorizeAddress(bool challenge, string callback)
    {
        var address = QueryHelpers.AddQueryString(
            new Uri(_provider.Address, "/oauth/authorize").AbsoluteUri,
            new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["client_id"] = OAuthProvider.ClientId,
                ["redirect_uri"] = callback,
                ["scope"] = "me.read",
                ["state"] = "the-state",
            }
        );
        return new(challenge ? $"{address}&code_challenge_method=S256&code_challenge={Challenge}" : address);
    }

    private Task<HttpResponseMessage> ExchangeAsync(
        string code,
        string? verifier = null,
        string secret = OAuthProvider.ClientSecret,
        bool inBody = false,
        bool json = false
    ) =>
        TokenAsync(
            new()
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = Callback,
                ["code_verifier"] = verifier ?? Verifier,
            },
            secret,
            inBody,
            json
        );

    private Task<HttpResponseMessage> RefreshAsync(JsonObject tokens) =>
        TokenAsync(
            new() { ["grant_type"] = "refresh_token", ["refresh_token"] = Text(tokens, "refresh_token") },
            OAuthProvider.ClientSecret,
            inBody: false,
            json: false
        );

    private Task<HttpResponseMessage> TokenAsync(Dictionary<string, string> parameters, string secret, bool inBody, bool json)
    {
        if (inBody)
        {
            parameters["client_id"] = OAuthProvider.ClientId;
            parameters["client_secret"] = secret;
        }

        return SendAsync(
            HttpMethod.Post,
            "/oauth/token",
            inBody ? null : Basic(secret),
            json ? JsonContent.Create(parameters) : new FormUrlEncodedContent(parameters)
        );
    }

    private async Task<(int Status, string? Id)> MeAsync(JsonObject tokens)
    {
        using var answer = await SendAsync(
            HttpMethod.Get,
            "/me",
            new AuthenticationHeaderValue("Bearer", Text(tokens, "access_token")),
            content: null
        );
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? Text(await JsonAsync(answer), "id") : null);
    }

    private Task<HttpResponseMessage> GetAsync(Uri address) =>
        SendAsync(HttpMethod.Get, address.PathAndQuery, authentication: null, content: null);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        AuthenticationHeaderValue? authentication,
        HttpContent? content
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(_provider.Address, path)) { Content = content };
        request.Headers.Authorization = authentication;
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static AuthenticationHeaderValue Basic(string secret) =>
        new(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(OAuthProvider.ClientId)}:{Uri.EscapeDataString(secret)}"))
        );

    private static async Task<JsonObject> GoodAsync(Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonAsync(answer);
    }

    private static async Task RefusedAsync(string error, Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        Assert.Equal(error, Text(await JsonAsync(answer), "error"));
        Assert.False(answer.IsSuccessStatusCode);
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) =>
        (JsonObject)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    /// <summary>The parameters with which the browser was sent back.</summary>
    private sealed class SentBack(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> parameters)
    {
        public string? this[string name] => parameters.TryGetValue(name, out var value) ? value.ToString() : null;
    }
}
