using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Shared;

/// <summary>Says once what the page before has done.</summary>
public sealed partial class StatusMessage
{
    private bool _isError;
    private string? _text;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    protected override void OnInitialized()
    {
        if (StatusCookie.Take(HttpContext) is { } notice)
        {
            (_isError, _text) = Words(notice);
        }
    }

    private static (bool IsError, string Text) Words(AccountNotice notice) =>
        notice switch
        {
            AccountNotice.FormWasStale => (true, "This page had been open for too long. Nothing was changed; please try again."),
            AccountNotice.PasswordChanged => (false, "Your password is changed. Everywhere else you are signed out within a few minutes."),
            AccountNotice.TwoFactorOff => (false, "Two-factor authentication is off."),
            AccountNotice.AuthenticatorReset => (
                false,
                "The old codes no longer work. Set up your authenticator app again to turn two-factor authentication back on."
            ),
            AccountNotice.BrowserForgotten => (false, "This browser will be asked for a code again."),
            AccountNotice.PasskeyNamed => (false, "The passkey is saved."),
            AccountNotice.PasskeyRemoved => (false, "The passkey is removed. You may also delete it on your device."),
            AccountNotice.PasskeyNotAdded => (true, "No passkey was added: the browser gave none, or Hub could not accept it. Try again."),
            AccountNotice.PasskeyKnown => (true, "This device already has one of your passkeys."),
            AccountNotice.PasskeyNotFound => (true, "That passkey is not yours, or it was removed already."),
            AccountNotice.PasskeyLimit => (
                true,
                $"You have {PasskeyLimits.Count} passkeys, and that is as many as Hub keeps. Remove one first."
            ),
            AccountNotice.UserRemoved => (false, "Your Hub account and everything linked to it are removed."),
        };
}
