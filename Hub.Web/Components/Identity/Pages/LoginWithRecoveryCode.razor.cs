using System.ComponentModel.DataAnnotations;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages;

public sealed partial class LoginWithRecoveryCode
{
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        if (await SignIn.GetTwoFactorAuthenticationUserAsync() is null)
        {
            // The password comes first.
            Redirects.RedirectTo("Account/Login");
        }
    }

    private async Task SignInAsync()
    {
        // The hyphen is part of a recovery code.
        var code = string.Concat(Input.Code.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        var result = await SignIn.TwoFactorRecoveryCodeSignInAsync(code);
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
            _errors = ["That is not one of your recovery codes, or it was used already."];
        }
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = "Enter a recovery code.")]
        public string Code { get; set; } = "";
    }
}
