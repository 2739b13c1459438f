using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Core.OAuth;

/// <summary>What a token endpoint gave. No record: those print what they hold.</summary>
/// <param name="refreshToken">Null where it gave none: an earlier one stays good (RFC 6749, section 6).</param>
/// <param name="expiresAt">Null where the access token is good until it is revoked, or nobody knows.</param>
/// <param name="kept">Values of the account that came along, by <see cref="ConnectionParameter.Key"/>.</param>
public sealed class TokenSet(Secret accessToken, Secret? refreshToken, DateTimeOffset? expiresAt, IReadOnlyDictionary<string, string> kept)
{
    /// <summary>The longest list of scopes that is stored, in characters.</summary>
    public const int ScopesLength = 20_000;

    public DateTimeOffset? ExpiresAt => expiresAt;
    public bool HasRefreshToken => refreshToken is not null;

    /// <summary>What the provider said that it granted; null where that is what was asked for, or the same as before.</summary>
    public IReadOnlyList<string>? GrantedScopes { get; init; }

    /// <summary>What was asked for when somebody signed in; null for a refresh.</summary>
    public IReadOnlyList<string>? RequestedScopes { get; init; }

    /// <returns>The values with these tokens in the place of earlier ones.</returns>
    internal CredentialValues AddTo(CredentialValues values)
    {
        var added = kept.Aggregate(values, (all, pair) => all.With(pair.Key, pair.Value)).With(Template.AccessToken, accessToken.Reveal());
        return refreshToken is null ? added : added.With(Template.RefreshToken, refreshToken.Reveal());
    }

    /// <param name="requested">What was asked for.</param>
    internal TokenSet With(IReadOnlyDictionary<string, string> more, IReadOnlyList<string> requested) =>
        new(
            accessToken,
            refreshToken,
            expiresAt,
            kept.Concat(more).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
        )
        {
            GrantedScopes = GrantedScopes,
            RequestedScopes = requested,
        };
}
