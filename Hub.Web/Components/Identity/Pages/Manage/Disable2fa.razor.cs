using Hub.Core.Audit;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class Disable2fa
{
    protected override void OnInitialized()
    {
        if (!Me.TwoFactorEnabled)
        {
            Redirects.RedirectTo(TwoFactorAuthentication.Path);
        }
    }

    private async Task DisableAsync()
    {
        if (Me.TwoFactorEnabled && await ChangeAsync(AuditActions.TwoFactorDisabled, TwoFactorOff.TurnOffAsync(Me)))
        {
            RedirectTo(TwoFactorAuthentication.Path, AccountNotice.TwoFactorOff);
        }
    }
}
