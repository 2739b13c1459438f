using System.Globalization;
using Hub.Core.Inputs;
using MimeKit;

namespace Hub.Core.Mail;

/// <summary>Writes a mail as MIME. No value can add a header: each is one line before it is a header's.</summary>
internal static class MimeMail
{
    /// <returns>Null where the recipient's address is none that mail can be sent to.</returns>
    public static MimeMessage? Of(OutgoingMail mail, MailContent content, MailOptions options)
    {
        if (Mailbox.Find("", content.To) is not { } recipient)
        {
            return null;
        }

        var sender = Mailbox.Find(OneLine(options.FromName ?? ""), options.From ?? "hub@localhost")!;
        var message = new MimeMessage
        {
            // The same whenever it is sent, so that mail servers recognise a mail that was sent twice.
            MessageId = $"{mail.Id:N}@{sender.Domain}",
            Date = mail.CreatedAt,
            Subject = OneLine(content.Subject),
            Body = new BodyBuilder { TextBody = content.Text, HtmlBody = content.Html }.ToMessageBody(),
        };
        message.From.Add(sender);
        message.To.Add(recipient);
        if (content.ReplyTo is { } replyTo && Mailbox.Find("", replyTo) is { } answers)
        {
            message.ReplyTo.Add(answers);
        }

        // RFC 3834: no machine answers.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (content.UnsubscribeAddress is { } unsubscribe)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, string.Create(CultureInfo.InvariantCulture, $"<{OneLine(unsubscribe)}>"));
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        return message;
    }

    private static string OneLine(string text) => VisibleText.CleanName(text);
}
