using System.ComponentModel.DataAnnotations;
using Hub.Core.Audit;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class RenamePasskey
{
    private UserPasskeyInfo? _passkey;

    [Inject]
    public required UserManager<HubUser> Users { get; init; }

    [Inject]
    public required SecurityEditor Security { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [Parameter]
    public required string Id { get; set; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        // The page renders while the store is asked.
        var isSubmitted = Input is not null;
        Input ??= new();
        _passkey = PasskeyId.Find(await Users.GetPasskeysAsync(Me), Id);
        if (_passkey is null)
        {
            Redirects.RedirectTo(Passkeys.Path, AccountNotice.PasskeyNotFound, HttpContext);
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
        var result = await Security.ChangeAsync(
            Me,
            AuditActions.PasskeyRenamed,
            users => users.AddOrUpdatePasskeyAsync(Me, _passkey),
            CancellationToken.None
        );
        Redirects.RedirectTo(Passkeys.Path, result.Succeeded ? AccountNotice.PasskeyNamed : AccountNotice.PasskeyNotFound, HttpContext);
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = "Give it a name.")]
        [StringLength(PasskeyLimits.Name, ErrorMessage = "Use at most {1} characters.")]
        public string Name
        {
            get;
            set => field = VisibleText.CleanName(value ?? "");
        } = "";
    }
}
