using Hub.Core.Accounts.Tokens;
using Hub.Core.Credentials;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;

namespace Hub.Core.Accounts;

/// <summary>One owner's verified, stored connection to one provider.</summary>
public sealed class LinkedAccount
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OwnerId { get; set; }

    /// <summary>Whom it belongs to in the product's own terms; see <see cref="OriginOwner"/>.</summary>
    public string OriginOwnerId { get; set; } = "";
    public string? OriginOwnerName { get; set; }
    public string? OriginUsername { get; set; }

    /// <summary>The connect session it was linked with, or last got its credential with; null where its owner did so.</summary>
    public Guid? SessionId { get; set; }

    public required string ProviderSlug { get; init; }
    public required AuthMethodKind AuthMethod { get; set; }

    /// <summary>What the owner calls it; at first, who the provider says was linked.</summary>
    public required string Name { get; set; }

    /// <summary>What the product calls it.</summary>
    public string? Label { get; set; }

    /// <summary>What the product keeps with it: a JSON object.</summary>
    public string? Metadata { get; set; }

    public AccountType Type { get; set; }

    public string? IdentityName { get; private set; }
    public string? IdentityEmail { get; private set; }
    public string? IdentityOrganization { get; private set; }

    /// <summary>The host at the provider, where it is the customer's own or its region's.</summary>
    public string? Address { get; private set; }

    /// <summary>Same identity at the same provider and owner, same key. See <see cref="AccountIdentity"/>.</summary>
    public required string IdentityKey { get; set; }

    /// <summary>0, or a counter where the owner chose to link the same identity as another account.</summary>
    public required int Ordinal { get; set; }

    /// <summary>
    /// True where a session that allows one account made it. Of these an origin owner has one at a provider: the database sees to it,
    /// because two sessions can be used at the same moment.
    /// </summary>
    public bool IsSingle { get; set; }

    public AccountStatus Status { get; private set; }

    /// <summary>Why the status is what it is; null when there is nothing to say.</summary>
    public StatusReason? StatusReason
    {
        get => StatusReason.Read(StatusReasonCode, StatusReasonArguments);
        private set => (StatusReasonCode, StatusReasonArguments) = StatusReason.Write(value);
    }

    /// <summary>How <see cref="StatusReason"/> is stored.</summary>
    internal string? StatusReasonCode { get; private set; }

    /// <inheritdoc cref="StatusReasonCode"/>
    internal string? StatusReasonArguments { get; private set; }

    /// <summary>When another person's or organization's credential took the place of the one before; null where none ever did.</summary>
    public DateTimeOffset? IdentityChangedAt { get; set; }

    /// <summary>When the credential of its present identity was linked.</summary>
    public DateTimeOffset IdentitySince => IdentityChangedAt ?? LinkedAt;

    /// <summary>When it was first linked, UTC.</summary>
    public required DateTimeOffset LinkedAt { get; init; }

    /// <summary>When the provider last accepted or rejected the credential, UTC.</summary>
    public DateTimeOffset VerifiedAt { get; private set; }

    /// <summary>When anything of it last changed, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Set anew by every save, so that two writers cannot overwrite each other.</summary>
    public Guid ConcurrencyStamp { get; set; } = Guid.CreateVersion7();

    public ICollection<StoredCredential> Credentials { get; } = [];
    public HubUser? Owner { get; init; }

    /// <summary>When its tokens have to be refreshed; null where it was not linked by authorization.</summary>
    public AccountToken? Token { get; set; }

    /// <summary>The provider accepted the credential. A name that the owner never changed follows the identity.</summary>
    public void MarkVerified(
        ProviderIdentity identity,
        string? address,
        StatusReason.PermissionMissing? missing,
        Provider provider,
        DateTimeOffset at
    )
    {
        var neverRenamed = Name == Identity.DisplayName(provider.DefaultAccountName(Address));
        Address = address;
        if (identity != ProviderIdentity.Unknown)
        {
            IdentityName = identity.Name;
            IdentityEmail = identity.Email;
            IdentityOrganization = identity.Organization;
        }

        if (neverRenamed)
        {
            Name = Identity.DisplayName(provider.DefaultAccountName(Address));
        }

        Status = AccountStatus.Active;
        StatusReason = missing;
        VerifiedAt = at;
    }

    /// <summary>
    /// Another credential is about to take the place; whose it is, the provider tells or does not. A name that the owner gave stays.
    /// </summary>
    public void ClearIdentity(Provider provider)
    {
        if (Name == Identity.DisplayName(provider.DefaultAccountName(Address)))
        {
            Name = provider.DefaultAccountName(Address);
        }

        (IdentityName, IdentityEmail, IdentityOrganization) = (null, null, null);
    }

    /// <summary>The provider rejected the stored credential.</summary>
    public void MarkFailed(StatusReason reason, DateTimeOffset at)
    {
        Status = AccountStatus.Error;
        StatusReason = reason;
        VerifiedAt = at;
    }

    /// <summary>The authorization ended; the person has to authorize again.</summary>
    public void Expire(AuthorizationEnd reason, DateTimeOffset at)
    {
        Status = AccountStatus.Expired;
        StatusReason = new StatusReason.AuthorizationEnded(reason);
        VerifiedAt = at;
        UpdatedAt = at;
    }

    /// <summary>The authorization turned out not to have ended.</summary>
    public void Resume(DateTimeOffset at)
    {
        Status = AccountStatus.Active;
        StatusReason = null;
        UpdatedAt = at;
    }

    /// <summary>False where the provider never told whose credential it is; the key is then this account's own id.</summary>
    public bool HasKnownIdentity => IdentityKey != AnonymousKey(Id);

    public static string AnonymousKey(Guid accountId) => accountId.ToString("N");

    /// <summary>Replaces the credential field by field.</summary>
    public void ReplaceCredential(IEnumerable<StoredCredential> credential)
    {
        var fresh = credential.ToDictionary(field => field.FieldKey, StringComparer.Ordinal);
        foreach (var stored in Credentials.ToList())
        {
            if (fresh.Remove(stored.FieldKey, out var replacement))
            {
                stored.Ciphertext = replacement.Ciphertext;
            }
            else
            {
                Credentials.Remove(stored);
            }
        }

        foreach (var added in fresh.Values)
        {
            Credentials.Add(added);
        }
    }

    /// <summary>Who the provider said was linked (its id is only kept as part of <see cref="IdentityKey"/>).</summary>
    public ProviderIdentity Identity => new(IdentityName, IdentityEmail, IdentityOrganization, ExternalId: null);
}

public enum AccountStatus
{
    /// <summary>The credential was good when it was last verified; a reason may name a permission it lacks.</summary>
    Active,

    /// <summary>The provider rejected the stored credential.</summary>
    Error,

    /// <summary>The authorization by which it was linked ended.</summary>
    Expired,
}
