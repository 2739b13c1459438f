using Hub.Core.Providers;

namespace Hub.Core.Sessions;

/// <summary>Why a connection attempt linked no account. Closed; stored as a code and its arguments.</summary>
public abstract record AuthorizationFailure
{
    private static readonly StoredCases<AuthorizationFailure> Stored = new(
        code => new Unknown(code, ""),
        ("access_denied", typeof(Denied)),
        ("provider_error", typeof(ProviderError)),
        ("wrong_provider", typeof(OtherProvider)),
        ("client_rejected", typeof(ClientRejected)),
        ("code_rejected", typeof(CodeRejected)),
        ("token_not_given", typeof(TokenNotGiven)),
        ("provider_rate_limited", typeof(ProviderRateLimited)),
        ("provider_unavailable", typeof(ProviderUnavailable)),
        ("not_verified", typeof(NotVerified)),
        ("invalid", typeof(InvalidValues)),
        ("account_gone", typeof(AccountGone)),
        ("changed_meanwhile", typeof(ChangedMeanwhile)),
        ("identity_unknown", typeof(IdentityUnknown)),
        ("other_identity", typeof(OtherIdentity)),
        ("provider_gone", typeof(ProviderGone)),
        ("provider_disabled", typeof(ProviderDisabled)),
        ("too_many_attempts", typeof(TooManyAttempts)),
        ("session_ended", typeof(SessionEnded)),
        ("owner_gone", typeof(OwnerNotAllowed)),
        ("key_ring_does_not_fit", typeof(KeyRingDoesNotFit)),
        ("not_saved", typeof(NotSaved)),
        ("unknown", typeof(Unknown))
    );

    private AuthorizationFailure() { }

    /// <summary>The person did not allow it.</summary>
    public sealed record Denied : AuthorizationFailure;

    /// <param name="Error">The error code, where the standard has it (RFC 6749, section 4.1.2.1).</param>
    public sealed record ProviderError(string? Error) : AuthorizationFailure;

    /// <summary>The answer is another provider's than the one that was asked.</summary>
    public sealed record OtherProvider : AuthorizationFailure;

    /// <summary>The provider does not accept the client that the operator registered.</summary>
    public sealed record ClientRejected : AuthorizationFailure;

    /// <summary>The provider does not accept the authorization code: it has expired, was used, or is not for this attempt.</summary>
    public sealed record CodeRejected : AuthorizationFailure;

    /// <summary>The token endpoint could not be asked, or gave no token.</summary>
    public sealed record TokenNotGiven : AuthorizationFailure;

    /// <summary>The provider gave access, and then limited the rate of requests before it told whose it is.</summary>
    public sealed record ProviderRateLimited : AuthorizationFailure;

    /// <summary>The provider gave access, and then could not tell whose it is.</summary>
    /// <param name="Reference">Of the verification, in the log.</param>
    public sealed record ProviderUnavailable(string Reference) : AuthorizationFailure;

    /// <summary>The provider gave access, and then did not accept it or did not tell whose it is.</summary>
    /// <param name="Rule">The <see cref="FailureRule.Key"/> of the rule whose help says more; null for none.</param>
    /// <param name="Reference">Of the verification, in the log.</param>
    public sealed record NotVerified(string? Rule, string Reference) : AuthorizationFailure;

    /// <summary>The provider's form changed meanwhile; what was entered does not fit it.</summary>
    public sealed record InvalidValues : AuthorizationFailure;

    /// <summary>The account to authorize again was unlinked meanwhile.</summary>
    public sealed record AccountGone : AuthorizationFailure;

    /// <summary>The account got another credential after the person had opened its form.</summary>
    public sealed record ChangedMeanwhile(DateTimeOffset Since) : AuthorizationFailure;

    /// <summary>The provider does not tell who authorized; so this cannot replace a known person's authorization.</summary>
    public sealed record IdentityUnknown(string AccountName) : AuthorizationFailure;

    /// <summary>Another person authorized than the one whose account it is.</summary>
    public sealed record OtherIdentity(string AccountName, string IdentityName) : AuthorizationFailure;

    /// <summary>The provider or this method is no longer offered.</summary>
    public sealed record ProviderGone : AuthorizationFailure;

    /// <summary>An Administrator disabled the provider meanwhile.</summary>
    public sealed record ProviderDisabled : AuthorizationFailure;

    /// <summary>Hub's own rate limit of verifications.</summary>
    public sealed record TooManyAttempts : AuthorizationFailure;

    /// <summary>The connect session ended meanwhile.</summary>
    public sealed record SessionEnded(SessionState State) : AuthorizationFailure;

    /// <summary>The owner no longer exists.</summary>
    public sealed record OwnerNotAllowed : AuthorizationFailure;

    /// <summary>See ADR-0025.</summary>
    public sealed record KeyRingDoesNotFit : AuthorizationFailure;

    /// <summary>Hub could not store the account; the log says why.</summary>
    public sealed record NotSaved : AuthorizationFailure;

    /// <summary>A sentence of a version that stored sentences, or the code of a later version.</summary>
    public sealed record Unknown(string Code, string Text) : AuthorizationFailure;

    internal static AuthorizationFailure? Read(string? code, string? arguments) => Stored.Read(code, arguments);

    internal static (string? Code, string? Arguments) Write(AuthorizationFailure? failure) => Stored.Write(failure);

    internal static string CodeOf(AuthorizationFailure failure) => Stored.CodeOf(failure);
}
