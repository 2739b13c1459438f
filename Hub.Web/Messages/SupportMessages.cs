using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Whom to ask where people cannot go on by themselves.</summary>
public sealed class SupportMessages(IStringLocalizer<SupportMessages> texts) : MessageSet(texts)
{
    public string SendReference(string reference, string email) => Format(nameof(SendReference), reference, email);

    public string WriteTo(string email) => Format(nameof(WriteTo), email);

    public string MailSubject(string product) => Format(nameof(MailSubject), product);

    public string MailSubjectWithReference(string product, string reference) =>
        Format(nameof(MailSubjectWithReference), product, reference);

    public string GetHelpWithReference(string reference) => Format(nameof(GetHelpWithReference), reference);

    public string GetHelp => Text();

    public string KeepReference(string reference) => Format(nameof(KeepReference), reference);

    public string TellSender => Text();

    public string TellSenderReference(string reference) => Format(nameof(TellSenderReference), reference);
}
