using Hub.Core.Credentials;

namespace Hub.Core.Accounts.Tokens;

/// <summary>How <see cref="TokenRefresher"/> ended. Closed.</summary>
public abstract record FreshTokenOutcome
{
    private FreshTokenOutcome() { }

    /// <summary>The stored credential, good for a minute at least, as far as anybody knows.</summary>
    public sealed record Fresh(CredentialValues Values) : FreshTokenOutcome;

    /// <summary>The person has to sign in again.</summary>
    public sealed record Expired(AuthorizationEnd Reason) : FreshTokenOutcome;

    /// <summary>The provider could not refresh it. Nothing is said about the account.</summary>
    public sealed record RetryLater(TimeSpan RetryAfter) : FreshTokenOutcome;

    /// <summary>There is no refresh token, or it was not linked by signing in.</summary>
    public sealed record NotRefreshable : FreshTokenOutcome;

    /// <summary>The owner has no such account (any more).</summary>
    public sealed record NotFound : FreshTokenOutcome;

    /// <summary>The stored credential cannot be decrypted: the key ring was lost or replaced.</summary>
    public sealed record Unreadable : FreshTokenOutcome;
}

/// <summary>How a refresh ended that nobody waits for.</summary>
internal enum DueOutcome
{
    /// <summary>New tokens are stored.</summary>
    Renewed,

    /// <summary>The provider ended the sign-in, and the account says so.</summary>
    Ended,

    /// <summary>The provider could not be asked, or gave no answer that says anything about this account.</summary>
    Postponed,

    /// <summary>It is not due any more, or somebody else is at it.</summary>
    NotDue,

    /// <summary>It never will be: the credential cannot be read, or the provider left the catalog.</summary>
    Impossible,
}
