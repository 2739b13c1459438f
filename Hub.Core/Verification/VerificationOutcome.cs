using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>
/// Whether a credential works. Closed. A credential is called invalid only where the provider said so. The texts in it are the provider
/// file's, in English; none is Hub's own.
/// </summary>
public abstract record VerificationOutcome
{
    private VerificationOutcome() { }

    /// <summary>The answer meets the success criteria.</summary>
    public sealed record Verified(ProviderIdentity Identity) : VerificationOutcome;

    /// <summary>The credential works, but lacks a permission that the probe needs.</summary>
    /// <param name="Identity">Whose it is, as far as the provider says.</param>
    /// <param name="Rule">Its help says which permission is missing and how to grant it.</param>
    public sealed record VerifiedLimited(ProviderIdentity Identity, FailureRule Rule) : VerificationOutcome;

    /// <summary>The provider rejected the credential.</summary>
    /// <param name="FieldKey">The field that is probably wrong.</param>
    /// <param name="Help">The provider file's help.</param>
    /// <param name="GuideStep">The guide's step that helps, counted from 1.</param>
    public sealed record InvalidCredentials(string? FieldKey, string? Help, int? GuideStep) : VerificationOutcome
    {
        /// <summary>The rule that says so.</summary>
        public FailureRule? Rule { get; init; }
    }

    /// <summary>The value is recognisably another kind of key; nothing was sent.</summary>
    /// <param name="FieldKey">The field with the value.</param>
    /// <param name="Hint">The provider file's hint which kind is needed.</param>
    public sealed record WrongKeyKind(string FieldKey, string Hint) : VerificationOutcome;

    /// <summary>The subdomain, region or host does not exist, or is another customer's.</summary>
    /// <param name="FieldKey">The field that is probably wrong.</param>
    /// <param name="Help">The provider file's help.</param>
    public sealed record WrongAddress(string? FieldKey, string? Help) : VerificationOutcome;

    /// <summary>The provider's rate limit was reached. Whether the credential works is unknown.</summary>
    /// <param name="RetryAfter">How long the provider asks to wait, where it says so.</param>
    public sealed record RateLimited(TimeSpan? RetryAfter) : VerificationOutcome;

    /// <summary>The provider could not be reached, or reported an error of its own. Whether the credential works is unknown.</summary>
    /// <param name="Cause">What happened.</param>
    public sealed record ProviderUnavailable(UnavailableCause Cause) : VerificationOutcome;

    /// <summary>An answer that no rule explains. Whether the credential works is unknown.</summary>
    /// <param name="Reason">What is unexpected about it.</param>
    public sealed record UnexpectedAnswer(UnexpectedReason Reason) : VerificationOutcome;
}

/// <summary>Why a provider could not be asked.</summary>
public enum UnavailableCause
{
    NameNotResolved,
    ConnectionFailed,
    ConnectionReset,
    TlsFailed,
    TimedOut,
    ServerError,

    /// <summary>The host resolves to a private address that the operator has not allowed.</summary>
    AddressForbidden,
}

/// <summary>What is unexpected about an answer.</summary>
public enum UnexpectedReason
{
    Redirect,
    Html,
    TooLarge,
    Malformed,

    /// <summary>The success status without the evidence.</summary>
    NoEvidence,
    Status,
}
