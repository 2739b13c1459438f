using Hub.Web.Api.StackOneHub;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Web.Api;

/// <summary>The REST API: everything below /api. It knows access keys and connect sessions, and no cookies.</summary>
internal static class HubApi
{
    // More than any request needs: metadata has a limit, and a credential has a few fields.
    private const int MostBytes = 256 * 1024;

    /// <summary>What any endpoint may answer besides what it is for.</summary>
    private static readonly int[] Errors =
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status401Unauthorized,
        StatusCodes.Status403Forbidden,
        StatusCodes.Status404NotFound,
        StatusCodes.Status409Conflict,
        StatusCodes.Status422UnprocessableEntity,
        StatusCodes.Status429TooManyRequests,
        StatusCodes.Status500InternalServerError,
    ];

    public static bool Serves(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public static void AddHubApi(this WebApplicationBuilder builder)
    {
        PublicAddress.Add(builder);
        HubOpenApi.AddTo(builder.Services);
        builder.Services.AddSingleton<LinkErrors>().AddSingleton<AccountErrors>().AddSingleton<StatusReasons>();
        builder.Services.AddSingleton<ImportReport>().AddSingleton<ImportWriter>();
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        builder.Services.AddConnectSessionAuthentication();
    }

    public static void MapHubApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api")
            .WithMetadata([
                new RequestSizeLimitAttribute(MostBytes),
                .. Errors.Select(status => new ProducesResponseTypeMetadata(status, typeof(ApiError), ["application/json"])),
            ]);
        api.MapConnectSessions();
        api.MapAccounts();
        api.MapConnectors();
        api.MapStackOneHubApi();
        HubOpenApi.Map(app);
    }
}
