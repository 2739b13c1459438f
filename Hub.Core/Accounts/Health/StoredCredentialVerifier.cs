using System.Diagnostics;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Core.Accounts.Health;

/// <summary>Asks the provider whether an account's stored credential works. Records nothing but refreshed tokens.</summary>
public sealed class StoredCredentialVerifier(ICredentialVerifier verifier, TokenRefresher refresher, CredentialProtector protector)
{
    /// <param name="account">With its credential.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal async Task<StoredVerification> VerifyAsync(
        LinkedAccount account,
        Provider provider,
        AuthMethod method,
        CancellationToken cancellationToken
    ) =>
        method is AuthMethod.AuthorizationCode ? await VerifyAuthorizedAsync(account, provider, method, cancellationToken)
        : protector.Unprotect(account.Credentials) is { } values
            ? new StoredVerification.Asked(await verifier.VerifyAsync(provider, method, method.FromStore(values), cancellationToken))
        : new StoredVerification.Unreadable();

    private async Task<StoredVerification> VerifyAuthorizedAsync(
        LinkedAccount account,
        Provider provider,
        AuthMethod method,
        CancellationToken cancellationToken
    )
    {
        Secret? rejected = null;
        while (true)
        {
            switch (await refresher.GetFreshAsync(new OwnerId(account.OwnerId), account.Id, rejected, cancellationToken))
            {
                case FreshTokenOutcome.NotFound:
                    return new StoredVerification.Gone();
                case FreshTokenOutcome.Unreadable:
                    return new StoredVerification.Unreadable();
                case FreshTokenOutcome.Expired(var reason):
                    return new StoredVerification.AuthorizationEnded(reason);
                case FreshTokenOutcome.RetryLater(var wait):
                    return new StoredVerification.NotRefreshed(wait);
                case FreshTokenOutcome.Fresh(var values):
                    var report = await verifier.VerifyAsync(provider, method, method.FromStore(values), cancellationToken);
                    if (rejected is not null || report.Outcome is not VerificationOutcome.InvalidCredentials)
                    {
                        return new StoredVerification.Asked(report);
                    }

                    // Some providers do not say when a token expires, and any may take one back early: a new one tells more.
                    rejected = new Secret(values.Reveal(Template.AccessToken));
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }
}
