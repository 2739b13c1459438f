using YamlDotNet.Serialization;

namespace Hub.Core.Providers;

/// <summary>
/// Linking by signing in at the provider (RFC 6749, section 4.1), with the client that the operator registered there. The tokens are stored
/// beside the fields as <c>access_token</c> and <c>refresh_token</c>; the probe authenticates with <c>{access_token}</c>.
/// Addresses may hold the placeholders that <see cref="AuthMethod.BaseUrl"/> may hold.
/// </summary>
public sealed record AuthorizationCodeFlow
{
    /// <summary>The page on which people sign in and agree.</summary>
    public required string AuthorizeUrl { get; init; }

    /// <summary>The issuer that the provider names itself where it is on another host than the sign-in page (RFC 9207).</summary>
    public string? Issuer { get; init; }

    /// <summary>Where a code, and later the refresh token, is exchanged for tokens.</summary>
    public required string TokenUrl { get; init; }

    /// <summary>How tokens are given back; null where the provider has no documented way.</summary>
    public Revocation? Revoke { get; init; }

    /// <summary>What is asked for; empty where the provider takes the rights from the registered client.</summary>
    public IReadOnlyList<Scope> Scopes { get; init; } = [];
    public string ScopeSeparator { get; init; } = " ";
    public string ScopeParameter { get; init; } = "scope";

    /// <summary>Whether the code is bound to this flow (RFC 7636, S256). On unless the provider is known to refuse it.</summary>
    public bool Pkce { get; init; } = true;
    public required ClientAuthentication ClientAuthentication { get; init; }

    /// <summary>In which form the token endpoint takes its parameters.</summary>
    public TokenRequestFormat RequestFormat { get; init; }

    /// <summary>Further parameters of the sign-in page's address.</summary>
    public IReadOnlyDictionary<string, string> AuthorizeParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further parameters of every token request.</summary>
    public IReadOnlyDictionary<string, string> TokenParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public TokenAnswer Answer { get; init; } = new();

    /// <summary>What is kept beside the tokens, from the callback or the token endpoint's answer.</summary>
    [YamlMember(Alias = "keeps")]
    public IReadOnlyList<ConnectionParameter> ConnectionParameters { get; init; } = [];

    /// <summary>By which error codes, beside <c>access_denied</c>, the provider says that the person refused.</summary>
    [YamlMember(Alias = "denials")]
    public IReadOnlyList<string> DenialCodes { get; init; } = [];

    /// <summary>
    /// By which answers, beside a 400 or 401 with <c>invalid_grant</c>, the provider says that the refresh token is no longer good. Any
    /// other failure is
    /// taken for a passing one.
    /// </summary>
    public IReadOnlyList<ExpiryRule> Expiry { get; init; } = [];

    /// <summary>
    /// By which answers, beside the standard's error codes, the provider says that it does not accept the registered client. That is the
    /// operator's
    /// to change; the sign-in of the person is not judged.
    /// </summary>
    public IReadOnlyList<ClientErrorRule> ClientErrors { get; init; } = [];

    /// <summary>Where and how the operator registers a client.</summary>
    public required Guide Registration { get; init; }

    /// <summary>These ask for a refresh token. Many providers do not repeat them: the refresh token itself says it.</summary>
    private static readonly string[] RefreshScopes = ["offline_access", "offline", "refresh_token"];

    /// <param name="requested">What was asked for; null where nobody knows.</param>
    /// <param name="granted">What the provider said that it granted; null where it granted what was asked for.</param>
    /// <param name="canRefresh">Whether there is a refresh token.</param>
    /// <returns>What was asked for and not granted.</returns>
    internal IReadOnlyList<string> MissingScopes(IReadOnlyList<string>? requested, IReadOnlyList<string>? granted, bool canRefresh)
    {
        if (requested is null || granted is null)
        {
            return [];
        }

        return [.. requested.Where(name => !IsGranted(name))];

        // With its address in front, as Microsoft does: https://graph.microsoft.com/User.Read.
        bool IsGranted(string name) =>
            (canRefresh && RefreshScopes.Contains(name, StringComparer.Ordinal))
            || FindScope(name) is var scope
                && granted.Any(one =>
                    string.Equals(one, name, StringComparison.OrdinalIgnoreCase)
                    || one.EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase)
                    || scope?.GrantedAs.Contains(one, StringComparer.OrdinalIgnoreCase) == true
                );
    }

    /// <returns>Null for one that the operator added.</returns>
    public Scope? FindScope(string name) => Scopes.FirstOrDefault(scope => scope.Name == name);

    /// <param name="chosen">What the operator chose; null for all that the file names.</param>
    /// <returns>What is asked for: what was chosen, and what is needed. The provider file may have come to need more since.</returns>
    internal IEnumerable<string> ScopesWith(IReadOnlyList<string>? chosen) =>
        Scopes.Where(scope => chosen is null || scope.Required).Select(scope => scope.Name).Union(chosen ?? [], StringComparer.Ordinal);
}

