using Hub.Core;
using Hub.Core.AuthLinks;
using Hub.Core.Mail;
using Hub.Web.Languages;
using Hub.Web.Messages;

namespace Hub.Web.Mail;

/// <summary>Mails a new auth link to the person who is to open it.</summary>
internal sealed class AuthLinkLetters(AuthLinkSender sender, LetterWriter writer, AuthLinkMessages texts, MailRateLimit limit)
{
    /// <summary>Whether Hub sends mail.</summary>
    public bool IsOn => sender.IsOn;

    /// <param name="compose">Makes the letter, in the language that runs then.</param>
    public async Task<AuthLinkMailing> SendAsync(OwnerId owner, Guid sessionId, Func<Letter> compose, CancellationToken cancellationToken)
    {
        // Of the page, where the person has read what is sent.
        var mail = await writer.WriteAsync(Language.Current, compose);
        return !Mailbox.IsAddress(mail.To) ? AuthLinkMailing.NotAnAddress
            : !limit.MaySend(owner.Value) || !limit.MaySendTo(mail.To) ? AuthLinkMailing.TooMany
            : await sender.SendAsync(owner, sessionId, mail, cancellationToken) ? AuthLinkMailing.Sent
            : AuthLinkMailing.Gone;
    }

    /// <returns>What to tell the sender.</returns>
    public string Describe(AuthLinkMailing mailing, string to) =>
        mailing switch
        {
            AuthLinkMailing.Sent => texts.MailSent(to),
            AuthLinkMailing.NotAnAddress => texts.MailNotAnAddress,
            AuthLinkMailing.TooMany => texts.MailTooMany,
            AuthLinkMailing.Gone => texts.RequestGone,
        };
}

/// <summary>How mailing an auth link ended.</summary>
internal enum AuthLinkMailing
{
    Sent,
    NotAnAddress,

    /// <summary>The person mailed many, or the recipient got many.</summary>
    TooMany,

    /// <summary>The link was revoked or has expired.</summary>
    Gone,
}
