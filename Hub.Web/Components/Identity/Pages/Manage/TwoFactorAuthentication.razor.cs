using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class TwoFactorAuthentication
{
    internal const string Path = "Account/Manage/TwoFactorAuthentication";

    private int _codesLeft;
    private bool _isRemembered;

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        _codesLeft = await SignIn.UserManager.CountRecoveryCodesAsync(Me);
        _isRemembered = await SignIn.IsTwoFactorClientRememberedAsync(Me);
    }

    private async Task ForgetBrowserAsync()
    {
        await SignIn.ForgetTwoFactorClientAsync();
        Redirects.RedirectTo(Path, AccountNotice.BrowserForgotten, HttpContext);
    }
}
