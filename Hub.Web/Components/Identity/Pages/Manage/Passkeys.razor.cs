using System.Buffers.Text;
using Hub.Core.Audit;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class Passkeys
{
    internal const string Path = "Account/Manage/Passkeys";

    private IList<UserPasskeyInfo> _passkeys = [];

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required SecurityEditor Security { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm]
    private string? CredentialId { get; set; }

    [SupplyParameterFromForm(FormName = "add-passkey")]
    private PasskeyAnswer? Answer { get; set; }

    protected override async Task OnInitializedAsync() => _passkeys = await SignIn.UserManager.GetPasskeysAsync(Me);

    private async Task AddAsync()
    {
        if (_passkeys.Count >= PasskeyLimits.Count)
        {
            Redirects.RedirectTo(Path, AccountNotice.PasskeyLimit, HttpContext);
        }
        else if (Answer?.Error == "InvalidStateError")
        {
            // The name that WebAuthn gives to a device that is asked for a second passkey of the same user.
            Redirects.RedirectTo(Path, AccountNotice.PasskeyKnown, HttpContext);
        }
        else if (await AttestAsync() is { } passkey && await SaveAsync(passkey))
        {
            Redirects.RedirectTo($"Account/Manage/RenamePasskey/{Base64Url.EncodeToString(passkey.CredentialId)}");
        }
        else
        {
            Redirects.RedirectTo(Path, AccountNotice.PasskeyNotAdded, HttpContext);
        }
    }

    /// <returns>The proved passkey; null when the browser gave none, or one that is not for this ceremony.</returns>
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

    private async Task<bool> SaveAsync(UserPasskeyInfo passkey)
    {
        var result = await Security.ChangeAsync(
            Me,
            AuditActions.PasskeyAdded,
            users => users.AddOrUpdatePasskeyAsync(Me, passkey),
            CancellationToken.None
        );
        return result.Succeeded;
    }

    private async Task RemoveAsync()
    {
        if (PasskeyId.Find(_passkeys, CredentialId) is not { } passkey)
        {
            Redirects.RedirectTo(Path, AccountNotice.PasskeyNotFound, HttpContext);
            return;
        }

        var result = await Security.ChangeAsync(
            Me,
            AuditActions.PasskeyRemoved,
            users => users.RemovePasskeyAsync(Me, passkey.CredentialId),
            CancellationToken.None
        );
        Redirects.RedirectTo(Path, result.Succeeded ? AccountNotice.PasskeyRemoved : AccountNotice.PasskeyNotFound, HttpContext);
    }
}
