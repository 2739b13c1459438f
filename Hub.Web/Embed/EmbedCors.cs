using Hub.Web.Api.StackOneHub;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Hub.Web.Embed;

/// <summary>
/// Which pages' scripts may call <c>/api/hub</c>: those of the configured origins. What has not this policy, no page elsewhere may call.
/// </summary>
internal static class EmbedCors
{
    public const string Policy = "Embed";

    public static void AddEmbedCors(this IServiceCollection services)
    {
        services.AddCors();
        services
            .AddOptions<CorsOptions>()
            .Configure<IOptions<EmbedOptions>>(
                static (cors, embed) =>
                    cors.AddPolicy(
                        Policy,
                        policy =>
                            policy
                                .SetIsOriginAllowed(embed.Value.Allows)
                                .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Patch, HttpMethods.Delete)
                                .WithHeaders(
                                    ConnectSessionAuthentication.TokenHeader,
                                    ConnectSessionAuthentication.BrowserHeader,
                                    ConnectSessionAuthentication.VersionHeader,
                                    HeaderNames.ContentType,
                                    "idempotency-key"
                                )
                                .WithExposedHeaders(HeaderNames.RetryAfter)
                                .SetPreflightMaxAge(TimeSpan.FromHours(1))
                    )
            );
    }
}
