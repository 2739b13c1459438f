using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Identity;
using Hub.Core.Providers;

namespace Hub.Tests.Support;

/// <summary>Things as they are most of the time; a test names only what it is about.</summary>
public static class Some
{
    /// <summary>When things happened, where it does not matter when.</summary>
    public static readonly DateTimeOffset Time = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What a person filled in.</summary>
    public static CredentialValues Values(params IEnumerable<(string Field, string Value)> values) =>
        new(values.ToDictionary(pair => pair.Field, pair => new Secret(pair.Value), StringComparer.Ordinal));

    /// <inheritdoc cref="Values(IEnumerable{ValueTuple{string, string}})"/>
    public static CredentialValues Values(IEnumerable<KeyValuePair<string, string>> values) =>
        Values(values.Select(pair => (pair.Key, pair.Value)));

    /// <summary>Somebody who has registered.</summary>
    public static HubUser User(string? email = null, Guid? id = null, DateTimeOffset? createdAt = null)
    {
        var user = new HubUser
        {
            Id = id ?? Guid.CreateVersion7(),
            CreatedAt = createdAt ?? Time,
            LockoutEnabled = true,
        };
        user.Email = email ?? $"{user.Id:N}@hub.example";
        user.UserName = user.Email;
        user.NormalizedUserName = user.Email.ToUpperInvariant();
        return user;
    }

    /// <summary>An account as if it had been linked by key; no provider was asked.</summary>
    /// <param name="protector">Encrypts the credential; without it there is none.</param>
    public static LinkedAccount Account(
        Guid? owner = null,
        string provider = "lever",
        string name = "An account",
        string? originOwner = null,
        DateTimeOffset? linkedAt = null,
        CredentialProtector? protector = null,
        CredentialValues? values = null
    )
    {
        var id = Guid.CreateVersion7();
        var account = new LinkedAccount
        {
            Id = id,
            OwnerId = owner ?? HubUser.ProductId,
            OriginOwnerId = originOwner ?? "",
            OriginOwnerName = string.IsNullOrEmpty(originOwner) ? null : $"{originOwner} Inc.",
            ProviderSlug = provider,
            AuthMethod = AuthMethodKind.ApiKey,
            Name = name,
            IdentityKey = LinkedAccount.AnonymousKey(id),
            Ordinal = 0,
            LinkedAt = linkedAt ?? Time,
            UpdatedAt = linkedAt ?? Time,
        };
        account.ReplaceCredential(protector?.Protect(id, values ?? Values(("api_key", "stored-key"))) ?? []);
        return account;
    }
}
