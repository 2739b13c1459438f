using Hub.Core.Accounts.Health;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
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

    /// <summary>What its <see cref="Reasons"/> lead to.</summary>
    public AccountStatus Status { get; private set; }

    /// <summary>Since when it has this status, UTC.</summary>
    public DateTimeOffset StatusSince { get; set; }

    /// <summary>Why the status is what it is, the gravest first; empty when there is nothing to say.</summary>
    public IReadOnlyList<DatedReason> Reasons
    {
        get => DatedReason.Read(StoredReasons);
        private set => StoredReasons = DatedReason.Write(value);
    }

    /// <summary>How <see cref="Reasons"/> is stored.</summary>
    internal string? StoredReasons { get; private set; }

    /// <summary>When it was unlinked, UTC; null while it is linked. It has no credential then.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>How many <see cref="AccountEvent"/>s it has.</summary>
    internal int EventSequence { get; private set; }

    /// <summary>When the stored credential was entered, or the person authorized, UTC.</summary>
    public DateTimeOffset CredentialSince { get; set; }

    /// <summary>When the key expires, as far as anybody told, UTC; null where nobody did.</summary>
    public DateTimeOffset? KeyExpiresAt { get; set; }

    /// <summary>Who told <see cref="KeyExpiresAt"/>; null where nobody did.</summary>
    public KeyExpirySource? KeyExpirySource { get; set; }

    /// <summary>How many days before <see cref="KeyExpiresAt"/> the last reminder was for; null before the first.</summary>
    public int? ExpiryReminder { get; set; }

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

    /// <summary>When it is verified next, and how that went before.</summary>
    public AccountHealth? Health { get; set; }

    /// <summary>
    /// The provider accepted the credential: takes over what it says of it. A name that the owner never changed follows the identity. The
    /// status is <see cref="AccountStatusWriter"/>'s to change.
    /// </summary>
    public void Recognise(ProviderIdentity identity, string? address, Provider provider, DateTimeOffset at)
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

        VerifiedAt = at;
    }

    /// <summary>The provider rejected the credential, or ended the authorization.</summary>
    public void Rejected(DateTimeOffset at) => VerifiedAt = at;

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

    /// <summary>Takes over when the key expires. Reminders begin anew where that is another day.</summary>
    /// <param name="at">Null where it does not expire, or nobody knows.</param>
    /// <returns>Whether anything is different.</returns>
    internal bool SetKeyExpiry(DateTimeOffset? at, KeyExpirySource source)
    {
        if (at == KeyExpiresAt && (at is null || source == KeyExpirySource))
        {
            return false;
        }

        (KeyExpiresAt, KeyExpirySource, ExpiryReminder) = (at, at is null ? null : source, null);
        return true;
    }

    /// <summary>What the provider tells counts more than what a person entered; that a key does not expire, only by itself.</summary>
    /// <inheritdoc cref="SetKeyExpiry"/>
    internal bool TakeOver(ToldExpiry? told) =>
        told is not null
        && (told.At is not null || KeyExpirySource == Accounts.KeyExpirySource.Provider)
        && SetKeyExpiry(told.At, Accounts.KeyExpirySource.Provider);

    /// <summary>Sets or clears the reason of a group, and the status that follows. See <see cref="AccountStatusRules"/>.</summary>
    /// <returns>Whether anything is different.</returns>
    internal bool SetReason(ReasonGroup group, StatusReason? reason, DateTimeOffset now)
    {
        var before = StoredReasons;
        Reasons = AccountStatusRules.Set(Reasons, group, reason, now);
        var status = AccountStatusRules.StatusOf(Reasons);
        if (status != Status)
        {
            (Status, StatusSince) = (status, now);
            ArchivedAt = status == AccountStatus.Archived ? now : null;
        }

        return StoredReasons != before;
    }

    /// <summary>The event of a change that was just made. The caller adds it to the same transaction.</summary>
    internal AccountEvent NextEvent(AccountEventKind kind, Actor by, DateTimeOffset now) =>
        new()
        {
            Kind = kind,
            At = now,
            AccountId = Id,
            Sequence = ++EventSequence,
            OwnerId = OwnerId,
            OriginOwnerId = OriginOwnerId,
            OriginOwnerName = OriginOwnerName,
            OriginUsername = OriginUsername,
            ProviderSlug = ProviderSlug,
            Status = Status,
            StoredReasons = StoredReasons,
            ActorKind = by.Kind,
            ActorId = by.Id,
        };

    /// <summary>
    /// Whether the person who links may know whose account it is: its owner does, and in a session the same person of the origin owner. A
    /// colleague may not.
    /// </summary>
    /// <param name="session">What permits to link; null where the owner is signed in.</param>
    internal bool IsKnownTo(SessionGrant? session) =>
        session is null || (OriginUsername is { Length: > 0 } user && user == session.Origin.Username);

    /// <summary>Why the authorization ended by which it was linked; null where it did not. Whatever the status: it may be suspended too.
    /// </summary>
    public AuthorizationEnd? FindAuthorizationEnd() =>
        Reasons.Select(one => one.Reason).OfType<StatusReason.AuthorizationEnded>().FirstOrDefault()?.End;

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

/// <summary>What an account can be used for. Stored by name.</summary>
public enum AccountStatus
{
    /// <summary>The credential was good when it was last verified; a reason may name a permission it lacks.</summary>
    Active,

    /// <summary>The credential does not work, or is another identity's.</summary>
    Error,

    /// <summary>The authorization by which it was linked ended, or the key expired.</summary>
    Expired,

    /// <summary>Hub does not offer its provider now.</summary>
    Inactive,

    /// <summary>A person or product stopped its use for a while.</summary>
    Suspended,

    /// <summary>Unlinked: only its identity and history are left.</summary>
    Archived,
}

/// <summary>Who told when a key expires. Stored by name.</summary>
public enum KeyExpirySource
{
    Provider,
    Person,
}
