using System.ComponentModel.DataAnnotations;
using Hub.Core.Audit;
using Hub.Core.Inputs;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class RenamePasskey
{
    private UserPasskeyInfo? _passkey;

    [Parameter]
    public required string Id { get; set; }

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        // The page renders while the store is asked.
        var isSubmitted = Input is not null;
        Input ??= new();
        _passkey = PasskeyId.Find(await SignIn.UserManager.GetPasskeysAsync(Me), Id);
        if (_passkey is null)
        {
            RedirectTo(Passkeys.Path, AccountNotice.PasskeyNotFound);
        }

        if (!isSubmitted)
        {
            Input.Name = _passkey?.Name ?? "";
        }
    }

    private async Task RenameAsync()
    {
        if (_passkey is null)
        {
            return;
        }

        _passkey.Name = Input.Name;
        var renamed = await ChangeAsync(AuditActions.PasskeyRenamed, users => users.AddOrUpdatePasskeyAsync(Me, _passkey));
        RedirectTo(Passkeys.Path, renamed ? AccountNotice.PasskeyNamed : AccountNotice.PasskeyNotFound);
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterName))]
        [StringLength(PasskeyLimits.Name, ErrorMessage = nameof(IdentityFormMessages.NameTooLong))]
        public string Name
        {
            get;
            set => field = VisibleText.CleanName(value ?? "");
        } = "";
    }
}
