using Hub.Web.Components.Identity;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>What an Identity page says after a redirect.</summary>
public sealed class NoticeMessages(IStringLocalizer<NoticeMessages> texts) : MessageSet(texts)
{
    internal string Of(AccountNotice notice) =>
        notice switch
        {
            AccountNotice.FormWasStale => FormWasStale,
            AccountNotice.PasswordChanged => PasswordChanged,
            AccountNotice.TwoFactorOff => TwoFactorOff,
            AccountNotice.AuthenticatorReset => AuthenticatorReset,
            AccountNotice.BrowserForgotten => BrowserForgotten,
            AccountNotice.PasskeyNamed => PasskeyNamed,
            AccountNotice.PasskeyRemoved => PasskeyRemoved,
            AccountNotice.PasskeyNotAdded => PasskeyNotAdded,
            AccountNotice.PasskeyKnown => PasskeyKnown,
            AccountNotice.PasskeyNotFound => PasskeyNotFound,
            AccountNotice.PasskeyLimit => PasskeyLimit(PasskeyLimits.Count),
            AccountNotice.UserRemoved => UserRemoved,
            AccountNotice.EmailChangeSent => EmailChangeSent,
            AccountNotice.EmailChanged => EmailChanged,
            AccountNotice.NoticesSaved => NoticesSaved,
        };

    public string FormWasStale => Text();

    public string PasswordChanged => Text();

    public string TwoFactorOff => Text();

    public string AuthenticatorReset => Text();

    public string BrowserForgotten => Text();

    public string PasskeyNamed => Text();

    public string PasskeyRemoved => Text();

    public string PasskeyNotAdded => Text();

    public string PasskeyKnown => Text();

    public string PasskeyNotFound => Text();

    public string PasskeyLimit(int count) => Plural(nameof(PasskeyLimit), count);

    public string UserRemoved => Text();

    public string EmailChangeSent => Text();

    public string EmailChanged => Text();

    public string NoticesSaved => Text();
}
