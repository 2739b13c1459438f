using System.ComponentModel.DataAnnotations;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Pages;

public sealed partial class LoginWith2fa
{
    [SupplyParameterFromQuery]
    public bool KeepSignedIn { get; set; }

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    private string RecoveryHref => Redirects.UriOf("Account/LoginWithRecoveryCode", (nameof(ReturnUrl), ReturnUrl));

    protected override void OnInitialized() => Input ??= new();

    private async Task SignInAsync() =>
        Finish(
            await SignIn.TwoFactorAuthenticatorSignInAsync(AuthenticatorCode.Clean(Input.Code), KeepSignedIn, Input.RememberBrowser),
            Texts.WrongCode
        );

    private sealed class InputModel
    {
        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterCode))]
        public string Code { get; set; } = "";

        public bool RememberBrowser { get; set; }
    }
}
