using Microsoft.AspNetCore.Mvc;

namespace Hub.Web.Api;

/// <summary>The REST API: everything below /api. It knows access keys and connect sessions, and no cookies.</summary>
internal static class HubApi
{
    // More than any request needs: metadata has a limit, and a credential has a few fields.
    private const int MostBytes = 256 * 1024;

    public static bool Serves(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public static void AddHubApi(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));

    public static void MapHubApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        _ = api;
    }
}
