using Hub.Web.Api;

namespace Hub.Web.Hosting;

/// <summary>
/// A reverse proxy may change a request's path, scheme and host. Hub restores the request as the browser sent it. See ADR-0024.
/// </summary>
internal static partial class BehindProxy
{
    /// <summary>
    /// Serves Hub below the path of <c>Hub:PublicUrl</c>, whether or not the proxy removes that path. Before routing.
    /// </summary>
    public static void UsePublicPath(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                if (address.Path.HasValue)
                {
                    request.PathBase = address.Path;
                    if (request.Path.StartsWithSegments(address.Path, StringComparison.OrdinalIgnoreCase, out var rest))
                    {
                        request.Path = rest;
                    }
                }

                context.Response.OnStarting(() =>
                {
                    MakeLocationRelative(context);
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );
    }

    /// <summary>
    /// Treats a request as HTTPS where people use HTTPS, and logs a warning when the proxy does not say so. After the redirection to
    /// HTTPS.
    /// </summary>
    public static void UsePublicScheme(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(BehindProxy));
        var warned = 0;
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                var unread = request
                    .Headers["X-Forwarded-Proto"]
                    .ToString()
                    .StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
                if (request.IsHttps || !(address.IsHttps || unread))
                {
                    return next(context);
                }

                // Programs in the operator's network may call the API and the health checks over plain HTTP.
                if (!HubApi.Serves(context) && !request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
                {
                    context.Features.Set(PlainHttp.Instance);
                    if (Interlocked.Exchange(ref warned, 1) == 0)
                    {
                        LogPlainHttp(log, unread ? "the proxy sends X-Forwarded-Proto: https" : "Hub:PublicUrl begins with https");
                    }
                }

                if (address.IsHttps)
                {
                    // Cookies are marked Secure, and redirects lead to HTTPS.
                    request.Scheme = Uri.UriSchemeHttps;
                }

                return next(context);
            }
        );
    }

    /// <summary>Whether this request came over plain HTTP although people use HTTPS.</summary>
    public static bool IsPlainHttp(HttpContext context) => context.Features.Get<PlainHttp>() is not null;

    /// <summary>Redirects within Hub name neither scheme nor host: the proxy may report others than the browser uses.</summary>
    private static void MakeLocationRelative(HttpContext context)
    {
        var own = $"{context.Request.Scheme}://{context.Request.Host}/";
        if (
            context.Response.Headers.Location is [{ } location]
            && location.StartsWith(own, StringComparison.OrdinalIgnoreCase)
            // "//elsewhere" would be another host.
            && location.AsSpan(own.Length) is not ['/' or '\\', ..]
        )
        {
            context.Response.Headers.Location = location[(own.Length - 1)..];
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A page was requested over plain HTTP, but {Reason}. Start Hub with ASPNETCORE_FORWARDEDHEADERS_ENABLED=true, and "
            + "let the proxy send X-Forwarded-Proto and X-Forwarded-For."
    )]
    private static partial void LogPlainHttp(ILogger logger, string reason);

    private sealed class PlainHttp
    {
        public static readonly PlainHttp Instance = new();
    }
}
