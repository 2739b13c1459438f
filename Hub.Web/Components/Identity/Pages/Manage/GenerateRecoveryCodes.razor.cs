using Hub.Core.Audit;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class GenerateRecoveryCodes
{
    internal const int Count = 10;

    private IReadOnlyCollection<string>? _codes;

    protected override void OnInitialized()
    {
        if (!Me.TwoFactorEnabled)
        {
            Redirects.RedirectTo(TwoFactorAuthentication.Path);
        }
    }

    private async Task GenerateAsync()
    {
        string[]? codes = null;
        if (
            Me.TwoFactorEnabled
            && await ChangeAsync(
                AuditActions.RecoveryCodesGenerated,
                async users =>
                {
                    codes = (await users.GenerateNewTwoFactorRecoveryCodesAsync(Me, Count))?.ToArray();
                    return codes is null ? IdentityResult.Failed(users.ErrorDescriber.ConcurrencyFailure()) : IdentityResult.Success;
                }
            )
        )
        {
            _codes = codes;
        }
    }
}
