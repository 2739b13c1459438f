using System.Security.Claims;
using System.Text.Json;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Web.Components.Account;

/// <summary>The endpoints behind the Identity pages: signing out, passkey ceremonies, the download of personal data.</summary>
internal static class AccountEndpoints
{
    public static void MapAccountEndpoints(this IEndpointRouteBuilder endpoints)
    {
        var account = endpoints.MapGroup("/Account");
        account.MapPost("/Logout", SignOutAsync);
        account.MapPost("/PasskeyRequestOptions", PasskeyRequestOptionsAsync);
        account.MapPost("/PasskeyCreationOptions", PasskeyCreationOptionsAsync).RequireAuthorization();
        account.MapPost("/Manage/DownloadPersonalData", DownloadPersonalDataAsync).RequireAuthorization();
    }

    private static async Task<IResult> SignOutAsync([FromServices] SignInManager<HubUser> signIn, [FromForm] string? returnUrl)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect($"~/{returnUrl}");
    }

    private static async Task<IResult> PasskeyRequestOptionsAsync(
        HttpContext context,
        [FromServices] UserManager<HubUser> users,
        [FromServices] SignInManager<HubUser> signIn,
        [FromServices] IAntiforgery antiforgery,
        [FromQuery] string? username)
    {
        await antiforgery.ValidateRequestAsync(context);
        var user = string.IsNullOrEmpty(username) ? null : await users.FindByNameAsync(username);
        return TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(user), "application/json");
    }

    private static async Task<IResult> PasskeyCreationOptionsAsync(
        HttpContext context,
        [FromServices] UserManager<HubUser> users,
        [FromServices] SignInManager<HubUser> signIn,
        [FromServices] IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(context);
        if (await users.GetUserAsync(context.User) is not { } user)
        {
            return TypedResults.NotFound();
        }

        var name = user.UserName ?? "User";
        return TypedResults.Content(
            await signIn.MakePasskeyCreationOptionsAsync(new() { Id = user.Id.ToString(), Name = name, DisplayName = name }),
            "application/json");
    }

    private static async Task<IResult> DownloadPersonalDataAsync(ClaimsPrincipal principal, [FromServices] UserManager<HubUser> users)
    {
        if (await users.GetUserAsync(principal) is not { } user)
        {
            return TypedResults.NotFound();
        }

        var data = typeof(HubUser).GetProperties()
            .Where(property => Attribute.IsDefined(property, typeof(PersonalDataAttribute)))
            .ToDictionary(property => property.Name, property => property.GetValue(user)?.ToString(), StringComparer.Ordinal);
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(data), "application/json", "PersonalData.json");
    }
}
