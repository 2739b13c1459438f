using Hub.Core.Identity;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages;

/// <summary>A page that asks for the second factor after the right password.</summary>
public abstract class SecondFactorPage : ComponentBase
{
    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [Inject]
    public required SignInMessages Texts { get; init; }

    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    protected IReadOnlyCollection<string> Errors { get; private set; } = [];

    protected override async Task OnInitializedAsync()
    {
        if (await SignIn.GetTwoFactorAuthenticationUserAsync() is null)
        {
            // The password comes first.
            Redirects.RedirectTo("Account/Login");
        }
    }

    /// <param name="failure">The error when the code is wrong.</param>
    protected void Finish(SignInResult result, string failure)
    {
        if (result.Succeeded)
        {
            Redirects.RedirectTo(ReturnUrl ?? "accounts");
        }
        else if (result.IsLockedOut)
        {
            Redirects.RedirectTo("Account/Lockout");
        }
        else
        {
            Errors = [failure];
        }
    }
}
