using YamlDotNet.Serialization;

namespace Hub.Core.Providers;

/// <summary>
/// Linking by authorization at the provider (RFC 6749, section 4.1), with the client that the operator registered there. The tokens are
/// stored beside the fields as <c>access_token</c> and <c>refresh_token</c>; the probe authenticates with <c>{access_token}</c>.
/// Addresses may contain the placeholders that <see cref="AuthMethod.BaseUrl"/> may contain.
/// </summary>
public sealed record AuthorizationCodeFlow
{
    /// <summary>
    /// These scopes ask for a refresh token. Many providers do not list them as granted: that there is a refresh token says it.
    /// </summary>
    private static readonly string[] RefreshScopes = ["offline_access", "offline", "refresh_token"];

    /// <summary>The provider's page on which people authorize Hub.</summary>
    public required string AuthorizeUrl { get; init; }

    /// <summary>The issuer that the provider names (RFC 9207), where it is on another host than <see cref="AuthorizeUrl"/>.</summary>
    public string? Issuer { get; init; }

    /// <summary>Where a code, and later the refresh token, is exchanged for tokens.</summary>
    public required string TokenUrl { get; init; }

    /// <summary>How tokens are revoked; null where the provider documents no way.</summary>
    public Revocation? Revoke { get; init; }

    /// <summary>The scopes to request; empty where they are set at the registered client.</summary>
    public IReadOnlyList<Scope> Scopes { get; init; } = [];
    public string ScopeSeparator { get; init; } = " ";
    public string ScopeParameter { get; init; } = "scope";

    /// <summary>Whether the request uses PKCE (RFC 7636, S256). On unless the provider is known to reject it.</summary>
    public bool Pkce { get; init; } = true;
    public required ClientAuthentication ClientAuthentication { get; init; }

    /// <summary>The format of requests to the token endpoint.</summary>
    public TokenRequestFormat RequestFormat { get; init; }

    /// <summary>Further parameters of the authorization request.</summary>
    public IReadOnlyDictionary<string, string> AuthorizeParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further parameters of every token request.</summary>
    public IReadOnlyDictionary<string, string> TokenParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public TokenAnswer Answer { get; init; } = new();

    /// <summary>What is stored beside the tokens, from the callback or the token endpoint's answer.</summary>
    [YamlMember(Alias = "keeps")]
    public IReadOnlyList<ConnectionParameter> ConnectionParameters { get; init; } = [];

    /// <summary>Error codes, beside <c>access_denied</c>, that mean that the person denied access.</summary>
    [YamlMember(Alias = "denials")]
    public IReadOnlyList<string> DenialCodes { get; init; } = [];

    /// <summary>
    /// Answers, beside a 400 or 401 with <c>invalid_grant</c>, that mean that the refresh token is no longer valid. Any other failure
    /// counts as transient.
    /// </summary>
    public IReadOnlyList<ExpiryRule> Expiry { get; init; } = [];

    /// <summary>
    /// Answers, beside the standard's error codes, that mean that the provider rejects the registered client. Only the operator can fix
    /// that; it says nothing about the person's authorization.
    /// </summary>
    public IReadOnlyList<ClientErrorRule> ClientErrors { get; init; } = [];

    /// <summary>Where and how the operator registers a client.</summary>
    public required Guide Registration { get; init; }

    /// <param name="requested">The requested scopes; null where they are unknown.</param>
    /// <param name="granted">The scopes that the provider lists as granted; null where it granted what was requested.</param>
    /// <param name="canRefresh">Whether there is a refresh token.</param>
    /// <returns>The scopes that were requested and not granted.</returns>
    internal IReadOnlyList<string> MissingScopes(IReadOnlyList<string>? requested, IReadOnlyList<string>? granted, bool canRefresh)
    {
        if (requested is null || granted is null)
        {
            return [];
        }

        return [.. requested.Where(name => !IsGranted(name))];

        // Microsoft puts the address in front: https://graph.microsoft.com/User.Read.
        bool IsGranted(string name) =>
            (canRefresh && RefreshScopes.Contains(name, StringComparer.Ordinal))
            || FindScope(name) is var scope
                && granted.Any(one =>
                    string.Equals(one, name, StringComparison.OrdinalIgnoreCase)
                    || one.EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase)
                    || scope?.GrantedAs.Contains(one, StringComparer.OrdinalIgnoreCase) == true
                );
    }

    /// <param name="name">The scope's name.</param>
    /// <returns>Null for a scope that the operator added.</returns>
    public Scope? FindScope(string name) => Scopes.FirstOrDefault(scope => scope.Name == name);

    /// <param name="chosen">The operator's choice; null for all scopes of the file.</param>
    /// <returns>The scopes to request: the chosen and the required ones. A newer provider file may require more than was chosen.</returns>
    internal IEnumerable<string> ScopesWith(IReadOnlyList<string>? chosen) =>
        Scopes.Where(scope => chosen is null || scope.Required).Select(scope => scope.Name).Union(chosen ?? [], StringComparer.Ordinal);
}

/// <summary>One right that is requested.</summary>
public sealed record Scope
{
    public required string Name { get; init; }

    /// <summary>What it is for, in our own words, for the person who authorizes and for the operator.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether verification or refresh needs it: the operator cannot leave it out.</summary>
    public bool Required { get; init; }

    /// <summary>Other names under which the provider lists it as granted: a longer form of the name, or a right that includes it.</summary>
    public IReadOnlyList<string> GrantedAs { get; init; } = [];
}

public enum TokenRequestFormat
{
    Form,
    Json,
}
