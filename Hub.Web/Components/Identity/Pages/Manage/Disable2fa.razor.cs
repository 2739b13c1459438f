using Hub.Core.Audit;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class Disable2fa
{
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required SecurityEditor Security { get; init; }

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    protected override void OnInitialized()
    {
        if (!Me.TwoFactorEnabled)
        {
            Redirects.RedirectTo(TwoFactorAuthentication.Path);
        }
    }

    private async Task DisableAsync()
    {
        if (!Me.TwoFactorEnabled)
        {
            return;
        }

        var result = await Security.ChangeAsync(Me, AuditActions.TwoFactorDisabled, TwoFactorOff.TurnOffAsync(Me), CancellationToken.None);
        if (!result.Succeeded)
        {
            _errors = [.. result.Errors.Select(error => error.Description)];
            return;
        }

        await SignIn.RefreshSignInAsync(Me);
        Redirects.RedirectTo(TwoFactorAuthentication.Path, AccountNotice.TwoFactorOff, HttpContext);
    }
}
