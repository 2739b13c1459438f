using Hub.Core;
using Hub.Web.Api;
using Microsoft.AspNetCore.Antiforgery;

namespace Hub.Web.Hosting;

/// <summary>
/// Errors for browsers: each keeps its status and shows the page of that status. Clients of the API get <see cref="ApiErrors"/> instead.
/// </summary>
internal static partial class PageErrors
{
    private static readonly object ReferenceKey = new();

    /// <returns>Where the request failed, the reference that the log has; else null.</returns>
    public static string? ReferenceOf(HttpContext context) => context.Items[ReferenceKey] as string;

    public static void UsePageErrors(this IApplicationBuilder app) =>
        app.UseWhen(
            static context => !ApiErrors.Serves(context),
            static pages =>
                pages.Use(
                    static async (context, next) =>
                    {
                        var response = context.Response;
                        try
                        {
                            await next(context);
                        }
                        catch (Exception e) when (!response.HasStarted && ClientErrorOf(e) is { } status)
                        {
                            response.Clear();
                            response.StatusCode = status;
                        }
                        catch
                        {
                            // The exception itself is logged by whoever handles it.
                            var reference = LogReference.New();
                            context.Items[ReferenceKey] = reference;
                            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PageErrors));
                            LogFailed(logger, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint", reference);
                            TurnIntoGet(context.Request);
                            throw;
                        }

                        if (response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                        {
                            TurnIntoGet(context.Request);
                        }
                    }
                )
        );

    /// <returns>The status of what the client did wrong; null where it is no error of the client.</returns>
    public static int? ClientErrorOf(Exception exception) =>
        exception switch
        {
            BadHttpRequestException refused => refused.StatusCode,
            // Validating the token reads the form; this exception wraps the one of reading.
            AntiforgeryValidationException => StatusCodes.Status400BadRequest,
            _ => null,
        };

    /// <summary>The status page is executed with this same request. A POST to it would be refused.</summary>
    private static void TurnIntoGet(HttpRequest request)
    {
        request.Method = HttpMethods.Get;
        request.ContentType = null;
        request.ContentLength = null;
        request.Body = Stream.Null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed ({Reference})")]
    private static partial void LogFailed(ILogger logger, string method, string endpoint, string reference);
}
