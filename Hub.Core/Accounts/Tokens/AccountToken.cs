using Hub.Core.OAuth;

namespace Hub.Core.Accounts.Tokens;

/// <summary>
/// When the tokens of a linked account have to be refreshed, and the lease of the node that does. The tokens themselves are part of its
/// credential.
/// </summary>
public sealed class AccountToken
{
    public Guid AccountId { get; init; }

    /// <summary>How old an access token gets whose end nobody knows, where it can be refreshed.</summary>
    public static readonly TimeSpan SafeAge = TimeSpan.FromDays(1);

    /// <summary>Null where the access token is good until it is revoked, or nobody knows.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>
    /// When the refresh is due or, where there is no refresh token, when the access ends; null where it ends only by being revoked.
    /// </summary>
    public DateTimeOffset? RefreshAt { get; set; }

    /// <summary>When the access token was given; null where that was before Hub kept it.</summary>
    public DateTimeOffset? RenewedAt { get; set; }

    /// <summary>What was asked for at the authorization; null where that was before Hub kept it.</summary>
    public IReadOnlyList<string>? RequestedScopes { get; set; }

    /// <summary>What the provider said that it granted; null where it did not say: then it is what was asked for.</summary>
    public IReadOnlyList<string>? GrantedScopes { get; set; }

    /// <summary>The provider may have replaced the refresh token by one that reached nobody.</summary>
    public bool IsAnswerLost { get; set; }

    /// <summary>Whether there is a refresh token.</summary>
    public bool CanRefresh { get; set; }

    /// <summary>How many refreshes in a row failed for a transient reason.</summary>
    public int Failures { get; set; }

    /// <summary>
    /// Who refreshes now, on whichever node. Whoever saves tokens sets it anew, and it is compared by every save: what was fetched with an
    /// older credential does not overwrite a newer one.
    /// </summary>
    public Guid LeaseId { get; set; } = Guid.CreateVersion7();

    /// <summary>Until when nobody else may refresh; null where nobody does.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Somebody authorized; these tokens replace those before.</summary>
    public void SignedIn(TokenSet tokens, DateTimeOffset now)
    {
        CanRefresh = false;
        RequestedScopes = tokens.RequestedScopes;
        GrantedScopes = null;
        Renewed(tokens, now);
    }

    /// <summary>Refreshed: a refresh token that is not replaced stays valid.</summary>
    public void Renewed(TokenSet tokens, DateTimeOffset now)
    {
        CanRefresh |= tokens.HasRefreshToken;
        ExpiresAt = tokens.ExpiresAt;
        RenewedAt = now;
        GrantedScopes = tokens.GrantedScopes ?? GrantedScopes;
        RefreshAt = (CanRefresh, ExpiresAt) switch
        {
            // In the last fifth of its life: early enough to try more than once.
            (true, { } expiry) => now + ((expiry - now) * 0.8),
            (true, null) => now + SafeAge,
            (false, var end) => end,
        };
        Failures = 0;
        IsAnswerLost = false;
        LeaseId = Guid.CreateVersion7();
        LeasedUntil = null;
    }

    /// <summary>A transient failure: the token endpoint did not answer, or its answer says nothing about the account.</summary>
    /// <param name="retryAfter">How long the provider asks to wait; null where it does not say.</param>
    /// <param name="isAnswerLost">Whether it may have given tokens that reached nobody.</param>
    public void Postponed(TimeSpan? retryAfter, bool isAnswerLost, DateTimeOffset now)
    {
        Failures++;
        IsAnswerLost |= isAnswerLost;
        // Half a minute, doubled each time, up to an hour.
        var wait = TimeSpan.FromSeconds(30 * Math.Pow(2, Math.Min(Failures - 1, 7)));
        RefreshAt =
            now
            + (
                retryAfter > wait ? retryAfter.Value
                : wait < TimeSpan.FromHours(1) ? wait
                : TimeSpan.FromHours(1)
            );
        LeaseId = Guid.CreateVersion7();
        LeasedUntil = null;
    }

    /// <summary>There is nothing left to refresh. The access token may stay valid for a while; it is not used.</summary>
    public void Ended(DateTimeOffset now)
    {
        ExpiresAt = now;
        RefreshAt = null;
        CanRefresh = false;
        LeaseId = Guid.CreateVersion7();
        LeasedUntil = null;
    }
}
