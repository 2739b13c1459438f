using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Verification;
using Hub.Web.Components.Shared;

namespace Hub.Web.Components.Accounts;

/// <summary>What is said when an account was verified again.</summary>
internal static class VerifyNotice
{
    /// <returns>Null where the account is gone; the page says that.</returns>
    public static Notice? Of(VerifyNowOutcome outcome, string providerName, bool isSignIn) =>
        outcome switch
        {
            VerifyNowOutcome.Verified(var report) => Of(report, providerName, isSignIn ? "sign-in" : "key", isSignIn),
            VerifyNowOutcome.NotFound => null,
            VerifyNowOutcome.ProviderUnknown => new Notice(
                $"{providerName} is no longer offered",
                $"Hub's operator took it out of the catalog, so the {(isSignIn ? "sign-in" : "key")} cannot be verified."
            ),
            VerifyNowOutcome.CredentialUnreadable => new Notice(
                $"The stored {(isSignIn ? "sign-in" : "key")} cannot be read",
                $"Hub's key ring was lost or replaced. {(isSignIn ? "Sign in again" : "Enter the key again")}; Hub's operator may be able to restore the key ring from a backup."
            )
            {
                IsError = true,
            },
            VerifyNowOutcome.SignInEnded => new Notice("The sign-in ended", "The status below says why.") { IsError = true },
            VerifyNowOutcome.NotRefreshed => new Notice(
                $"{providerName} could not answer",
                "The sign-in was not judged; the status stays as it is. Try again later."
            ),
            VerifyNowOutcome.TooManyAttempts => new Notice(
                "Too many attempts",
                "Hub verifies only so many keys a minute for one person. Wait a minute, then try again."
            ),
            VerifyNowOutcome.ChangedMeanwhile => new Notice("The account changed in the same moment", "Its new state is shown below."),
            _ => throw new UnreachableException(),
        };

    private static Notice Of(VerificationReport report, string providerName, string credential, bool isSignIn) =>
        report.Outcome switch
        {
            VerificationOutcome.Verified => new Notice($"The {credential} is good", $"{providerName} accepted it just now.")
            {
                IsGood = true,
            },
            VerificationOutcome.VerifiedLimited => new Notice(
                $"The {credential} is good, with a limit",
                "The status below says what it lacks."
            ),
            VerificationOutcome.InvalidCredentials => new Notice(
                $"{providerName} rejected the {credential}",
                $"It was revoked or has expired. {(isSignIn ? "Sign in again." : "Enter a new key.")}"
            )
            {
                IsError = true,
            },
            VerificationOutcome.WrongKeyKind(_, var hint) => new Notice(
                "The stored key is of another kind",
                $"{hint} {providerName} was not asked; the status stays as it is."
            ),
            VerificationOutcome.WrongAddress => new Notice(
                $"{providerName} no longer knows this address",
                "Link the account again with its new address."
            )
            {
                IsError = true,
            },
            VerificationOutcome.RateLimited => new Notice(
                $"{providerName} asks to slow down",
                $"The {credential} was not judged; the status stays as it is. Try again in a minute."
            ),
            VerificationOutcome.ProviderUnavailable => new Notice(
                $"{providerName} could not answer",
                $"The {credential} was not judged; the status stays as it is. Try again later."
            ),
            VerificationOutcome.UnexpectedAnswer => new Notice(
                $"{providerName} gave an answer that proves nothing",
                $"The {credential} was not judged; the status stays as it is. Reference {report.Reference}"
            ),
            _ => throw new UnreachableException(),
        };
}
