using Hub.Core.Credentials;

namespace Hub.Core.Accounts.Tokens;

/// <summary>How <see cref="TokenRefresher"/> ended. Closed.</summary>
public abstract record FreshTokenOutcome
{
    private FreshTokenOutcome() { }

    /// <summary>The stored credential, valid for at least a minute, as far as Hub knows.</summary>
    public sealed record Fresh(CredentialValues Values) : FreshTokenOutcome;

    /// <summary>The person has to authorize again.</summary>
    public sealed record Expired(AuthorizationEnd Reason) : FreshTokenOutcome;

    /// <summary>The provider could not refresh it. Nothing is said about the account.</summary>
    public sealed record RetryLater(TimeSpan RetryAfter) : FreshTokenOutcome;

    /// <summary>There is no refresh token, or the account was not linked by authorization.</summary>
    public sealed record NotRefreshable : FreshTokenOutcome;

    /// <summary>The owner has no such account (any more).</summary>
    public sealed record NotFound : FreshTokenOutcome;

    /// <summary>The stored credential cannot be decrypted: the key ring was lost or replaced.</summary>
    public sealed record Unreadable : FreshTokenOutcome;
}

/// <summary>How one refresh ended.</summary>
internal enum RefreshOutcome
{
    /// <summary>New tokens are stored.</summary>
    Refreshed,

    /// <summary>The provider ended the authorization, and the account says so.</summary>
    Ended,

    /// <summary>The provider could not be asked, or gave no answer that says anything about this account.</summary>
    Postponed,

    /// <summary>It is no longer due, or another call or node refreshes it.</summary>
    NotDue,

    /// <summary>It never will be: the credential cannot be read, or the provider left the catalog.</summary>
    Impossible,
}
