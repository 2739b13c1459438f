using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>Verifies a credential at its provider. Tests of other parts replace it.</summary>
public interface ICredentialVerifier
{
    /// <summary>
    /// Takes at most ten seconds and sends each request once: the exchange of client credentials, the probe, and the request that reads the
    /// identity. Where the user left the region open, it asks the next region as long as the credential is rejected. Whatever a provider or
    /// the network does is an outcome; only cancellation throws.
    /// </summary>
    /// <param name="provider">The provider.</param>
    /// <param name="method">One of its auth methods.</param>
    /// <param name="values">The credential: cleaned and valid values of the method's fields.</param>
    /// <param name="cancellationToken">Cancels the verification.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<VerificationReport> VerifyAsync(
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        CancellationToken cancellationToken
    );
}

/// <summary>An outcome, and the short reference with which the log names it.</summary>
public sealed record VerificationReport(VerificationOutcome Outcome, string Reference)
{
    /// <summary>The values with the detected region; null where the user left nothing open.</summary>
    public CredentialValues? Completed { get; init; }

    /// <summary>When the key expires; null where the provider does not tell.</summary>
    public ToldExpiry? KeyExpiry { get; init; }

    /// <summary>How long the provider took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The user left the region open, and the credential was rejected in all regions.</summary>
    public bool IsRejectedInAllRegions { get; init; }
}

/// <summary>When a key expires, as the provider tells.</summary>
/// <param name="At">UTC; null where it does not expire.</param>
public sealed record ToldExpiry(DateTimeOffset? At);
