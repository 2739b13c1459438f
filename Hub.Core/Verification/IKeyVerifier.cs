using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>Asks a provider whether a credential is good. The seam at which tests replace the provider.</summary>
public interface IKeyVerifier
{
    /// <summary>
    /// Sends at most one request and takes at most ten seconds.
    /// Everything that a provider or the network can do is an outcome; only cancellation throws.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<VerificationReport> VerifyAsync(Provider provider, AuthMethod method, CredentialValues values, CancellationToken cancellationToken);
}

/// <summary>An outcome and the short reference under which the log has it.</summary>
public sealed record VerificationReport(VerificationOutcome Outcome, string Reference);
