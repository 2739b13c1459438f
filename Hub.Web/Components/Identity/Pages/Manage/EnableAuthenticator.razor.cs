using System.ComponentModel.DataAnnotations;
using Hub.Core.Audit;
using Hub.Core.Identity;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class EnableAuthenticator
{
    internal const string Path = "Account/Manage/EnableAuthenticator";

    private const string Issuer = "Hub";

    private string _key = "";
    private MarkupString _qrCode;
    private IReadOnlyCollection<string>? _recoveryCodes;

    [Inject]
    public required IUserStore<HubUser> UserStore { get; init; }

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
            // Not ResetAuthenticatorKeyAsync: it makes a new security stamp, so opening this page would sign the person out elsewhere.
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
            Errors = [Texts.WrongCode];
            return;
        }

        string[]? codes = null;
        var changed = await ChangeAsync(
            AuditActions.TwoFactorEnabled,
            async users =>
            {
                codes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(Me, GenerateRecoveryCodes.Count) ?? []];
                return await users.SetTwoFactorEnabledAsync(Me, enabled: true);
            }
        );
        if (changed)
        {
            _recoveryCodes = codes;
        }
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterCode))]
        public string Code { get; set; } = "";
    }
}
