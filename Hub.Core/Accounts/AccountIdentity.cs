using System.Security.Cryptography;
using System.Text;
using Hub.Core.Verification;

namespace Hub.Core.Accounts;

/// <summary>
/// What makes two linked accounts the same one: the customer's host and the provider's own id (or the e-mail address).
/// Where a provider tells neither, every account is its own, and <see cref="AccountLinker"/> compares the keys themselves.
/// </summary>
internal static class AccountIdentity
{
    /// <returns>A key of fixed length, so that it can be indexed whatever the provider sends; null where the provider told nothing.</returns>
    public static string? KeyOf(ProviderIdentity identity, string? address) =>
        (identity.ExternalId ?? identity.Email) is { } id
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address}\n{id}")))
            : null;
}
