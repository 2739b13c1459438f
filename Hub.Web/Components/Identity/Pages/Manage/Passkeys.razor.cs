using System.Buffers.Text;
using Hub.Core.Audit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class Passkeys
{
    internal const string Path = "Account/Manage/Passkeys";

    private IList<UserPasskeyInfo> _passkeys = [];

    [SupplyParameterFromForm]
    private string? CredentialId { get; set; }

    [SupplyParameterFromForm(FormName = "add-passkey")]
    private PasskeyAnswer? Answer { get; set; }

    protected override async Task OnInitializedAsync() => _passkeys = await SignIn.UserManager.GetPasskeysAsync(Me);

    private async Task AddAsync()
    {
        if (_passkeys.Count >= PasskeyLimits.Count)
        {
            RedirectTo(Path, AccountNotice.PasskeyLimit);
        }
        else if (Answer?.Error == "InvalidStateError")
        {
            // The name that WebAuthn gives to a device that is asked for a second passkey of the same user.
            RedirectTo(Path, AccountNotice.PasskeyKnown);
        }
        else if (
            await AttestAsync() is { } passkey
            && await ChangeAsync(AuditActions.PasskeyAdded, users => users.AddOrUpdatePasskeyAsync(Me, passkey))
        )
        {
            Redirects.RedirectTo($"Account/Manage/RenamePasskey/{Base64Url.EncodeToString(passkey.CredentialId)}");
        }
        else
        {
            RedirectTo(Path, AccountNotice.PasskeyNotAdded);
        }
    }

    /// <returns>The verified passkey; null when the browser gave none, or one that is not for this ceremony.</returns>
    private async Task<UserPasskeyInfo?> AttestAsync()
    {
        if (Answer?.CredentialJson is not { Length: > 0 } credential)
        {
            return null;
        }

        try
        {
            var result = await SignIn.PerformPasskeyAttestationAsync(credential);
            return result.Succeeded ? result.Passkey : null;
        }
        catch (InvalidOperationException)
        {
            // Nobody asked this browser for a passkey, or it was long ago.
            return null;
        }
    }

    private async Task RemoveAsync()
    {
        if (PasskeyId.Find(_passkeys, CredentialId) is not { } passkey)
        {
            RedirectTo(Path, AccountNotice.PasskeyNotFound);
            return;
        }

        var removed = await ChangeAsync(AuditActions.PasskeyRemoved, users => users.RemovePasskeyAsync(Me, passkey.CredentialId));
        RedirectTo(Path, removed ? AccountNotice.PasskeyRemoved : AccountNotice.PasskeyNotFound);
    }
}
