using Hub.Core.Sessions;
using Hub.Web.Security;
using Microsoft.AspNetCore.Localization;

namespace Hub.Web.Languages;

/// <summary>
/// Chooses the language of a request. First what the address says: the person's choice, then the session's or the embedding product's. Then
/// the signed-in person's setting, the choice made in this browser, and what the browser asks for.
/// </summary>
internal sealed class RequestLanguage : RequestCultureProvider
{
    /// <summary>
    /// The query parameter for a language that the person chose, where no cookie can hold it: in a frame, and where the address has
    /// <see cref="Locale"/>. Circuits have it too: they speak the language of their document.
    /// </summary>
    public const string Parameter = "language";

    /// <summary>The query parameter for the language that a product or a connect session asks for.</summary>
    public const string Locale = "locale";

    private const string CookieName = "hub.language";

    /// <summary>For the way back from a provider, whose address has no room for the language.</summary>
    private const string AuthorizationCookieName = "hub.authorization-language";

    /// <summary>More languages than these are no person's.</summary>
    private const int Accepted = 20;

    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
        Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(Of(httpContext).Tag));

    /// <summary>Makes this browser ask for the language, whoever uses it.</summary>
    /// <param name="language">Null for what the browser's settings say.</param>
    public static void Remember(HttpContext context, Language? language)
    {
        var options = CookieFor(context, "/", TimeSpan.FromDays(365));
        if (language is null)
        {
            context.Response.Cookies.Delete(CookieName, options);
        }
        else
        {
            context.Response.Cookies.Append(CookieName, language.Tag, options);
        }
    }

    /// <summary>The window in which somebody authorizes Hub keeps the language of the page that opened it.</summary>
    /// <param name="path">Below which the window's pages are.</param>
    public static void RememberForAuthorization(HttpContext context, string path) =>
        context.Response.Cookies.Append(
            AuthorizationCookieName,
            Language.Current.Tag,
            CookieFor(context, path, ConnectionAttempt.Lifetime)
        );

    private static CookieOptions CookieFor(HttpContext context, string path, TimeSpan age) =>
        new()
        {
            Path = context.Request.PathBase + path,
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = age,
            IsEssential = true,
        };

    private static Language Of(HttpContext context) =>
        InAddress(context.Request, Parameter)
        ?? InAddress(context.Request, Locale)
        ?? Language.Find(context.Request.Cookies[AuthorizationCookieName])
        ?? Language.Find(context.User.FindFirst(HubClaims.Language)?.Value)
        ?? Language.Find(context.Request.Cookies[CookieName])
        ?? AcceptedBy(context.Request)
        ?? Language.English;

    // Not what the browser asks for: a page in another language would not fit the page around it.
    private static Language? InAddress(HttpRequest request, string name) =>
        request.Query[name] is [{ Length: > 0 } tag] ? Language.Find(tag) ?? Language.English : null;

    private static Language? AcceptedBy(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.Take(Accepted)
            .Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => Language.Find(accepted.Value.Value))
            .FirstOrDefault(language => language is not null);
}
