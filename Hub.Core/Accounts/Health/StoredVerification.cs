using Hub.Core.Verification;

namespace Hub.Core.Accounts.Health;

/// <summary>How the verification of a stored credential ended. Closed.</summary>
internal abstract record StoredVerification
{
    private StoredVerification() { }

    /// <summary>The provider was asked; the outcome says what it answered.</summary>
    public sealed record Asked(VerificationReport Report) : StoredVerification;

    /// <summary>The stored credential cannot be decrypted.</summary>
    public sealed record Unreadable : StoredVerification;

    /// <summary>The provider ended the authorization with which the account was linked; it is recorded.</summary>
    public sealed record AuthorizationEnded(AuthorizationEnd Reason) : StoredVerification;

    /// <summary>The access token has expired, and the provider could not refresh it for now.</summary>
    public sealed record NotRefreshed(TimeSpan Wait) : StoredVerification;

    /// <summary>The provider is unavailable; it was not asked about this account.</summary>
    public sealed record ProviderDown : StoredVerification;

    /// <summary>The account was unlinked meanwhile.</summary>
    public sealed record Gone : StoredVerification;

    /// <summary>Whether the provider gave no clear answer, so that it may be in trouble.</summary>
    public bool IsUnanswered =>
        this
            is NotRefreshed
                or Asked
                {
                    Report.Outcome: VerificationOutcome.ProviderUnavailable
                        or VerificationOutcome.RateLimited
                        or VerificationOutcome.UnexpectedAnswer
                };

    /// <summary>How long the provider asks to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter =>
        this switch
        {
            NotRefreshed(var wait) => wait,
            Asked { Report.Outcome: VerificationOutcome.RateLimited(var wait) } => wait,
            _ => null,
        };
}
