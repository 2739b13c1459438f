using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using Hub.Core;
using Hub.Core.Authorization;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Authorization;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Hub.Web.Languages;
using Hub.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Web.Authorization;

/// <summary>
/// Signing in at a provider: the plain addresses to which browsers go. A person sets out from a page of Hub (or the official component's
/// window), and the provider sends them back; the page that waits asks the attempt how it went, and never this window.
/// </summary>
internal static class AuthorizationEndpoints
{
    /// <summary>What ties the way back to the browser that set out.</summary>
    private const string Cookie = "hub.sign-in";

    /// <summary>
    /// Over HTTPS no other host, and nobody on the way, can set a cookie of this name for Hub (RFC 6265bis, section 4.1.3.2).
    /// </summary>
    private const string SecureCookie = "__Host-hub.sign-in";

    private const int CookieBytes = 32;

    private const string Base = "/connect/oauth2";

    public static void MapProviderAuthorization(this WebApplication app)
    {
        var group = app.MapGroup(Base).WithSecurityHeadersPolicy(SecurityHeaders.ConnectPage).ExcludeFromDescription();
        group.MapGet("/window", OpenWindow);
        group.MapPost("/start", RedirectAsync).DisableAntiforgery();
        group.MapGet("/{slug}/callback", HandleAsync);
        group.MapGet("/ended/{id:guid}", EndAsync);
        group.MapGet("/{integrationId}", StackOneAuthorization.AskAsync);
        // The component puts it behind the API's address.
        app.MapGet(
                "/api/connect/oauth2/{integrationId}",
                (string integrationId, HttpRequest request) =>
                    TypedResults.LocalRedirect($"~{Base}/{Uri.EscapeDataString(integrationId)}{request.QueryString}")
            )
            .ExcludeFromDescription();
        app.MapGet("/embedded/accounts/callback", () => Page(new AuthorizationDocument.View.Closing()))
            .WithSecurityHeadersPolicy(SecurityHeaders.ConnectPage)
            .ExcludeFromDescription();
    }

    /// <summary>The first page of the window. From one of our own pages only: somebody else's ticket could be sent to anybody.</summary>
    private static RazorComponentResult<AuthorizationDocument> OpenWindow(HttpRequest request, PublicAddress address) =>
        IsFromHub(request, address)
            ? Page(new AuthorizationDocument.View.Opening())
            : Page(new AuthorizationDocument.View.WrongBrowser(), StatusCodes.Status403Forbidden);

    /// <summary>From one of our own pages only: the ticket would be no proof that this browser is its owner's.</summary>
    private static async Task<IResult> RedirectAsync(
        HttpContext context,
        AuthorizationRedirector redirector,
        PublicAddress address,
        CancellationToken cancellationToken
    )
    {
        if (!IsFromHub(context.Request, address) || !context.Request.HasFormContentType)
        {
            return Page(new AuthorizationDocument.View.Lost(), StatusCodes.Status403Forbidden);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var browser = BrowserOf(context.Request) ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CookieBytes));
        var target = await redirector.RedirectAsync(
            form["ticket"],
            browser,
            OwnerId.From(context.User),
            address.Of(context.Request),
            form["here"] == "1",
            cancellationToken
        );
        if (target is null)
        {
            return Page(new AuthorizationDocument.View.Lost(), StatusCodes.Status410Gone);
        }

