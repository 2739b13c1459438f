using Hub.Core.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Web.Mail;

/// <summary>
/// Stops a person's notices by mail: the mail program posts here by itself (RFC 8058), or the page at the same address does. There is no
/// antiforgery token: who has the address may use it.
/// </summary>
internal static class UnsubscribeEndpoint
{
    /// <summary>The field by which the page tells itself from a mail program.</summary>
    public const string PageField = "page";

    public static void MapUnsubscribe(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost($"/{UnsubscribeLink.Path}", UnsubscribeAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<Results<Ok, RedirectHttpResult, NotFound>> UnsubscribeAsync(
        HttpContext context,
        [FromQuery] string? code,
        [FromServices] UnsubscribeLink link,
        [FromServices] NoticesEditor editor,
        CancellationToken cancellationToken
    )
    {
        // Somebody who is no longer registered gets no mail either.
        if (link.Read(code) is not { } person)
        {
            return TypedResults.NotFound();
        }

        await editor.ChangeAsync(person, byMail: false, cancellationToken);
        return context.Request.HasFormContentType && context.Request.Form.ContainsKey(PageField)
            ? TypedResults.LocalRedirect($"~/{UnsubscribeLink.Path}?done=true")
            : TypedResults.Ok();
    }
}
