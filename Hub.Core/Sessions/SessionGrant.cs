using Hub.Core.Providers;

namespace Hub.Core.Sessions;

/// <summary>
/// What a connect session permits: whose accounts, at which providers, until when. Made by Hub alone, never from what a caller sends.
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

    /// <summary>When the token was made that was shown. Once the session has a newer one, this is good for nothing.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>
    /// The hash of what the browser shows in which it was begun, in hexadecimal; null where nobody has begun with it in one.
    /// </summary>
    public string? Browser { get; init; }

    /// <summary>What is offered at all when the session is looked at.</summary>
    public AvailableMethods Offered { get; init; } = AvailableMethods.KeysOnly;

    public bool Allows(Provider provider) =>
        (Providers.Count == 0 || Providers.Contains(provider.Slug, StringComparer.Ordinal))
        && (Categories is null || Categories.Contains(provider.Category))
        && MethodsOf(provider).Any();

    public bool Allows(Provider provider, AuthMethodKind method) => Allows(provider) && MethodsOf(provider).Any(one => one.Kind == method);

    /// <summary>Whether another account can be linked after the first.</summary>
    public bool AllowsMore => !EndsAfterOne && AccountId is null;

    /// <returns>The ways to authenticate that are offered.</returns>
    public IEnumerable<AuthMethod> MethodsOf(Provider provider) =>
        Offered.Of(provider).Where(method => AuthMethod is null || AuthMethod == method.Kind);
}
