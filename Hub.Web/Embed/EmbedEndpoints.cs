using Hub.Web.Components.Connect;
using Hub.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace Hub.Web.Embed;

/// <summary>What the pages of other products load: the script, the framed page, and the answer to whether they may.</summary>
internal static class EmbedEndpoints
{
    private const string Types = "embed/hub.d.ts";

    /// <summary>Long enough that a page does not ask each time, short enough that an upgrade of Hub arrives.</summary>
    private const string Caching = "public, max-age=3600, stale-while-revalidate=86400";

    public static void MapHubEmbed(this WebApplication app)
    {
        ResourceAssetCollection? files = null;
        app.MapGet(
                "/embed/connect",
                Results<RazorComponentResult<EmbedDocument>, NotFound> (
                    IOptions<EmbedOptions> options,
                    EndpointDataSource endpoints,
                    HttpContext context
                ) =>
                {
                    if (options.Value.AllowedOrigins.Count == 0)
                    {
                        return TypedResults.NotFound();
                    }

                    context.Response.Headers.CacheControl = "no-store";
                    // The names of files that never change, which browsers keep. Blazor gives them to the pages of App alone.
                    files ??=
                        endpoints
                            .Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ResourceAssetCollection>())
                            .FirstOrDefault(found => found is not null)
                        ?? ResourceAssetCollection.Empty;
                    return new RazorComponentResult<EmbedDocument>(new { Files = files });
                }
            )
            .WithSecurityHeadersPolicy(SecurityHeaders.Framed)
            .ExcludeFromDescription();

        app.MapGet(
                "/embed/hub.js",
                (EmbedScript script, HttpContext context) =>
                {
                    ForOtherSites(context.Response);
                    return script.Serve(context);
                }
            )
            .ExcludeFromDescription();

        // Asked by the script when the frame stays silent, so that a developer hears why. Anybody may know: a page names its own origin,
        // and those of the pages around it, which browsers check as well (frame-ancestors).
        app.MapGet(
                "/embed/allowed",
                (IOptions<EmbedOptions> options, HttpContext context) =>
                {
                    var ancestors = context.Request.Query["ancestor"];
                    context.Response.Headers.CacheControl = "no-store";
                    context.Response.Headers.AccessControlAllowOrigin = "*";
                    return TypedResults.Json(
                        new
                        {
                            configured = options.Value.AllowedOrigins.Count > 0,
                            allowed = options.Value.Allows(context.Request.Headers.Origin),
                            refused = ancestors.FirstOrDefault(origin => !options.Value.Allows(origin)),
                        }
                    );
                }
            )
            .ExcludeFromDescription();
    }

    /// <summary>Any page may load the script's types.</summary>
    public static void ForOtherSites(this StaticAssetsEndpointConventionBuilder assets) =>
        assets.Add(endpoint =>
        {
            if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: Types, RequestDelegate: { } answer } route)
            {
                return;
            }

            endpoint.RequestDelegate = context =>
            {
                context.Response.OnStarting(() =>
                {
                    ForOtherSites(context.Response);
                    context.Response.ContentType = "text/plain; charset=utf-8";
                    return Task.CompletedTask;
                });
                return answer(context);
            };
        });

    private static void ForOtherSites(HttpResponse response)
    {
        response.Headers.CacheControl = Caching;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }

    /// <summary>
    /// Circuits are compressed, but not those of the framed page: what another site can cause there would share a compressed stream with
    /// what it must not learn (CRIME, BREACH). The framed page says which circuit is its own; no other page can be framed.
    /// </summary>
    public static Task ChooseCompression(HttpContext context, WebSocketAcceptContext accept)
    {
        accept.DangerousEnableCompression = context.Request.Query["embed"] != "1";
        return Task.CompletedTask;
    }
}
