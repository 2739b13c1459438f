using System.ComponentModel.DataAnnotations;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Pages;

public sealed partial class LoginWithRecoveryCode
{
    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override void OnInitialized() => Input ??= new();

    private async Task SignInAsync()
    {
        // The hyphen is part of a recovery code.
        var code = string.Concat(Input.Code.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        Finish(await SignIn.TwoFactorRecoveryCodeSignInAsync(code), Texts.WrongRecoveryCode);
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterRecoveryCode))]
        public string Code { get; set; } = "";
    }
}
