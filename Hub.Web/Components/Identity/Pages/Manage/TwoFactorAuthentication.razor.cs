namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class TwoFactorAuthentication
{
    internal const string Path = "Account/Manage/TwoFactorAuthentication";

    private int _codesLeft;
    private bool _isRemembered;

    protected override async Task OnInitializedAsync()
    {
        _codesLeft = await SignIn.UserManager.CountRecoveryCodesAsync(Me);
        _isRemembered = await SignIn.IsTwoFactorClientRememberedAsync(Me);
    }

    private async Task ForgetBrowserAsync()
    {
        await SignIn.ForgetTwoFactorClientAsync();
        RedirectTo(Path, AccountNotice.BrowserForgotten);
    }
}
