using Hub.Core.Inputs;
using Hub.Core.Sessions;
using Hub.Core.Verification;

namespace Hub.Core.Accounts;

/// <summary>How linking ended. Closed: these are all the cases there are.</summary>
public abstract record LinkOutcome
{
    private LinkOutcome() { }

    /// <summary>The account is stored.</summary>
    /// <param name="Address">The host at the provider, where it is the customer's own or its region's.</param>
    /// <param name="Updated">True when an account of the same identity was there already and got the new credential.</param>
    /// <param name="MissingPermission">What the credential lacks; null for nothing.</param>
    public sealed record Linked(
        Guid AccountId,
        string AccountName,
        ProviderIdentity Identity,
        string? Address,
        bool Updated,
        StatusReason.PermissionMissing? MissingPermission
    ) : LinkOutcome
    {
        /// <summary>What the authorization gave; null where it was linked in another way.</summary>
        public AccountAccess? Access { get; init; }

        /// <summary>Whether the account was another identity's before.</summary>
        public bool Replaced { get; init; }

        /// <summary>What is different of an account that was there; null for a new one, and where that is not known.</summary>
        public AccountChange? Change { get; init; }
    }

    /// <summary>The provider did not verify the credential. Nothing was stored.</summary>
    /// <param name="IsRejectedInAllRegions">The user left the region open, and each one refused.</param>
    public sealed record Refused(VerificationOutcome Reason, string Reference, bool IsRejectedInAllRegions = false) : LinkOutcome;

    /// <summary>Fields are missing or malformed; nothing was sent. The errors by field key.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, ValidationError> Errors) : LinkOutcome;

    /// <summary>The account whose credential it should replace is no longer there. Nothing was stored.</summary>
    public sealed record AccountGone : LinkOutcome;

    /// <summary>
    /// The credential of the account was replaced after the person or product had read the account. Nothing was stored. See <see
    /// cref="LinkCommand.Seen"/>.
    /// </summary>
    /// <param name="Since">When it was replaced.</param>
    public sealed record ChangedMeanwhile(DateTimeOffset Since) : LinkOutcome;

    /// <summary>
    /// The credential is good, but it is another identity's than the account that it should replace, or may be: the provider did not say.
    /// Nobody can be asked. Nothing was stored.
    /// </summary>
    public sealed record OtherIdentity(string AccountName, ProviderIdentity Identity) : LinkOutcome;

    /// <summary>
    /// The credential is good, and would replace the account of another identity. Nothing was stored: the person decides. See <see
    /// cref="Replacement"/>.
    /// </summary>
    /// <param name="Identity">Whose credential it is.</param>
    public sealed record WouldReplace(PresentAccount Present, ProviderIdentity Identity) : LinkOutcome
    {
        /// <inheritdoc cref="AccountIdentity.KeyOf"/>
        internal string? IdentityKey { get; init; }
    }

    /// <summary>The provider or auth method is not in the catalog, or the connect session is not for it.</summary>
    public sealed record ProviderUnknown : LinkOutcome;

    /// <summary>An Administrator disabled the provider. Nothing was stored.</summary>
    public sealed record ProviderDisabled : LinkOutcome;

    /// <summary>The owner asks faster than anybody who links accounts; the provider was not asked. Good again within a minute.</summary>
    public sealed record TooManyAttempts : LinkOutcome;

    /// <summary>The connect session is over: used, expired or revoked, perhaps while the provider was asked. Nothing was stored.</summary>
    public sealed record SessionEnded(SessionState State) : LinkOutcome;

    /// <summary>The owner no longer exists.</summary>
    public sealed record OwnerNotAllowed : LinkOutcome;

    /// <summary>
    /// This node has another key ring than the others, which could not read what it stores. Nothing was stored. See ADR-0025.
    /// </summary>
    public sealed record KeyRingDoesNotFit : LinkOutcome;
}

/// <summary>What a new credential changed of a linked account.</summary>
/// <param name="Fields">The keys of the fields whose values are others now, in the order of the form.</param>
/// <param name="IsOtherMethod">Whether it was linked in another way before.</param>
/// <param name="StatusBefore">The status that it had.</param>
/// <param name="Status">The status that it has now.</param>
public sealed record AccountChange(IReadOnlyList<string> Fields, bool IsOtherMethod, AccountStatus StatusBefore, AccountStatus Status);

/// <summary>Where linking is, for the person who waits.</summary>
public enum LinkStage
{
    Contacting,
    Saving,
}
