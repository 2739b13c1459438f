using Hub.Core;
using Hub.Core.Identity;
using Hub.Web.Components.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Web.Languages;

/// <summary>Stores the language that a person chooses: with the user, if one is signed in, and in the browser.</summary>
internal static class LanguageEndpoint
{
    /// <summary>Relative to the base address.</summary>
    public const string Address = "language";

    /// <summary>The form's field for the tag. Empty for what the browser asks for.</summary>
    public const string Field = "language";

    /// <summary>The form's field for the page to show afterwards.</summary>
    public const string ReturnField = "returnUrl";

    public static void MapLanguage(this IEndpointRouteBuilder app) => app.MapPost($"/{Address}", ChooseAsync).ExcludeFromDescription();

    private static async Task<Results<RedirectHttpResult, BadRequest>> ChooseAsync(
        HttpContext context,
        [FromServices] IAntiforgery antiforgery,
        [FromServices] LanguageEditor editor,
        [FromServices] SignInManager<HubUser> signIn,
        CancellationToken cancellationToken
    )
    {
        if (!context.Request.HasFormContentType)
        {
            return TypedResults.BadRequest();
        }

        // A page that was opened before the person signed in or out has a token that is no longer valid. It is shown again, with a new one.
        if (await antiforgery.IsRequestValidAsync(context))
        {
            var language = Language.Find(context.Request.Form[Field]);
            RequestLanguage.Remember(context, language);
            if (
                OwnerId.From(context.User) is { } id
                && await editor.ChangeAsync(id, language?.Tag, cancellationToken)
                && await signIn.UserManager.GetUserAsync(context.User) is { } user
            )
            {
                // The cookie says which language it is.
                await signIn.RefreshSignInAsync(user);
            }
        }

        var request = context.Request;
        var back = IdentityRedirectManager.LocalPath(request.Form[ReturnField], $"{request.Scheme}://{request.Host}{request.PathBase}/");
        return TypedResults.LocalRedirect($"~/{back}");
    }
}
