using System.ComponentModel.DataAnnotations;
using Hub.Core.Audit;
using Hub.Core.Identity;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class EnableAuthenticator
{
    private const string Issuer = "Hub";

    private string _key = "";
    private MarkupString _qrCode;
    private IReadOnlyCollection<string>? _recoveryCodes;
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required SecurityEditor Security { get; init; }

    [Inject]
    public required IUserStore<HubUser> UserStore { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    private UserManager<HubUser> Users => SignIn.UserManager;

    private IUserAuthenticatorKeyStore<HubUser> KeyStore => (IUserAuthenticatorKeyStore<HubUser>)UserStore;

    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        if (Me.TwoFactorEnabled)
        {
            // The key is shown only while it protects nothing; a new device gets a new key.
            Redirects.RedirectTo(TwoFactorAuthentication.Path);
            return;
        }

        if (await Users.GetAuthenticatorKeyAsync(Me) is null)
        {
            // Not ResetAuthenticatorKeyAsync: it makes a new security stamp, and to look at this page would sign the person out elsewhere.
            await KeyStore.SetAuthenticatorKeyAsync(Me, Users.GenerateNewAuthenticatorKey(), CancellationToken.None);
            await Users.UpdateAsync(Me);
        }

        var key = await Users.GetAuthenticatorKeyAsync(Me) ?? "";
        _key = string.Join(' ', key.Chunk(4).Select(group => new string(group)));
        _qrCode = QrCode.Draw($"otpauth://totp/{Issuer}:{Uri.EscapeDataString(Me.Email ?? "")}?secret={key}&issuer={Issuer}&digits=6");
    }

    private async Task EnableAsync()
    {
        if (Me.TwoFactorEnabled)
        {
            return;
        }

        if (
            !await Users.VerifyTwoFactorTokenAsync(Me, Users.Options.Tokens.AuthenticatorTokenProvider, AuthenticatorCode.Clean(Input.Code))
        )
        {
            _errors =
            [
                "That code is wrong or was replaced by a new one. Type the one your app shows now, and check that your phone's clock "
                    + "is right.",
            ];
            return;
        }

        string[]? codes = null;
        var result = await Security.ChangeAsync(
            Me,
            AuditActions.TwoFactorEnabled,
            async users =>
            {
                codes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(Me, GenerateRecoveryCodes.Count) ?? []];
                return await users.SetTwoFactorEnabledAsync(Me, enabled: true);
            },
            CancellationToken.None
        );
        if (!result.Succeeded)
        {
            _errors = [.. result.Errors.Select(error => error.Description)];
            return;
        }

        await SignIn.RefreshSignInAsync(Me);
        _recoveryCodes = codes;
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = "Enter the six digits that the app shows.")]
        public string Code { get; set; } = "";
    }
}
