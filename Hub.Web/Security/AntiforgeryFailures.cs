using Hub.Web.Components.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.Options;

namespace Hub.Web.Security;

/// <summary>
/// A form that was opened before the person signed in or out has an antiforgery token that is no longer valid: after a double click, the
/// Back button, or in another tab. Hub ignores such a form and shows the page again with a notice. A request that is no form of Hub is an
/// error.
/// </summary>
internal static class AntiforgeryFailures
{
    public static void UseAntiforgeryFailures(this IApplicationBuilder app)
    {
        var token = app.ApplicationServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.FormFieldName;
        app.Use(
            async (context, next) =>
            {
                var (request, response) = (context.Request, context.Response);
                if (
                    context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }
                    || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null
                )
                {
                    await next(context);
                    return;
                }

                // ASP.NET Core refuses to read the form while this is set.
                context.Features.Set<IAntiforgeryValidationFeature>(null);
                if (!request.HasFormContentType)
                {
                    response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                    return;
                }

                if (!(await request.ReadFormAsync(context.RequestAborted)).ContainsKey(token))
                {
                    response.StatusCode = StatusCodes.Status400BadRequest;
                    return;
                }

                StatusCookie.Set(context, AccountNotice.FormWasStale);
                response.StatusCode = StatusCodes.Status303SeeOther;
                response.Headers.Location = request.PathBase + request.Path + request.QueryString;
            }
        );
    }
}
