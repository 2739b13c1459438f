using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>
/// The answer to "is this credential good?". Closed: these are all the cases there are.
/// "Bad" is said only where the provider proved it.
/// </summary>
public abstract record VerificationOutcome
{
    private VerificationOutcome() { }

    /// <summary>Exact success proof with typed evidence.</summary>
    public sealed record Verified(ProviderIdentity Identity) : VerificationOutcome;

    /// <summary>The key is genuine but lacks a right that the probe needs.</summary>
    /// <param name="Identity">Who it belongs to, as far as the provider told.</param>
    /// <param name="Rule">Its help says which permission is missing and how to grant it.</param>
    public sealed record VerifiedLimited(ProviderIdentity Identity, FailureRule Rule) : VerificationOutcome;

    /// <summary>The provider proved that the key is bad.</summary>
    public sealed record InvalidCredentials(string? FieldKey, string? Help, int? GuideStep) : VerificationOutcome
    {
        /// <summary>The rule that says so.</summary>
        public FailureRule? Rule { get; init; }
    }

    /// <summary>The value is recognisably another family of key; nothing was sent.</summary>
    public sealed record WrongKeyKind(string FieldKey, string Hint) : VerificationOutcome;

    /// <summary>The subdomain, region or host does not exist or is another tenant's.</summary>
    public sealed record WrongAddress(string? FieldKey, string? Help) : VerificationOutcome;

    /// <summary>The provider throttles. The key was not judged.</summary>
    public sealed record RateLimited(TimeSpan? RetryAfter) : VerificationOutcome;

    /// <summary>The provider could not be reached or is out of order. The key was not judged.</summary>
    public sealed record ProviderUnavailable(UnavailableCause Cause) : VerificationOutcome;

    /// <summary>An answer that proves nothing. The key was not judged.</summary>
    public sealed record UnexpectedAnswer(UnexpectedReason Reason) : VerificationOutcome;
}

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
