using Hub.Core.Audit;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class ResetAuthenticator
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

    private async Task ResetAsync()
    {
        var result = await Security.ChangeAsync(Me, AuditActions.AuthenticatorReset, TwoFactorOff.TurnOffAsync(Me), CancellationToken.None);
        if (!result.Succeeded)
        {
            _errors = [.. result.Errors.Select(error => error.Description)];
            return;
        }

        await SignIn.RefreshSignInAsync(Me);
        Redirects.RedirectTo("Account/Manage/EnableAuthenticator", AccountNotice.AuthenticatorReset, HttpContext);
    }
}
