using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Hub.Core.Credentials;

/// <summary>
/// Encrypts and decrypts credentials. The purpose chain binds each ciphertext to its account and field,
/// so that one that is moved to another row cannot be decrypted. The owner is not part of it: an account may change its owner.
/// </summary>
public sealed class CredentialProtector(IDataProtectionProvider provider)
{
    public IEnumerable<StoredCredential> Protect(Guid accountId, CredentialValues values) =>
        values
            .All.Where(pair => !pair.Value.IsEmpty)
            .Select(pair => new StoredCredential
            {
                AccountId = accountId,
                FieldKey = pair.Key,
                Ciphertext = For(accountId, pair.Key).Protect(Encoding.UTF8.GetBytes(pair.Value.Reveal())),
            });

    /// <returns>The values, or null when they cannot be read: the key ring is lost, or a row was tampered with.</returns>
    public CredentialValues? Unprotect(IEnumerable<StoredCredential> stored)
    {
        var values = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var row in stored)
        {
            if (For(row.AccountId, row.FieldKey).UnprotectOrNull(row.Ciphertext) is not { } plain)
            {
                return null;
            }

            values.Add(row.FieldKey, new Secret(Encoding.UTF8.GetString(plain)));
        }

        return new CredentialValues(values);
    }

    internal IDataProtector For(Guid accountId, string fieldKey) =>
        provider.CreateProtector("Hub.Credentials", "v1", accountId.ToString("N"), fieldKey);
}
