using Hub.Core.Providers;

namespace Hub.Core.Accounts;

/// <summary>
/// Why the status of an account is what it is. Closed; stored as a code and its arguments. Which status each leads to, and what it
/// replaces: <see cref="AccountStatusRules"/>.
/// </summary>
public abstract record StatusReason
{
    private static readonly StoredCases<StatusReason> Stored = new(
        code => new Unknown(code),
        ("permission_missing", typeof(PermissionMissing)),
        ("key_rejected", typeof(KeyRejected)),
        ("address_unknown", typeof(AddressUnknown)),
        ("authorization_ended", typeof(AuthorizationEnded)),
        ("key_expired", typeof(KeyExpired)),
        ("identity_changed", typeof(IdentityChanged)),
        ("credential_unreadable", typeof(CredentialUnreadable)),
        ("not_verified", typeof(NotVerified)),
        ("suspended", typeof(Suspended)),
        ("provider_disabled", typeof(ProviderDisabled)),
        ("unlinked", typeof(Unlinked)),
        ("unknown", typeof(Unknown))
    );

    private StatusReason() { }

    /// <summary>The credential works but lacks a permission.</summary>
    /// <param name="Rule">The <see cref="FailureRule.Key"/> of the rule that says which one and how to grant it.</param>
    public sealed record PermissionMissing(string Rule) : StatusReason;

    /// <summary>The provider rejected the stored credential.</summary>
    public sealed record KeyRejected : StatusReason;

    /// <summary>The provider no longer knows the customer's own address.</summary>
    public sealed record AddressUnknown : StatusReason;

    /// <summary>The authorization ended; the person has to authorize again.</summary>
    public sealed record AuthorizationEnded(AuthorizationEnd End) : StatusReason;

    /// <summary>The provider rejected the stored credential after the day on which it was to expire.</summary>
    public sealed record KeyExpired : StatusReason;

    /// <summary>The credential works, but it is another person's or organization's than the one that was linked.</summary>
    public sealed record IdentityChanged : StatusReason;

    /// <summary>The stored credential cannot be decrypted: the key that encrypted it is lost.</summary>
    public sealed record CredentialUnreadable : StatusReason;

    /// <summary>For days the provider could not be asked, or gave no clear answer. Whether the credential works is unknown.</summary>
    public sealed record NotVerified : StatusReason;

    /// <summary>A person or product suspended the account.</summary>
    public sealed record Suspended : StatusReason;

    /// <summary>An Administrator disabled the provider.</summary>
    public sealed record ProviderDisabled : StatusReason;

    /// <summary>The account was unlinked; its credential is deleted.</summary>
    public sealed record Unlinked : StatusReason;

    /// <summary>A sentence of a version that stored sentences, or the code of a later version.</summary>
    public sealed record Unknown(string Text) : StatusReason;

    /// <summary>The code by which it is stored.</summary>
    public string Code => Stored.CodeOf(this);

    internal static StatusReason? Read(string? code, string? arguments) => Stored.Read(code, arguments);

    internal static (string? Code, string? Arguments) Write(StatusReason? reason) => Stored.Write(reason);
}

/// <summary>Why an authorization ended. Whatever it was, the person has to authorize again.</summary>
public enum AuthorizationEnd
{
    /// <summary>The access token has expired, and there is no refresh token.</summary>
    AccessEnded,

    /// <summary>The provider no longer accepts the refresh token.</summary>
    Revoked,

    /// <summary>The same, after an answer that may have replaced the refresh token was lost on the way.</summary>
    AnswerLost,

    /// <summary>The provider no longer accepts the access token before it expires, and there is no other.</summary>
    Rejected,
}
