using System.Text;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Mail;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Hub.Web.Mail;

/// <summary>Mails a link to choose a new password to a person who forgot theirs.</summary>
internal sealed class PasswordReset(
    UserManager<HubUser> users,
    IDbContextFactory<HubDbContext> contexts,
    OutgoingMails mails,
    LetterWriter writer,
    MailLinks links,
    MailMessages texts,
    MailRateLimit limit,
    TimeProvider time
)
{
    /// <summary>As long as Identity's tokens.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>
    /// Mails the link where the address is registered. For another address it does the same work, so that neither its answer nor its time
    /// tells who is registered; that mail has expired when it is stored.
    /// </summary>
    public async Task RequestAsync(string email, CancellationToken cancellationToken)
    {
        var user = await users.FindByEmailAsync(email);
        var isSent = limit.MaySendTo(email) && user is not null;
        var token = await users.GeneratePasswordResetTokenAsync(user ?? new HubUser());
        var language = Language.Find(user?.Language) ?? Language.Current;
        var content = await writer.WriteAsync(language, () => Compose(user?.Email ?? email, token));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        mails.Add(db, content, isSent ? Lifetime : TimeSpan.Zero);
        if (isSent)
        {
            db.AuditEvents.Add(AuditEvent.Of(AuditActions.PasswordResetIssued, Actor.Hub, user!.Id, time.GetUtcNow(), "mail"));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private Letter Compose(string to, string token) =>
        new()
        {
            To = to,
            Subject = texts.ResetSubject,
            Paragraphs = [texts.ResetText],
            Button = new LetterButton
            {
                Label = texts.ResetButton,
                Address = links.To($"Account/ResetPassword?code={WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token))}"),
            },
            Hints = [texts.ResetHint],
        };
}
