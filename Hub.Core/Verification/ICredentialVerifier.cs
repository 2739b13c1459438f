using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>Asks a provider whether a credential is good. The seam at which tests replace the provider.</summary>
public interface ICredentialVerifier
{
    /// <summary>
    /// Takes at most ten seconds and sends each request once: the probe, before it the exchange of client credentials, behind it
    /// the question whose the proved key is; in other regions only where the user left the region open and the last one refused.
    /// Everything that a provider or the network can do is an outcome; only cancellation throws.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<VerificationReport> VerifyAsync(
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        CancellationToken cancellationToken
    );
}

/// <summary>An outcome and the short reference under which the log has it.</summary>
public sealed record VerificationReport(VerificationOutcome Outcome, string Reference)
{
    /// <summary>The values with what was found out beside them, such as the region; null where nothing was left open.</summary>
    public CredentialValues? Completed { get; init; }

    /// <summary>The user left the region open, and each one refused.</summary>
    public bool IsRejectedInAllRegions { get; init; }
}
