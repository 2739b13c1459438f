using Hub.Core.Accounts.Tokens;
using Hub.Core.Credentials;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;

namespace Hub.Core.Accounts;

/// <summary>One owner's proved, stored connection to one provider.</summary>
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
    /// because
    /// two sessions can be used at the same moment.
    /// </summary>
    public bool IsSingle { get; set; }

    public AccountStatus Status { get; private set; }

    /// <summary>Why the status is what it is, in our own words for the user; null when there is nothing to say.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>
    /// Why a sign-in ended; null where it did not, or that was before Hub kept it (<see cref="StatusReason"/> says it then).
    /// </summary>
    public AuthorizationEnd? EndReason { get; private set; }

    /// <summary>When another person's or organization's credential took the place of the one before; null where none ever did.</summary>
    public DateTimeOffset? IdentityChangedAt { get; set; }

    /// <summary>When it was first linked, UTC.</summary>
    public required DateTimeOffset LinkedAt { get; init; }

    /// <summary>When the provider last judged the credential, UTC.</summary>
    public DateTimeOffset VerifiedAt { get; private set; }

    /// <summary>When anything of it last changed, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Set anew by every save, so that two writers cannot overwrite each other.</summary>
    public Guid ConcurrencyStamp { get; set; } = Guid.CreateVersion7();

    public ICollection<StoredCredential> Credentials { get; } = [];
    public HubUser? Owner { get; init; }

    /// <summary>When its tokens have to be refreshed; null where it was not linked by signing in.</summary>
    public AccountToken? Token { get; set; }

    /// <summary>The provider proved the credential. A name that the owner never changed follows the identity.</summary>
    public void MarkVerified(ProviderIdentity identity, string? address, string? missingRight, Provider provider, DateTimeOffset at)
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
        StatusReason = missingRight;
        EndReason = null;
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

    /// <summary>The provider proved that the stored credential is no longer good.</summary>
    public void MarkFailed(string reason, DateTimeOffset at)
    {
        Status = AccountStatus.Error;
        StatusReason = reason;
        EndReason = null;
        VerifiedAt = at;
    }

    /// <summary>The sign-in ended; only the person can begin it anew.</summary>
    public void Expire(AuthorizationEnd reason, DateTimeOffset at)
    {
        Status = AccountStatus.Expired;
        StatusReason = null;
        EndReason = reason;
        VerifiedAt = at;
        UpdatedAt = at;
    }

    /// <summary>The sign-in turned out to go on.</summary>
    public void Resume(DateTimeOffset at)
    {
        Status = AccountStatus.Active;
        StatusReason = null;
        EndReason = null;
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
    /// <summary>The credential was good when it was last verified; a reason may name a right it lacks.</summary>
    Active,

    /// <summary>The provider rejected the stored credential.</summary>
    Error,

    /// <summary>The sign-in by which it was linked ended.</summary>
    Expired,
}

/// <summary>Why a sign-in ended. Whatever it was, the person has to sign in again.</summary>
public enum AuthorizationEnd
{
    /// <summary>The time of the access token is over, and there is no refresh token.</summary>
    AccessEnded,

    /// <summary>The provider no longer accepts the refresh token.</summary>
    Revoked,

    /// <summary>The same, after an answer that may have replaced the refresh token was lost on the way.</summary>
    AnswerLost,

    /// <summary>The provider no longer accepts the access token, before its time is over, and there is no better one.</summary>
    Rejected,
}
