using Hub.Core.Credentials;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Hub.Core.Verification;

/// <summary>Checks a provider file before Hub loads it.</summary>
public static class ProviderChecker
{
    /// <param name="path">The provider file.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The provider, or null with one message for each error, each with file and line.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<(Provider? Provider, IReadOnlyList<string> Errors)> ReadAsync(
        string path,
        CancellationToken cancellationToken
    ) => ProviderFile.Read(path, await File.ReadAllTextAsync(path, cancellationToken));

    /// <summary>Verifies as Hub does when an account is linked, with all requests sent to one address. Nothing is stored.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="method">One of its auth methods.</param>
    /// <param name="baseUrl">Scheme, host and port; a private address is allowed, because the caller names it.</param>
    /// <param name="values">Cleaned and valid values.</param>
    /// <param name="cancellationToken">Cancels the verification.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static Task<VerificationReport> VerifyAsync(
        Provider provider,
        AuthMethod method,
        Uri baseUrl,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        var allowed = new AllowedHosts();
        var outbound = new OutboundClient(new AddressGuard(allowed), TimeProvider.System);
        var addresses = new ProviderAddresses(Options.Create(new ProvidersOptions()), ProviderCatalog.Of(provider), allowed);
        addresses.Point(provider.Slug, baseUrl.AbsoluteUri);
        return new CredentialVerifier(
            outbound,
            new ClientCredentialsExchange(outbound),
            addresses,
            new AnswerClassifier(TimeProvider.System),
            TimeProvider.System,
            NullLogger<CredentialVerifier>.Instance
        ).VerifyAsync(provider, method, values, cancellationToken);
    }
}