/// <summary>One right that is asked for.</summary>
public sealed record Scope
{
    public required string Name { get; init; }

    /// <summary>What it is for, in our own words, for the person who signs in and for the operator.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether the proof or the refresh needs it: the operator cannot leave it out.</summary>
    public bool Required { get; init; }

    /// <summary>
    /// By which other names the provider tells that it was granted: a longer form of the name, or a right that includes it.
    /// </summary>
    public IReadOnlyList<string> GrantedAs { get; init; } = [];
}

public enum TokenRequestFormat
{
    Form,
    Json,
}

/// <summary>Where the token endpoint's answer has what (RFC 6749, section 5.1), as paths into its JSON.</summary>
public sealed record TokenAnswer
{
    internal const string StandardExpiresIn = "expires_in";

    public string AccessToken { get; init; } = "access_token";
    public string RefreshToken { get; init; } = "refresh_token";
    public string ExpiresIn { get; init; } = StandardExpiresIn;
    public ExpiryUnit Unit { get; init; }

    /// <summary>
    /// How many seconds an access token is good for where the answer does not say; null where it is good until it is revoked, or nobody
    /// knows. One
    /// that can be refreshed is refreshed once a day then.
    /// </summary>
    public int? Lifetime { get; init; }

    /// <summary>Which scopes were granted: a text, separated as in the request or by spaces or commas, or a list.</summary>
    public string Scope { get; init; } = "scope";

    /// <summary>False where the provider sends an empty text although rights were granted.</summary>
    public bool EmptyScopeMeansNone { get; init; } = true;
}

/// <summary>What <see cref="TokenAnswer.ExpiresIn"/> holds.</summary>
public enum ExpiryUnit
{
    Seconds,
    Milliseconds,

    /// <summary>Not how long, but when: seconds since 1970.</summary>
    AtSeconds,

    /// <summary>Not how long, but when: milliseconds since 1970.</summary>
    AtMilliseconds,

    /// <summary>Not how long, but when: a date and time (RFC 3339).</summary>
    AtDate,
}

/// <summary>
/// A value that belongs to the linked account, such as the address of its API. Usable as a placeholder, in an address only with a pattern.
/// </summary>
public sealed record ConnectionParameter
{
    public required string Key { get; init; }
    public required ParameterSource From { get; init; }

    /// <summary>The callback's parameter, or the path into the answer.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// A regular expression whose group <c>value</c> is what is taken. It must leave no choice of domain to whoever answers.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>Whether the account cannot be used without it.</summary>
    public bool Required { get; init; } = true;
}

public enum ParameterSource
{
    Callback,
    Answer,
}

/// <summary>An answer by which the refresh token is no longer good.</summary>
public sealed record ExpiryRule
{
    public required int Status { get; init; }
    public BodyCondition? Body { get; init; }
}

/// <summary>An answer by which the registered client is not accepted.</summary>
public sealed record ClientErrorRule
{
    public required int Status { get; init; }
    public BodyCondition? Body { get; init; }

    /// <summary>What the operator has to look at.</summary>
    public required ClientFault Cause { get; init; }
}

/// <summary>Why a provider does not accept the client that the operator registered. Only the operator can help.</summary>
public enum ClientFault
{
    /// <summary>The client id or its secret is wrong, or the secret has expired.</summary>
    Credentials,

    /// <summary>The redirect URI is not the one that is registered.</summary>
    RedirectUri,

    /// <summary>The client may not ask for one of the scopes.</summary>
    Scopes,

    /// <summary>The client may not be used in this way.</summary>
    Usage,

    /// <summary>The request lacks something, or holds what the provider does not expect.</summary>
    Request,
}

/// <summary>How a token is given back.</summary>
public sealed record Revocation
{
    public required string Url { get; init; }
    public RevocationForm Form { get; init; }
    public RevokedToken Token { get; init; }
}

public enum RevocationForm
{
    /// <summary>RFC 7009: the token as a parameter, the client shows who it is.</summary>
    Standard,

    /// <summary>An empty POST that the access token itself authenticates.</summary>
    Bearer,
}

public enum RevokedToken
{
    /// <summary>The refresh token, and with it what it could bring; the access token where there is none.</summary>
    Refresh,
    Access,
}
