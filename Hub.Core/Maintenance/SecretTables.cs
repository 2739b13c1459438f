using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Mail;
using Hub.Core.OAuth;
using Hub.Core.Sessions;
using Microsoft.AspNetCore.DataProtection;

#pragma warning disable CA1309 // It is the database that compares.

namespace Hub.Core.Maintenance;

/// <summary>
/// Where the database holds what is encrypted with the key ring. Not the answers to calls that are sent again: they are deleted after a
/// day, and one that cannot be read is answered without.
/// </summary>
public sealed class SecretTables(
    CredentialProtector credentials,
    ProviderClients clients,
    OutgoingMails mails,
    KeyRingCheck keyRing,
    IDataProtectionProvider protection
)
{
    /// <summary>The mark is first: every node reads it before it stores a secret, and so learns of a new key.</summary>
    internal IReadOnlyList<SecretTable> All { get; } =
    [
        new SecretTable<KeyRingMark>
        {
            Rows = db => db.KeyRingMarks.OrderBy(mark => mark.Id),
            After = (marks, last) => marks.Where(mark => mark.Id > last.Id),
            Same = (marks, row) => marks.Where(mark => mark.Id == row.Id && mark.Ciphertext == row.Ciphertext),
            Ciphertext = mark => mark.Ciphertext,
            Protector = _ => keyRing.Protector,
        },
        new SecretTable<StoredCredential>
        {
            Rows = db => db.Credentials.OrderBy(field => field.AccountId).ThenBy(field => field.FieldKey),
            After = (fields, last) =>
                fields.Where(field =>
                    field.AccountId > last.AccountId
                    || (field.AccountId == last.AccountId && string.Compare(field.FieldKey, last.FieldKey) > 0)
                ),
            Same = (fields, row) =>
                fields.Where(field =>
                    field.AccountId == row.AccountId && field.FieldKey == row.FieldKey && field.Ciphertext == row.Ciphertext
                ),
            Ciphertext = field => field.Ciphertext,
            Protector = field => credentials.For(field.AccountId, field.FieldKey),
        },
        new SecretTable<ProviderClient>
        {
            Rows = db => db.ProviderClients.OrderBy(client => client.ProviderSlug),
            After = (rows, last) => rows.Where(client => string.Compare(client.ProviderSlug, last.ProviderSlug) > 0),
            Same = (rows, row) => rows.Where(client => client.ProviderSlug == row.ProviderSlug && client.Secret == row.Secret),
            Ciphertext = client => client.Secret,
            Protector = client => clients.For(client.ProviderSlug),
        },
        new SecretTable<ConnectionAttempt>
        {
            Rows = db => db.ConnectionAttempts.Where(attempt => attempt.Payload != null).OrderBy(attempt => attempt.Id),
            After = (attempts, last) => attempts.Where(attempt => attempt.Id > last.Id),
            Same = (attempts, row) => attempts.Where(attempt => attempt.Id == row.Id && attempt.Payload == row.Payload),
            Ciphertext = attempt => attempt.Payload!,
            Protector = attempt => AuthorizationPayload.For(protection, attempt.Id),
        },
        new SecretTable<OutgoingMail>
        {
            Rows = db => db.OutgoingMails.OrderBy(mail => mail.Id),
            After = (rows, last) => rows.Where(mail => mail.Id > last.Id),
            Same = (rows, row) => rows.Where(mail => mail.Id == row.Id && mail.Ciphertext == row.Ciphertext),
            Ciphertext = mail => mail.Ciphertext,
            Protector = mail => mails.Protector(mail.Id),
        },
    ];
}
