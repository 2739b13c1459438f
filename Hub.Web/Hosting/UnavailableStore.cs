using System.Globalization;
using Hub.Core.Data;
using Microsoft.AspNetCore.Diagnostics;

namespace Hub.Web.Hosting;

/// <summary>
/// While the database is unavailable, every request that needs it ends as 503 with Retry-After. The surrounding middleware adds the body.
/// </summary>
internal static partial class UnavailableStore
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public static void UseUnavailableStore(this IApplicationBuilder app) =>
        app.Use(
            static async (context, next) =>
            {
                var response = context.Response;
                try
                {
                    await next(context);
                }
                catch (Exception e) when (e.IsUnavailable() && !response.HasStarted && !context.RequestAborted.IsCancellationRequested)
                {
                    response.Clear();
                    response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
                    if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                    {
                        // The status page needs the database too.
                        response.ContentType = "text/plain; charset=utf-8";
                        await response.WriteAsync(
                            "Hub cannot use its database at the moment. Try again in a moment.",
                            context.RequestAborted
                        );
                        return;
                    }

                    var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UnavailableStore));
                    LogUnavailable(
                        logger,
                        e,
                        context.Request.Method,
                        context.GetEndpoint()?.DisplayName ?? "no endpoint",
                        e.GetBaseException().Message
                    );
                }
            }
        );

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint}: the database cannot be used. {Reason}")]
    private static partial void LogUnavailable(ILogger logger, Exception exception, string method, string endpoint, string reason);
}
