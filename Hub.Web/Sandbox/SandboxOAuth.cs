using System.Security.Cryptography;
using System.Text;
using Hub.Core.Authorization;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Web.Components.Sandbox;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Hub.Web.Sandbox;

/// <summary>
/// Authorization at the sandbox: an OAuth 2 server by OpenIddict, without a database. Hub's key ring protects the tokens, so they outlive
/// a restart.
/// </summary>
internal static class SandboxOAuth
{
    /// <summary>The path at the sandbox and, for browsers, at Hub.</summary>
    public const string Prefix = "/sandbox/oauth";

    private const string Me = "/v1/me";

    /// <summary>The request header with the address at which the browser reaches Hub.</summary>
    public const string PublicAddressHeader = "Hub-Public-Address";

    private const string Authorize = $"{Prefix}/authorize";

    /// <summary>Long enough to use a token, short enough to watch it being refreshed.</summary>
    private static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(2);

    public static void AddSandboxOAuth(
        this IServiceCollection services,
        Provider provider,
        IDataProtectionProvider protection,
        TimeProvider time
    )
    {
        services.AddLogging();
        services.AddAuthentication();
        services.AddSingleton<SandboxGrants>();
        services
            .AddOpenIddict()
            .AddServer(server =>
            {
                Configure(server, provider, protection, time);
                AddClientHandlers(server, provider);
                AddGrantHandlers(server);
            });
    }

    private static void Configure(OpenIddictServerBuilder server, Provider provider, IDataProtectionProvider protection, TimeProvider time)
    {
        server
            .EnableDegradedMode()
            // One issuer for both addresses: the browser comes through Hub, Hub comes directly.
            .SetIssuer(provider.FindAuthorizationCodeMethod()!.Flow.Issuer!)
            .SetAuthorizationEndpointUris(Authorize)
            .SetTokenEndpointUris($"{Prefix}/token")
            .SetRevocationEndpointUris($"{Prefix}/revoke")
            .SetUserInfoEndpointUris(Me)
            .AllowAuthorizationCodeFlow()
            .RequireProofKeyForCodeExchange()
            .AllowRefreshTokenFlow()
            .RegisterScopes("me.read")
            .SetAccessTokenLifetime(AccessTokenLifetime)
            // OpenIddict requires both, though Data Protection protects the tokens.
            .AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)))
            .AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256)
            .Configure(options =>
            {
                options.TimeProvider = time;
                options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
            })
            .UseDataProtection(keys => keys.UseDataProtectionProvider(protection.CreateProtector("Hub.Sandbox")));
        server
            .UseAspNetCore()
            .DisableTransportSecurityRequirement()
            .EnableAuthorizationEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough();
    }

    private static void AddClientHandlers(OpenIddictServerBuilder server, Provider provider)
    {
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler =>
            handler.UseInlineHandler(context =>
            {
                var hub = context.Transaction.GetHttpRequest()!.Headers[PublicAddressHeader].ToString();
                if (context.ClientId != SandboxClient.Id)
                {
                    context.Reject(Errors.InvalidRequest, "The sandbox has one client, which is Hub.");
                }
                else if (context.RedirectUri != AuthorizationRedirector.RedirectUriOf(provider, hub))
                {
                    context.Reject(Errors.InvalidRequest, "The sandbox sends people back to this Hub only.");
                }

                return default;
            })
        );
        server.AddEventHandler<ValidateTokenRequestContext>(handler =>
            handler.UseInlineHandler(context =>
            {
                if (!IsHub(context.ClientId, context.ClientSecret))
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            })
        );
        server.AddEventHandler<ValidateRevocationRequestContext>(handler =>
            handler.UseInlineHandler(context =>
            {
                if (!IsHub(context.ClientId, context.ClientSecret))
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            })
        );
    }

    private static void AddGrantHandlers(OpenIddictServerBuilder server)
    {
        server.AddEventHandler<HandleTokenRequestContext>(handler =>
            handler
                .UseInlineHandler(context =>
                {
                    context.Principal = GrantsOf(context.Transaction.GetHttpRequest()!).Use(context.Principal!);
                    if (context.Principal is null)
                    {
                        context.Reject(Errors.InvalidGrant, "The token was used before.");
                    }

                    return default;
                })
                .SetOrder(int.MaxValue)
        );
        server.AddEventHandler<HandleRevocationRequestContext>(handler =>
            handler.UseInlineHandler(context =>
            {
                GrantsOf(context.Transaction.GetHttpRequest()!).Revoke(context.GenericTokenPrincipal);
                return default;
            })
        );
    }

    public static void MapSandboxOAuth(this WebApplication app)
    {
        // As a delegate: the result of a RequestDelegate would be ignored.
        app.MapMethods(Authorize, [HttpMethods.Get, HttpMethods.Post], (Delegate)AskAsync);
        app.MapGet(Me, TellWhoAsync);
    }

    /// <returns>Whether the request comes with an API key, not with an access token.</returns>
    public static bool IsForKey(HttpRequest request) =>
        request.Path == Me && !request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    private static async Task TellWhoAsync(HttpContext context)
    {
        var token = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        if (
            token is null
            || !GrantsOf(context.Request).IsGood(token)
            || SandboxPerson.Find(token.GetClaim(Claims.Subject)) is not { } person
        )
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await context.Response.WriteAsJsonAsync(new { error = "invalid_token" });
            return;
        }

        await context.Response.WriteAsJsonAsync(SandboxAnswers.Person(person.Id, person.Name));
    }

    private static async Task<IResult> AskAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        return ((string?)request[ConsentPage.Decision], SandboxPerson.Find((string?)request[ConsentPage.Who])) switch
        {
            (ConsentPage.Allow, { } person) => Results.SignIn(
                GrantsOf(context.Request).Begin(person.Id, request.GetScopes()),
                properties: null,
                OpenIddictServerAspNetCoreDefaults.AuthenticationScheme
            ),
            (ConsentPage.Deny, _) => Results.Forbid(
                new AuthenticationProperties(
                    new Dictionary<string, string?>(StringComparer.Ordinal)
                    {
                        [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied,
                        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The person refused.",
                    }
                ),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]
            ),
            _ => await PageAsync(context, request),
        };
    }

    private static async Task<IResult> PageAsync(HttpContext context, OpenIddictRequest request)
    {
        await using var renderer = new HtmlRenderer(context.RequestServices, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (
                await renderer.RenderComponentAsync<ConsentPage>(
                    ParameterView.FromDictionary(
                        new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ConsentPage.Request)] = request }
                    )
                )
            ).ToHtmlString()
        );
        return Results.Content(html, "text/html; charset=utf-8");
    }

    private static SandboxGrants GrantsOf(HttpRequest request) => request.HttpContext.RequestServices.GetRequiredService<SandboxGrants>();

    private static bool IsHub(string? id, string? secret) =>
        id == SandboxClient.Id
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(secret ?? ""),
            Encoding.UTF8.GetBytes(SandboxClient.Secret.Reveal())
        );
}

/// <summary>The people who can authorize at the sandbox.</summary>
internal sealed record SandboxPerson(string Id, string Name)
{
    public static IReadOnlyList<SandboxPerson> All { get; } = [new("jane", "Jane Sandbox"), new("sam", "Sam Sandbox")];

    public static SandboxPerson? Find(string? id) => All.FirstOrDefault(person => person.Id == id);
}
