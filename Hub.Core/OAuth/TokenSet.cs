using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Core.OAuth;

/// <summary>The tokens that a token endpoint issued. Not a record: records print their values.</summary>
/// <param name="refreshToken">Null where it issued none: an earlier one stays valid (RFC 6749, section 6).</param>
/// <param name="expiresAt">Null where the access token is valid until revoked, or unknown.</param>
/// <param name="parameters">The account's connection parameters, by <see cref="ConnectionParameter.Key"/>.</param>
public sealed class TokenSet(
    Secret accessToken,
    Secret? refreshToken,
    DateTimeOffset? expiresAt,
    IReadOnlyDictionary<string, string> parameters
)
{
    /// <summary>The longest list of scopes that is stored, in characters.</summary>
    public const int ScopesLength = 20_000;

    public DateTimeOffset? ExpiresAt => expiresAt;
    public bool HasRefreshToken => refreshToken is not null;

    /// <summary>The scopes that the provider lists as granted; null where they are the requested ones, or the same as before.</summary>
    public IReadOnlyList<string>? GrantedScopes { get; init; }

    /// <summary>The requested scopes; null for a refresh.</summary>
    public IReadOnlyList<string>? RequestedScopes { get; init; }

    /// <returns>The values, with these tokens in place of earlier ones.</returns>
    internal CredentialValues AddTo(CredentialValues values)
    {
        var added = parameters
            .Aggregate(values, (all, pair) => all.With(pair.Key, pair.Value))
            .With(Template.AccessToken, accessToken.Reveal());
        return refreshToken is null ? added : added.With(Template.RefreshToken, refreshToken.Reveal());
    }

    /// <summary>The tokens and connection parameters by field key, to be stored encrypted.</summary>
    internal CredentialValues Values => AddTo(new CredentialValues(new Dictionary<string, Secret>(StringComparer.Ordinal)));

    /// <param name="values">As <see cref="Values"/>.</param>
    internal static TokenSet From(
        CredentialValues values,
        DateTimeOffset? expiresAt,
        IReadOnlyList<string>? granted,
        IReadOnlyList<string>? requested
    ) =>
        new(
            values.All[Template.AccessToken],
            values.All.GetValueOrDefault(Template.RefreshToken),
            expiresAt,
            values
                .All.Where(pair => pair.Key is not (Template.AccessToken or Template.RefreshToken))
                .ToDictionary(pair => pair.Key, pair => pair.Value.Reveal(), StringComparer.Ordinal)
        )
        {
            GrantedScopes = granted,
            RequestedScopes = requested,
        };

    /// <param name="more">Further connection parameters.</param>
    /// <param name="requested">The requested scopes.</param>
    internal TokenSet With(IReadOnlyDictionary<string, string> more, IReadOnlyList<string> requested) =>
        new(
            accessToken,
            refreshToken,
            expiresAt,
            parameters.Concat(more).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
        )
        {
            GrantedScopes = GrantedScopes,
            RequestedScopes = requested,
        };
}
