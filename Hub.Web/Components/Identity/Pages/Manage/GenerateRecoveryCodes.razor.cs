using Hub.Core.Audit;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class GenerateRecoveryCodes
{
    internal const int Count = 10;

    private IReadOnlyCollection<string>? _codes;
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required SecurityEditor Security { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    protected override void OnInitialized()
    {
        if (!Me.TwoFactorEnabled)
        {
            Redirects.RedirectTo(TwoFactorAuthentication.Path);
        }
    }

    private async Task GenerateAsync()
    {
        if (!Me.TwoFactorEnabled)
        {
            return;
        }

        string[]? codes = null;
        var result = await Security.ChangeAsync(
            Me,
            AuditActions.RecoveryCodesGenerated,
            async users =>
            {
                codes = (await users.GenerateNewTwoFactorRecoveryCodesAsync(Me, Count))?.ToArray();
                return codes is null ? IdentityResult.Failed(users.ErrorDescriber.ConcurrencyFailure()) : IdentityResult.Success;
            },
            CancellationToken.None
        );
        _codes = result.Succeeded ? codes : null;
        _errors = [.. result.Errors.Select(error => error.Description)];
    }
}
