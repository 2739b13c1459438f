using Hub.Core.Providers;

namespace Hub.Core.Sessions;

/// <summary>
/// What a connect session permits: whose accounts, at which providers, until when. Created by Hub only, never from what a caller sends.
/// </summary>
/// <param name="Owner">Whose accounts it makes.</param>
/// <param name="Providers">By slug; empty for all.</param>
/// <param name="Categories">Null for all.</param>
/// <param name="AuthMethod">Null for all that the provider has.</param>
/// <param name="AccountId">The account that gets a new credential; null to link accounts.</param>
public sealed record SessionGrant(
    Guid SessionId,
    OwnerId Owner,
    OriginOwner Origin,
    IReadOnlyList<string> Providers,
    IReadOnlyList<ProviderCategory>? Categories,
    AuthMethodKind? AuthMethod,
    Guid? AccountId,
    bool Multiple,
    string? Label,
    string? Metadata,
    AccountType Type,
    bool EndsAfterOne,
    DateTimeOffset ExpiresAt
)
{
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the token that was shown was made. A newer token of the session invalidates it.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>
    /// The hash, in hexadecimal, of the secret of the browser in which it was opened; null until somebody opens it in a browser.
    /// </summary>
    public string? Browser { get; init; }

    /// <summary>The BCP 47 tag of the language of its pages; null for the one that the browser asks for.</summary>
    public string? Locale { get; init; }

    /// <summary>The auth methods that are available at this moment.</summary>
    public AvailableMethods Offered { get; init; } = AvailableMethods.KeysOnly;

    public bool Allows(Provider provider) =>
        (Providers.Count == 0 || Providers.Contains(provider.Slug, StringComparer.Ordinal))
        && (Categories is null || Categories.Contains(provider.Category))
        && MethodsOf(provider).Any();

    public bool Allows(Provider provider, AuthMethodKind method) => Allows(provider) && MethodsOf(provider).Any(one => one.Kind == method);

    /// <summary>Whether another account can be linked after the first.</summary>
    public bool AllowsMore => !EndsAfterOne && AccountId is null;

    /// <returns>The auth methods of the provider that this session allows.</returns>
    public IEnumerable<AuthMethod> MethodsOf(Provider provider) =>
        Offered.Of(provider).Where(method => AuthMethod is null || AuthMethod == method.Kind);
}
