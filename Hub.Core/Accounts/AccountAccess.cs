using Hub.Core.Accounts.Tokens;
using Hub.Core.Providers;

namespace Hub.Core.Accounts;

/// <summary>What an authorization gave: for how long, and with which rights.</summary>
/// <param name="IsRenewed">Whether Hub keeps it fresh.</param>
/// <param name="ExpiresAt">When the present access token expires; null where it is good until it is revoked, or nobody knows.</param>
/// <param name="RequestedScopes">As <see cref="AccountToken.RequestedScopes"/>.</param>
/// <param name="GrantedScopes">As <see cref="AccountToken.GrantedScopes"/>.</param>
public sealed record AccountAccess(
    bool IsRenewed,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<string>? RequestedScopes = null,
    IReadOnlyList<string>? GrantedScopes = null
)
{
    /// <summary>When it ends for good; null where Hub keeps it fresh, or nobody knows.</summary>
    public DateTimeOffset? EndsAt => IsRenewed ? null : ExpiresAt;

    /// <returns>What was asked for and not granted, by name.</returns>
    public IReadOnlyList<string> MissingScopes(AuthorizationCodeFlow flow) => flow.MissingScopes(RequestedScopes, GrantedScopes, IsRenewed);

    internal static AccountAccess? Of(AccountToken? token) =>
        token is null ? null : new(token.CanRefresh, token.ExpiresAt, token.RequestedScopes, token.GrantedScopes);
}
