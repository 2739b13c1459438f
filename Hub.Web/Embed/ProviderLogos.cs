using System.Net;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Web.Embed;

/// <summary>The monogram tiles as pictures of their own, for pages elsewhere.</summary>
internal static class ProviderLogos
{
    public static void MapProviderLogos(this IEndpointRouteBuilder app) =>
        app.MapGet("/providers/{slug}/logo.svg", Draw).AllowAnonymous().ExcludeFromDescription();

    /// <param name="hub">Where people reach Hub, without a slash at the end.</param>
    public static string AddressOf(string hub, Provider provider) => $"{hub}/providers/{provider.Slug}/logo.svg";

    private static Results<ContentHttpResult, NotFound> Draw(string slug, ProviderCatalog catalog, HttpResponse response)
    {
        if (catalog.Find(slug) is not { } provider)
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=86400";
        // Other sites show it, also those that embed only what allows it (Cross-Origin-Embedder-Policy).
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Content(Svg(provider), "image/svg+xml; charset=utf-8");
    }

    /// <summary>The monogram of the provider on its colour.</summary>
    private static string Svg(Provider provider)
    {
        var (name, monogram) = (WebUtility.HtmlEncode(provider.Name), WebUtility.HtmlEncode(Monogram.Of(provider.Name)));
        const string Font = """
            font-family="Inter, system-ui, sans-serif" font-weight="650" font-size="17" letter-spacing="-0.3"
            """;
        return $"""<svg xmlns="http://www.w3.org/2000/svg" width="88" height="88" viewBox="0 0 44 44" role="img" aria-label="{name}">"""
            + $"""<rect width="44" height="44" rx="11" fill="{provider.Color}"/>"""
            + $"""<text x="22" y="23" text-anchor="middle" dominant-baseline="central" {Font} fill="{Monogram.InkOn(provider.Color)}">"""
            + $"{monogram}</text></svg>";
    }
}
