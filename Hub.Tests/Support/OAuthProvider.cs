using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Core.Providers;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Hub.Tests.Support;

/// <summary>
/// A provider at which people sign in: OpenIddict's OAuth 2 server on a port of this machine. What is right comes from OpenIddict; the
/// switches make it as odd or as broken as providers are, and may be set while it runs.
/// </summary>
public sealed class OAuthProvider : IAsyncDisposable
{
    public const string ClientId = "hub-of-the-tests";

    /// <summary>With characters that HTTP Basic and forms each encode in their own way (RFC 6749, section 2.3.1).</summary>
    public const string ClientSecret = "oauth-secret/1+2=3&4%5:6";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<OAuthEndpoint, ConcurrentQueue<Answer>> _interruptions = new();
    private readonly ConcurrentDictionary<string, OAuthPerson> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<AuthorizeRequest> _authorizeRequests = new();
    private readonly ConcurrentQueue<TokenCall> _tokenCalls = new();
    private readonly ConcurrentQueue<RevokeCall> _revokeCalls = new();
    private readonly HashSet<string> _callbacks = new(StringComparer.Ordinal);
    private int _meCalls;

    private OAuthProvider(OAuthPaths paths)
    {
        Paths = paths;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddAuthentication();
        var name = Guid.CreateVersion7().ToString();
        builder.Services.AddDbContext<DbContext>(store => store.UseInMemoryDatabase(name).UseOpenIddict());
        builder
            .Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>().DisableBulkOperations())
            .AddServer(Configure);
        _app = builder.Build();
        _app.Use(AnswerAsync);
        _app.UseAuthentication();
        _app.MapMethods(paths.Authorize, ["GET", "POST"], Authorize);
        // As delegates: a RequestDelegate's result would be thrown away.
        _app.MapMethods(paths.Me, ["GET", "POST"], (Delegate)TellWhoAsync);
        _app.MapPost(paths.RevokeOwn, (Delegate)RevokeOwnAsync);
    }

    public OAuthPaths Paths { get; }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Who is in front of the sign-in page.</summary>
    public OAuthPerson Person { get; set; } = OAuthPerson.Ines;

    /// <summary>
    /// Whether a page asks, with the buttons Allow and Deny; else the person is sent on at once, as one who agreed before.
    /// </summary>
    public bool AsksForConsent { get; set; }

    /// <summary>The code by which the next sign-ins are refused; null where the person agrees.</summary>
    public string? Denial { get; set; }

    public PkcePolicy Pkce
    {
        get;
        set
        {
            field = value;
            Options.RequireProofKeyForCodeExchange = value == PkcePolicy.Required;
        }
    }

    /// <summary>How the client may show who it is; in either way where this is null.</summary>
    public ClientAuthentication? ClientAuthentication
    {
        get;
        set
        {
            field = value;
            Options.ClientAuthenticationMethods.Clear();
            Options.ClientAuthenticationMethods.UnionWith(
                value switch
                {
                    Core.Providers.ClientAuthentication.Basic => [ClientAuthenticationMethods.ClientSecretBasic],
                    Core.Providers.ClientAuthentication.Body => [ClientAuthenticationMethods.ClientSecretPost],
                    null => [ClientAuthenticationMethods.ClientSecretBasic, ClientAuthenticationMethods.ClientSecretPost],
                }
            );
        }
    }

    public RefreshTokens RefreshTokens
    {
        get;
        set
        {
            field = value;
            Options.DisableRollingRefreshTokens = value != RefreshTokens.SingleUse;
        }
    }

    public TimeSpan Lifetime
    {
        get => Options.AccessTokenLifetime!.Value;
        set => Options.AccessTokenLifetime = value;
    }

    /// <summary>Which issuer the callback names (RFC 9207): its own, until a test sets another; null names none.</summary>
    public string? Issuer { get; set; }

    /// <summary>What becomes of a good answer of the token endpoint; see <see cref="TokenAnswers"/>.</summary>
    public Func<JsonObject, JsonObject>? TokenAnswer { get; set; }

    /// <summary>Whether the token endpoint answers as forms are sent, as some do that were made before the standard.</summary>
    public bool AnswersAsForm { get; set; }

    /// <summary>What becomes of the token endpoint's refusals; see <see cref="Refusals"/>.</summary>
    public Func<TokenCall, (int Status, JsonObject Body)>? Refusal { get; set; }

    /// <summary>What the probe is answered.</summary>
    public Func<OAuthPerson, JsonNode> Me { get; set; } =
        person => new JsonObject
        {
            ["id"] = person.Subject,
            ["name"] = person.Name,
            ["email"] = person.Email,
            ["company"] = person.Organization,
        };

    /// <summary>Runs before a token request is looked at: to hold it, or to make it slow.</summary>
    public Func<TokenCall, CancellationToken, Task>? BeforeToken { get; set; }

    /// <summary>Runs when the tokens are made and the old ones are dead, before the answer is sent.</summary>
    public Func<TokenCall, CancellationToken, Task>? BeforeTokenAnswer { get; set; }

    public IReadOnlyCollection<AuthorizeRequest> AuthorizeRequests => _authorizeRequests;

    public IReadOnlyCollection<TokenCall> TokenCalls => _tokenCalls;

    public IEnumerable<TokenCall> Refreshes => _tokenCalls.Where(call => call.GrantType == GrantTypes.RefreshToken);

    public IReadOnlyCollection<RevokeCall> RevokeCalls => _revokeCalls;

    public int MeCalls => _meCalls;

    private OpenIddictServerOptions Options => _app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;

    /// <param name="callbacks">Where the client may be sent back to, exactly.</param>
    public static async Task<OAuthProvider> StartAsync(OAuthPaths? paths = null, params string[] callbacks)
    {
        var provider = new OAuthProvider(paths ?? new OAuthPaths());
        await provider._app.StartAsync(TestContext.Current.CancellationToken);
        provider.Pkce = PkcePolicy.Required;
        provider.Issuer = provider.Address.AbsoluteUri;
        await provider.AcceptAsync(callbacks);
        return provider;
    }

    /// <summary>Registers where the client may be sent back to; Hub's address is only known when it runs.</summary>
    public async Task AcceptAsync(params IEnumerable<string> callbacks)
    {
        _callbacks.UnionWith(callbacks);
        await using var scope = _app.Services.CreateAsyncScope();
        var applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            ClientType = ClientTypes.Confidential,
            Permissions =
            {
                Permissions.Endpoints.Authorization,
                Permissions.Endpoints.Token,
                Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
            },
        };
        client.RedirectUris.UnionWith(_callbacks.Select(callback => new Uri(callback)));
        if (await applications.FindByClientIdAsync(ClientId) is { } existing)
        {
            await applications.UpdateAsync(existing, client);
        }
        else
        {
            await applications.CreateAsync(client);
        }
    }

    /// <summary>Answers the next requests to an endpoint in this way, instead of looking at them.</summary>
    public void Interrupt(OAuthEndpoint endpoint, Answer answer, int times = 1)
    {
        var queue = _interruptions.GetOrAdd(endpoint, _ => new());
        for (var i = 0; i < times; i++)
        {
            queue.Enqueue(answer);
        }
    }

    /// <summary>Ends the interruptions that are still to come.</summary>
    public void Mend() => _interruptions.Clear();

    /// <summary>As when the person takes the app's rights away: every token of theirs is dead.</summary>
    public Task RevokeAsync(OAuthPerson person) => RevokeAsync(person, type: null);

    /// <summary>As when the access tokens are over: the refresh tokens are still good.</summary>
    public Task ExpireAsync(OAuthPerson person) => RevokeAsync(person, TokenTypeIdentifiers.AccessToken);

    public async ValueTask DisposeAsync()
    {
        // A request that is held would otherwise hold the shutdown for its whole grace period.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task RevokeAsync(OAuthPerson person, string? type)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .RevokeAsync(person.Subject, client: null, status: null, type);
    }

    private void Configure(OpenIddictServerBuilder server)
    {
        server
            .SetAuthorizationEndpointUris(Paths.Authorize)
            .SetTokenEndpointUris(Paths.Token)
            .SetRevocationEndpointUris(Paths.Revoke)
            .SetUserInfoEndpointUris(Paths.Me, Paths.RevokeOwn)
            .AllowAuthorizationCodeFlow()
            .AllowRefreshTokenFlow()
            // Each provider has its own.
            .DisableScopeValidation()
            .IgnoreScopePermissions()
            .UseReferenceAccessTokens()
            .UseReferenceRefreshTokens()
            .SetRefreshTokenReuseLeeway(TimeSpan.Zero)
            .AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)))
            .AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
        server
            .UseAspNetCore()
            .DisableTransportSecurityRequirement()
            .EnableAuthorizationEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough();
        server.AddEventHandler<ExtractAuthorizationRequestContext>(handler =>
            handler
                .SetOrder(int.MaxValue)
                .UseInlineHandler(context =>
                {
                    if (Pkce == PkcePolicy.Ignored)
                    {
                        context.Request!.CodeChallenge = context.Request.CodeChallengeMethod = null;
                    }

                    return default;
                })
        );
        server.AddEventHandler<ExtractTokenRequestContext>(handler =>
            handler
                .SetOrder(int.MaxValue)
                .UseInlineHandler(context =>
                {
                    if (Pkce == PkcePolicy.Ignored)
                    {
                        context.Request!.CodeVerifier = null;
                    }

                    return default;
                })
        );
        server.AddEventHandler<ApplyAuthorizationResponseContext>(handler =>
            handler
                .SetOrder(OpenIddictServerHandlers.Authentication.AttachIssuer.Descriptor.Order + 1)
                .UseInlineHandler(context =>
                {
                    context.Response.Iss = Issuer;
                    return default;
                })
        );
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            switch (Paths.EndpointOf(context.Request.Path))
            {
                case OAuthEndpoint.Authorize:
                    // The page's own form comes back to the same address.
                    if (HttpMethods.IsGet(context.Request.Method))
                    {
                        _authorizeRequests.Enqueue(AuthorizeRequest.From(context.Request));
                    }

                    await GoOnAsync(OAuthEndpoint.Authorize, context, next);
                    break;
                case OAuthEndpoint.Token:
                    await AnswerTokenAsync(context, next);
                    break;
                case OAuthEndpoint.Revoke:
                    // OpenIddict looks at no POST without a form; an empty one is a form too.
                    context.Request.ContentType ??= "application/x-www-form-urlencoded";
                    _revokeCalls.Enqueue(await RevokeCall.ReadAsync(context.Request, context.RequestAborted));
                    await GoOnAsync(OAuthEndpoint.Revoke, context, next);
                    break;
                case OAuthEndpoint.Me:
                    Interlocked.Increment(ref _meCalls);
                    await GoOnAsync(OAuthEndpoint.Me, context, next);
                    break;
                case null:
                    await next(context);
                    break;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller gave up, or was killed.
        }
    }

    private async Task<bool> GoOnAsync(OAuthEndpoint endpoint, HttpContext context, RequestDelegate next)
    {
        Answer? answer = null;
        var isInterrupted = _interruptions.TryGetValue(endpoint, out var queue) && queue.TryDequeue(out answer);
        await (isInterrupted ? answer!(context) : next(context));
        return isInterrupted;
    }

    private async Task AnswerTokenAsync(HttpContext context, RequestDelegate next)
    {
        var call = await TokenCall.ReadAsync(context.Request, context.RequestAborted);
        _tokenCalls.Enqueue(call);
        if (BeforeToken is { } before)
        {
            await before(call, context.RequestAborted);
        }

        // Held back, so that it can be changed.
        var body = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        var isInterrupted = await GoOnAsync(OAuthEndpoint.Token, context, next);
        context.Response.Body = body;

        var answer = held.ToArray();
        if (
            !isInterrupted
            && context.Response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true
            && JsonNode.Parse(answer) is JsonObject json
        )
        {
            var shaped = Shape(context.Response, call, json);
            if (AnswersAsForm)
            {
                using var form = new FormUrlEncodedContent(
                    shaped.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.ToString() ?? ""))
                );
                answer = await form.ReadAsByteArrayAsync(context.RequestAborted);
                context.Response.ContentType = "text/plain";
            }
            else
            {
                answer = JsonSerializer.SerializeToUtf8Bytes(shaped);
            }

            context.Response.ContentLength = answer.Length;
        }

        call.Status = context.Response.StatusCode;
        if (BeforeTokenAnswer is { } after)
        {
            await after(call, context.RequestAborted);
        }

        if (answer.Length > 0)
        {
            await body.WriteAsync(answer, context.RequestAborted);
        }
    }

    private JsonObject Shape(HttpResponse response, TokenCall call, JsonObject answer)
    {
        if (answer[Parameters.Error]?.GetValue<string>() is not { } error)
        {
            if (RefreshTokens == RefreshTokens.Kept && call.GrantType == GrantTypes.RefreshToken)
            {
                answer = TokenAnswers.WithoutRefreshToken(answer);
            }

            return TokenAnswer?.Invoke(answer) ?? answer;
        }

        call.Error = error;
        if (Refusal?.Invoke(call) is not var (status, body))
        {
            return answer;
        }

        response.StatusCode = status;
        return body;
    }

    private IResult Authorize(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        if (Denial is { } denial)
        {
            return Refuse(denial);
        }

        if (Pkce == PkcePolicy.Refused && request.CodeChallenge is not null)
        {
            return Refuse(Errors.InvalidRequest);
        }

        return (AsksForConsent, (string?)request["decision"]) switch
        {
            (true, null) => Results.Content(ConsentPage(context.Request), "text/html; charset=utf-8"),
            (true, not "allow") => Refuse(Errors.AccessDenied),
            _ => SignIn(request),
        };
    }

    private IResult SignIn(OpenIddictRequest request)
    {
        var person = Person;
        _people[person.Subject] = person;
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, person.Subject);
        // What OpenIddict makes refresh tokens by; providers have their own rules.
        identity.SetScopes(
            RefreshTokens == RefreshTokens.None
                ? request.GetScopes().Remove(Scopes.OfflineAccess)
                : request.GetScopes().Add(Scopes.OfflineAccess)
        );
        return Results.SignIn(new ClaimsPrincipal(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult Refuse(string error) =>
        Results.Forbid(
            new AuthenticationProperties(
                new Dictionary<string, string?>(StringComparer.Ordinal) { [OpenIddictServerAspNetCoreConstants.Properties.Error] = error }
            ),
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]
        );

    private string ConsentPage(HttpRequest request) =>
        $"""
            <!doctype html><html lang="en"><title>Sign in as {Encode(Person.Name)}</title>
            <form method="post" action="{Paths.Authorize}">
            {string.Concat(
                request.Query.Select(parameter =>
                    $"""<input type="hidden" name="{Encode(parameter.Key)}" value="{Encode(parameter.Value.ToString())}">"""
                )
            )}
            <button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button>
            </form></html>
            """;

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private async Task<IResult> TellWhoAsync(HttpContext context) =>
        await SubjectOfAsync(context) is { } subject ? Results.Json(Me(_people[subject])) : Results.Unauthorized();

    /// <summary>Providers without RFC 7009 take the access token itself as the proof.</summary>
    private async Task<IResult> RevokeOwnAsync(HttpContext context)
    {
        if (await SubjectOfAsync(context) is not { } subject)
        {
            return Results.Unauthorized();
        }

        await RevokeAsync(_people[subject]);
        return Results.Ok();
    }

    private static async Task<string?> SubjectOfAsync(HttpContext context) =>
        (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal?.GetClaim(Claims.Subject);
}
