using Hub.Core.Audit;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class ResetAuthenticator
{
    private async Task ResetAsync()
    {
        if (await ChangeAsync(AuditActions.AuthenticatorReset, TwoFactorOff.TurnOffAsync(Me)))
        {
            RedirectTo(EnableAuthenticator.Path, AccountNotice.AuthenticatorReset);
        }
    }
}
