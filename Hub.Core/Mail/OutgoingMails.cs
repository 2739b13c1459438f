using System.Text.Json;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Core.Mail;

/// <summary>
/// Mails that wait to be sent, stored encrypted. <see cref="MailJob"/> sends them: a mail server that is down delays them only.
/// </summary>
public sealed class OutgoingMails(
    IDataProtectionProvider protection,
    IOptions<MailOptions> options,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>Whether Hub sends mail. If not, nothing is queued.</summary>
    public bool IsOn => options.Value.IsOn;

    /// <summary>Queues a mail in the transaction of what it tells about.</summary>
    /// <param name="lifetime">How long it is of use.</param>
    public void Add(HubDbContext db, MailContent content, TimeSpan lifetime)
    {
        if (!IsOn)
        {
            return;
        }

        var id = Guid.CreateVersion7();
        var now = time.GetUtcNow();
        db.OutgoingMails.Add(
            new OutgoingMail
            {
                Id = id,
                Ciphertext = Protector(id).Protect(JsonSerializer.SerializeToUtf8Bytes(content)),
                CreatedAt = now,
                ExpiresAt = now + lifetime,
                NextAttemptAt = now,
            }
        );
    }

    /// <summary>Queues mails that tell about no change of the store.</summary>
    /// <inheritdoc cref="Add"/>
    public async Task AddAsync(IReadOnlyList<MailContent> contents, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var content in contents)
        {
            Add(db, content, lifetime);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <returns>Null where it was encrypted with another key ring, or changed since.</returns>
    internal MailContent? Read(OutgoingMail mail) =>
        Protector(mail.Id).UnprotectOrNull(mail.Ciphertext) is { } plain ? JsonSerializer.Deserialize<MailContent>(plain) : null;

    internal IDataProtector Protector(Guid id) => protection.CreateProtector("Hub.Mail", "v1", id.ToString("N"));
}
