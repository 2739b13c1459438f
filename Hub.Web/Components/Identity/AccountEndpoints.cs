using System.Security.Claims;
using System.Text.Json;
using Hub.Core.Accounts;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Web.Components.Identity;

/// <summary>The endpoints behind the Identity pages: signing out, passkey ceremonies, the download of personal data.</summary>
internal static class AccountEndpoints
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void MapAccountEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/Account/Logout", SignOutAsync);
        var account = endpoints.MapGroup("/Account").AddEndpointFilter(RequireAntiforgeryTokenAsync);
        account.MapPost("/PasskeyRequestOptions", PasskeyRequestOptionsAsync);
        account.MapPost("/PasskeyCreationOptions", PasskeyCreationOptionsAsync).RequireAuthorization();
        account.MapPost("/Manage/DownloadPersonalData", DownloadPersonalDataAsync).RequireAuthorization();
    }

    // The middleware does this only for endpoints that read a form.
    private static async ValueTask<object?> RequireAntiforgeryTokenAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    ) =>
        await context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : TypedResults.BadRequest();

    private static async Task<RedirectHttpResult> SignOutAsync(
        HttpContext context,
        [FromServices] SignInManager<HubUser> signIn,
        [FromServices] IAntiforgery antiforgery
    )
    {
        // The second request of a double click has the token of a user who is signed out already. That is no error.
        if (await antiforgery.IsRequestValidAsync(context))
        {
            await signIn.SignOutAsync();
        }

        return TypedResults.LocalRedirect("~/");
    }

    private static async Task<ContentHttpResult> PasskeyRequestOptionsAsync([FromServices] SignInManager<HubUser> signIn) =>
        TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(user: null), "application/json");

    private static async Task<Results<ContentHttpResult, NotFound>> PasskeyCreationOptionsAsync(
        ClaimsPrincipal principal,
        [FromServices] UserManager<HubUser> users,
        [FromServices] SignInManager<HubUser> signIn
    )
    {
        if (await users.GetUserAsync(principal) is not { UserName: { } name } user)
        {
            return TypedResults.NotFound();
        }

        var options = await signIn.MakePasskeyCreationOptionsAsync(
            new()
            {
                Id = user.Id.ToString(),
                Name = name,
                DisplayName = name,
            }
        );
        return TypedResults.Content(options, "application/json");
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> DownloadPersonalDataAsync(
        ClaimsPrincipal principal,
        [FromServices] UserManager<HubUser> users,
        [FromServices] PersonalDataReader reader,
        CancellationToken cancellationToken
    )
    {
        if (await users.GetUserAsync(principal) is not { } user)
        {
            return TypedResults.NotFound();
        }

        var data = await reader.ReadAsync(user, cancellationToken);
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(data, Indented), "application/json", "hub-personal-data.json");
    }
}
