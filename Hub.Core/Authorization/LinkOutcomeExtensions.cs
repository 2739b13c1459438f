using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;

namespace Hub.Core.Authorization;

public static class LinkOutcomeExtensions
{
    /// <returns>What a connection attempt keeps of an outcome that linked no account.</returns>
    public static AuthorizationFailure ToFailure(this LinkOutcome outcome, Provider provider) =>
        outcome switch
        {
            LinkOutcome.Refused(var reason, var reference, _) => Of(reason, reference),
            LinkOutcome.Invalid => new AuthorizationFailure.InvalidValues(),
            LinkOutcome.AccountGone => new AuthorizationFailure.AccountGone(),
            LinkOutcome.ChangedMeanwhile(var since) => new AuthorizationFailure.ChangedMeanwhile(since),
            LinkOutcome.OtherIdentity(var account, var identity) when identity == ProviderIdentity.Unknown =>
                new AuthorizationFailure.IdentityUnknown(account),
            LinkOutcome.OtherIdentity(var account, var identity) => new AuthorizationFailure.OtherIdentity(
                account,
                identity.DisplayName(provider.Name)
            ),
            LinkOutcome.ProviderUnknown => new AuthorizationFailure.ProviderGone(),
            LinkOutcome.ProviderDisabled => new AuthorizationFailure.ProviderDisabled(),
            LinkOutcome.TooManyAttempts => new AuthorizationFailure.TooManyAttempts(),
            LinkOutcome.SessionEnded(var state) => new AuthorizationFailure.SessionEnded(state),
            LinkOutcome.OwnerNotAllowed => new AuthorizationFailure.OwnerNotAllowed(),
            LinkOutcome.KeyRingDoesNotFit => new AuthorizationFailure.KeyRingDoesNotFit(),
            LinkOutcome.WouldReplace => throw new ArgumentException("A question is no failure.", nameof(outcome)),
            LinkOutcome.Linked => throw new ArgumentException("A linked account is no failure.", nameof(outcome)),
            _ => throw new UnreachableException(),
        };

    private static AuthorizationFailure Of(VerificationOutcome reason, string reference) =>
        reason switch
        {
            VerificationOutcome.RateLimited => new AuthorizationFailure.ProviderRateLimited(),
            VerificationOutcome.ProviderUnavailable => new AuthorizationFailure.ProviderUnavailable(reference),
            VerificationOutcome.InvalidCredentials { Rule: { Help: not null } rule } => new AuthorizationFailure.NotVerified(
                rule.Key,
                reference
            ),
            _ => new AuthorizationFailure.NotVerified(Rule: null, reference),
        };
}
