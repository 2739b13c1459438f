using System.Security.Cryptography;
using System.Text;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>
/// What makes two linked accounts the same one: the host that is the customer's own or its region's, and the provider's own id (or the
/// e-mail address).
/// Where a provider tells neither, every account is its own, and <see cref="AccountLinker"/> compares the keys themselves.
/// </summary>
internal static class AccountIdentity
{
    /// <returns>A key of fixed length, so that it can be indexed whatever the provider sends; null where the provider told
    /// nothing.</returns>
    public static string? KeyOf(ProviderIdentity identity, string? address) =>
        (identity.ExternalId ?? identity.Email) is { } id
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address}\n{id}")))
            : null;

    /// <summary>Whether a verified credential is another identity's than the account's; false where either is not known.</summary>
    public static bool IsAnother(LinkedAccount account, AuthMethod method, ProviderIdentity identity)
    {
        // Where the request for the identity failed, the answer may have the e-mail address but not the id.
        var isTold = method.Identity.ExternalId is null ? identity.Email is not null : identity.ExternalId is not null;
        return isTold
            && account.HasKnownIdentity
            && account.IdentityKey != KeyOf(identity, account.Address)
            // The account may have been linked when the answer had no id.
            && account.IdentityKey != KeyOf(identity with { ExternalId = null }, account.Address);
    }

    /// <summary>
    /// Makes the account that of the identity, where the provider could not tell it before: the key lacked the right to say whose it is.
    /// </summary>
    public static async Task RecogniseAsync(HubDbContext db, LinkedAccount account, string? identityKey)
    {
        if (identityKey is null || account.HasKnownIdentity)
        {
            return;
        }

        account.Ordinal = await NextOrdinalAsync(db, account.OwnerId, account.OriginOwnerId, account.ProviderSlug, identityKey);
        account.IdentityKey = identityKey;
    }

    /// <summary>Makes the account that of another identity, or of one that the provider does not tell.</summary>
    public static async Task ChangeAsync(HubDbContext db, LinkedAccount account, Provider provider, string? identityKey, DateTimeOffset at)
    {
        account.Ordinal = identityKey is null
            ? 0
            : await NextOrdinalAsync(db, account.OwnerId, account.OriginOwnerId, account.ProviderSlug, identityKey);
        account.IdentityKey = identityKey ?? LinkedAccount.AnonymousKey(account.Id);
        account.IdentityChangedAt = at;
        account.OriginUsername = null;
        account.ClearIdentity(provider);
    }

    /// <returns>0 for the first account of the identity.</returns>
    public static async Task<int> NextOrdinalAsync(
        HubDbContext db,
        Guid ownerId,
        string originOwnerId,
        string providerSlug,
        string? identityKey
    ) =>
        1
        + (
            await db
                .LinkedAccounts.Where(account =>
                    account.OwnerId == ownerId
                    && account.OriginOwnerId == originOwnerId
                    && account.ProviderSlug == providerSlug
                    && account.IdentityKey == identityKey
                )
                .MaxAsync(account => (int?)account.Ordinal)
            ?? -1
        );
}
