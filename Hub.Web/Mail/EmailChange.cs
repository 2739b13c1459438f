using System.Security.Cryptography;
using System.Text.Json;
using Hub.Core;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Core.Mail;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Hub.Web.Mail;

/// <summary>Changes a person's email address, which is also the name to sign in with, once the owner of the new one confirmed it.</summary>
internal sealed class EmailChange(
    UserManager<HubUser> users,
    SecurityEditor security,
    IdentityErrorDescriber errors,
    IDataProtectionProvider protection,
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

    private IDataProtector Protector => protection.CreateProtector("Hub.EmailChange", "v1");

    /// <summary>Mails a link to the new address, and tells the old one.</summary>
    public async Task<IdentityResult> RequestAsync(HubUser user, string email, CancellationToken cancellationToken)
    {
        if (VisibleText.FindInvisible(email) is not null || !Mailbox.IsAddress(email))
        {
            return IdentityResult.Failed(errors.InvalidEmail(email));
        }

        if (await users.FindByEmailAsync(email) is not null)
        {
            return IdentityResult.Failed(errors.DuplicateEmail(email));
        }

        // Nobody fills another's inbox. The person is told the same.
        if (!limit.MaySend(user.Id) || !limit.MaySendTo(email))
        {
            return IdentityResult.Success;
        }

        var token = await users.GenerateChangeEmailTokenAsync(user, email);
        var code = WebEncoders.Base64UrlEncode(
            Protector.Protect(
                JsonSerializer.SerializeToUtf8Bytes(
                    new Change
                    {
                        UserId = user.Id,
                        Email = email,
                        Code = token,
                    }
                )
            )
        );
        var language = Language.Find(user.Language) ?? Language.Current;
        var confirmation = await writer.WriteAsync(language, () => ComposeConfirmation(email, code));
        var notice = await writer.WriteAsync(language, () => ComposeNotice(user.Email!, email));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        mails.Add(db, confirmation, Lifetime);
        mails.Add(db, notice, Lifetime);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.EmailChangeRequested, new OwnerId(user.Id), user.Id, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return IdentityResult.Success;
    }

    /// <param name="code">From the link.</param>
    /// <returns>The address that the link confirms; null where it is no such link.</returns>
    public string? FindAddress(string? code) => Read(code)?.Email;

    /// <inheritdoc cref="FindAddress"/>
    /// <returns>The person, with the new address; or why it was not changed.</returns>
    public async Task<(HubUser? User, IdentityResult Result)> ConfirmAsync(string? code, CancellationToken cancellationToken)
    {
        if (Read(code) is not { } change || await users.FindByIdAsync(change.UserId.ToString()) is not { } user)
        {
            return (null, IdentityResult.Failed(errors.InvalidToken()));
        }

        var result = await security.ChangeAsync(
            user,
            AuditActions.EmailChanged,
            async users =>
                await users.ChangeEmailAsync(user, change.Email, change.Code) is { Succeeded: false } refused
                    ? refused
                    : await users.SetUserNameAsync(user, change.Email),
            cancellationToken
        );
        return (user, result);
    }

    private Letter ComposeConfirmation(string to, string code) =>
        new()
        {
            To = to,
            Subject = texts.ConfirmEmailSubject,
            Paragraphs = [texts.ConfirmEmailText(to)],
            Button = new LetterButton { Label = texts.ConfirmEmailButton, Address = links.To($"Account/ConfirmEmail?code={code}") },
            Hints = [texts.ConfirmEmailHint],
        };

    private Letter ComposeNotice(string to, string email) =>
        new()
        {
            To = to,
            Subject = texts.EmailChangeSubject,
            Paragraphs = [texts.EmailChangeText(email), texts.EmailChangeNotYou],
            Button = new LetterButton { Label = texts.EmailChangeButton, Address = links.To("Account/Manage/ChangePassword") },
        };

    private Change? Read(string? code)
    {
        try
        {
            return string.IsNullOrEmpty(code)
                ? null
                : JsonSerializer.Deserialize<Change>(Protector.Unprotect(WebEncoders.Base64UrlDecode(code)));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private sealed class Change
    {
        public required Guid UserId { get; init; }
        public required string Email { get; init; }

        /// <summary>Identity's token, good once.</summary>
        public required string Code { get; init; }
    }
}
