using System.ComponentModel.DataAnnotations;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages;

public sealed partial class LoginWith2fa
{
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery]
    public bool KeepSignedIn { get; set; }

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    private string RecoveryHref => Redirects.UriOf("Account/LoginWithRecoveryCode", (nameof(ReturnUrl), ReturnUrl));

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
        var result = await SignIn.TwoFactorAuthenticatorSignInAsync(
            AuthenticatorCode.Clean(Input.Code),
            KeepSignedIn,
            Input.RememberBrowser
        );
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
            _errors = ["That code is wrong or was replaced by a new one. Type the one your app shows now."];
        }
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = "Enter the six digits of your authenticator app.")]
        public string Code { get; set; } = "";

        public bool RememberBrowser { get; set; }
    }
}
