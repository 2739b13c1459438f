using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>What is in every mail, and the mails about signing in.</summary>
public sealed class MailMessages(IStringLocalizer<MailMessages> texts) : MessageSet(texts)
{
    /// <summary>Above the address of the button.</summary>
    public string ButtonFails => Text();

    /// <summary>Below every mail, above the address of Hub.</summary>
    public string SentBy(string product) => Format(nameof(SentBy), product);

    public string Unsubscribe => Text();

    public string ResetSubject => Text();

    public string ResetText => Text();

    public string ResetButton => Text();

    public string ResetHint => Text();

    public string ConfirmEmailSubject => Text();

    public string ConfirmEmailText(string email) => Format(nameof(ConfirmEmailText), email);

    public string ConfirmEmailButton => Text();

    public string ConfirmEmailHint => Text();

    public string EmailChangeSubject => Text();

    public string EmailChangeText(string email) => Format(nameof(EmailChangeText), email);

    public string EmailChangeNotYou => Text();

    public string EmailChangeButton => Text();
}