        context.Response.Cookies.Append(
            CookieOf(context.Request),
            browser,
            new CookieOptions
            {
                Path = "/",
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                // Lax: the way back from the provider begins at another site.
                SameSite = SameSiteMode.Lax,
                MaxAge = TimeSpan.FromHours(1),
                IsEssential = true,
            }
        );
        RequestLanguage.RememberForAuthorization(context, Base);
        // No redirect: browsers hold what a form may lead to against the whole chain of them, and the provider is not ours.
        return Page(new AuthorizationDocument.View.Redirecting(target));
    }

    private static async Task<IResult> HandleAsync(
        string slug,
        HttpContext context,
        AuthorizationCallbackHandler handler,
        CancellationToken cancellationToken
    )
    {
        var query = context.Request.Query;
        var callback = new AuthorizationCallback
        {
            ProviderSlug = slug,
            State = query["state"],
            // A parameter that comes more than once counts for nothing (RFC 6749, section 3.1): two codes may be of two people.
            Code = query["code"] is [var code] ? code : null,
            Error = query["error"] is { Count: > 0 } error ? error[0] : null,
            Issuer = query["iss"] is { Count: > 0 } issuer ? issuer.ToString() : null,
            Others = query
                .Where(pair => pair.Value.Count == 1)
                .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
        };
        var outcome = await handler.HandleAsync(callback, BrowserOf(context.Request), OwnerId.From(context.User), cancellationToken);
        switch (outcome)
        {
            case CallbackOutcome.Failed(var attempt, _):
                return BackFrom(attempt);
            case CallbackOutcome.Accepted(var attempt):
                return BackFrom(attempt);
            case CallbackOutcome.Over(var attempt):
                return BackFrom(attempt);
            case CallbackOutcome.WrongBrowser:
                return Page(new AuthorizationDocument.View.WrongBrowser(), StatusCodes.Status403Forbidden);
            case CallbackOutcome.Unknown:
                return Page(new AuthorizationDocument.View.Lost(), StatusCodes.Status410Gone);
            default:
                throw new UnreachableException();
        }
    }

    private static string CookieOf(HttpRequest request) => request.IsHttps ? SecureCookie : Cookie;

    /// <returns>What only this browser has; null where it has nothing of ours.</returns>
    private static string? BrowserOf(HttpRequest request) =>
        request.Cookies[CookieOf(request)] is { } kept && kept.Length == Base64Url.GetEncodedLength(CookieBytes) ? kept : null;

    /// <summary>Only to pages of Hub's own, whatever anybody asks for.</summary>
    private static RedirectHttpResult BackFrom(ConnectionAttempt attempt) =>
        TypedResults.LocalRedirect(
            attempt switch
            {
                { Return: AttemptReturn.Popup } => $"~{Base}/ended/{attempt.Id}",
                { Return: AttemptReturn.Component } => "~/embedded/accounts/callback",
                { SessionId: not null } => $"~/connect?attempt={attempt.Id}&provider={attempt.ProviderSlug}"
                    + $"&{RequestLanguage.Locale}={Language.Current.Tag}",
                { Replaces: { } account } => $"~/accounts/{account}/edit?attempt={attempt.Id}"
                    + $"&method={AuthMethodKind.Oauth2AuthorizationCode.ToName()}",
                _ => $"~/link/{attempt.ProviderSlug}?attempt={attempt.Id}&method={AuthMethodKind.Oauth2AuthorizationCode.ToName()}",
            }
        );

    /// <summary>The last page of the window in which somebody signed in.</summary>
    private static async Task<IResult> EndAsync(
        Guid id,
        HttpContext context,
        ConnectionAttempts attempts,
        ProviderCatalog catalog,
        CancellationToken cancellationToken
    ) =>
        await attempts.FindInBrowserAsync(id, BrowserOf(context.Request), cancellationToken) is { } attempt
        && catalog.ForPage().Find(attempt.ProviderSlug) is { } provider
            ? Page(new AuthorizationDocument.View.Ended(provider, attempt.Status, attempt.Failure))
            : Page(new AuthorizationDocument.View.Lost(), StatusCodes.Status410Gone);

    public static RazorComponentResult<AuthorizationDocument> Page(AuthorizationDocument.View view, int status = StatusCodes.Status200OK) =>
        new(new { Shown = view }) { StatusCode = status };

    /// <summary>
    /// Whether a page of Hub sent the form, or leads here. Browsers say so, and no page of another site can make them say otherwise.
    /// </summary>
    private static bool IsFromHub(HttpRequest request, PublicAddress address) =>
        request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
            ? site == "same-origin"
            : Uri.TryCreate(
                request.Headers.Origin.Count > 0 ? request.Headers.Origin : request.Headers.Referer,
                UriKind.Absolute,
                out var origin
            )
                && origin.GetLeftPart(UriPartial.Authority) is var sent
                && (sent == new Uri(address.Of(request)).GetLeftPart(UriPartial.Authority) || sent == $"{request.Scheme}://{request.Host}");
}
