using System.Diagnostics;
using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Web.Authorization;

/// <summary>What a person is told whose sign-in at a provider linked no account.</summary>
/// <param name="Code">For programs.</param>
internal sealed record SignInWords(string Code, string Text)
{
    private const string Nothing = "Nothing was saved.";

    public static SignInWords Of(AuthorizationFailure failure, Provider? provider)
    {
        var name = provider?.Name ?? "The provider";
        return failure switch
        {
            AuthorizationFailure.Denied => new(
                "access_denied",
                $"You did not allow it at {name}, or closed the page there. {Nothing} If that was a slip, sign in once more."
            ),
            AuthorizationFailure.ProviderError(null) => new(
                "provider_error",
                $"{name} sent you back with an error instead of a sign-in. {Nothing} Try once more; if it stays like this, tell Hub's "
                    + $"operator."
            ),
            AuthorizationFailure.ProviderError("server_error" or "temporarily_unavailable") => new(
                "provider_unavailable",
                $"{name} has trouble of its own right now. {Nothing} Try again in a few minutes."
            ),
            AuthorizationFailure.ProviderError(var code) => new(
                "provider_error",
                $"{name} refused Hub's request ({code}). {Nothing} Tell Hub's operator: the app registered at {name} has to be looked at."
            ),
            AuthorizationFailure.OtherProvider => new(
                "wrong_provider",
                $"The answer did not come from {name}. {Nothing} Begin again from here, and do not follow links that somebody sends "
                    + $"you in between."
            ),
            AuthorizationFailure.ClientRejected => new(
                "client_rejected",
                $"{name} does not accept the app that is registered for Hub. {Nothing} Tell Hub's operator: client id, secret, "
                    + $"redirect URI or scopes do not fit."
            ),
            AuthorizationFailure.CodeRejected => new(
                "code_rejected",
                $"{name} did not accept its own answer: it was too old, or used already. {Nothing} Sign in once more."
            ),
            AuthorizationFailure.TokenNotGiven => new(
                "token_not_given",
                $"You signed in, but {name} then could not be asked for access, or gave none. {Nothing} Try again in a moment."
            ),
            AuthorizationFailure.ProviderRateLimited => new(
                "provider_rate_limited",
                $"You signed in, but {name} asks to slow down before it tells who you are. {Nothing} Sign in once more in a minute."
            ),
            AuthorizationFailure.ProviderUnavailable(var reference) => new(
                "provider_unavailable",
                $"You signed in, but {name} then could not say who you are. {Nothing} Try again in a moment. Reference {reference}"
            ),
            AuthorizationFailure.NotVerified(var rule, var reference) => new(
                "not_proved",
                rule is not null && provider?.FindMethod(AuthMethodKind.Oauth2AuthorizationCode)?.FindFailure(rule)?.Help is { } help
                    ? $"You signed in, and then {name} did not take the access that it had given. {help} {Nothing}"
                    : $"You signed in, and then {name} did not take the access that it had given, or did not say whose it is. {Nothing} "
                        + $"Perhaps the account lacks a right. Reference {reference}"
            ),
            AuthorizationFailure.InvalidValues => new(
                "invalid",
                $"{name} asks for other values since you began. {Nothing} Enter them once more."
            ),
            AuthorizationFailure.AccountGone => new("account_gone", $"It was unlinked in the meantime. {Nothing}"),
            AuthorizationFailure.IdentityUnknown(var account) => new(
                "identity_unknown",
                $"So this sign-in cannot take the place of {account}'s. {Nothing} Link it as an account of its own."
            ),
            AuthorizationFailure.OtherIdentity(var account, var identity) => new(
                "other_identity",
                $"You signed in as {identity}; the account is {account}'s. {Nothing} Sign out at {name} first, or "
                    + $"choose the other person there, then sign in as {account}."
            ),
            AuthorizationFailure.ProviderGone => new("provider_gone", $"Hub's operator took it out. {Nothing}"),
            AuthorizationFailure.TooManyAttempts => new(
                "too_many_attempts",
                $"Hub verifies only so many sign-ins a minute for one person. {Nothing} Wait a minute, then sign in once more."
            ),
            AuthorizationFailure.SessionEnded(SessionState.Used) => new("session_ended", $"It was used already. {Nothing}"),
            AuthorizationFailure.SessionEnded(SessionState.Expired) => new(
                "session_ended",
                $"It has expired. {Nothing} Ask whoever sent it for a new one."
            ),
            AuthorizationFailure.SessionEnded => new("session_ended", $"It was withdrawn. {Nothing} Ask whoever sent it for a new one."),
            AuthorizationFailure.OwnerNotAllowed => new("owner_gone", $"{Nothing} Sign in to Hub again, then begin anew."),
            AuthorizationFailure.KeyRingDoesNotFit => new(
                "key_ring_does_not_fit",
                $"Its key ring does not fit, so it cannot store anything safely. {Nothing} Tell Hub's operator."
            ),
            AuthorizationFailure.NotSaved => new(
                "not_saved",
                $"Its database did not accept it. {Nothing} Try again in a moment; if it stays like this, tell Hub's operator."
            ),
            AuthorizationFailure.Unknown(var code, var text) => new(code, text.Length > 0 ? text : Nothing),
            _ => throw new UnreachableException(),
        };
    }

    /// <returns>What stands over the text.</returns>
    public static string TitleOf(string code, string providerName) =>
        code switch
        {
            "access_denied" => $"{providerName} was not allowed to share the account",
            "provider_error" => $"{providerName} reported an error",
            "wrong_provider" => $"That was not {providerName}",
            "client_rejected" => $"{providerName} does not know this Hub",
            "code_rejected" or "token_not_given" => $"{providerName} gave no access",
            "other_identity" => "You signed in as somebody else",
            "identity_unknown" => $"{providerName} does not say who signed in",
            "account_gone" => "The account is no longer there",
            "too_many_attempts" => "Too many attempts",
            "session_ended" => "This link is no longer good",
            "owner_gone" => "Your sign-in to Hub has ended",
            "provider_gone" => "This is no longer offered",
            "key_ring_does_not_fit" => "Hub's key ring does not fit",
            "invalid" => "What was entered does not fit",
            "not_saved" => "Hub could not save the account",
            "cancelled" => "Cancelled",
            "not_proved" => $"{providerName} did not accept its own sign-in",
            _ => $"{providerName} could not answer",
        };
}
