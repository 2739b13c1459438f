using Hub.Web.Components.Account;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Hub.Web.Security;

/// <summary>
/// A form that was opened before the person signed in or out carries an antiforgery token that is no longer good: the second press
/// of a double click, the Back button, another tab. Nothing is done with such a form; the page is shown afresh instead of an error.
/// </summary>
internal static class StaleForms
{
    public static void UseStaleForms(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }
            || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
        {
            return next(context);
        }

        StatusCookie.Set(context, AccountNotice.FormWasStale);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
        return Task.CompletedTask;
    });
}
