namespace Hub.Core.Providers;

/// <summary>
/// Which auth methods are available on this Hub: the authorization code method only at providers with a registered client.
/// </summary>
/// <param name="registered">The scopes that the operator chose, by slug of each provider with a client; null for all scopes of the provider
/// file.</param>
/// <param name="disabled">The slugs of the providers that an Administrator disabled: no method of theirs is available.</param>
public sealed class AvailableMethods(IReadOnlyDictionary<string, IReadOnlyList<string>?> registered, IReadOnlySet<string> disabled)
{
    /// <summary>Only methods that need no client.</summary>
    public static AvailableMethods KeysOnly { get; } =
        new(new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));

    /// <returns>Whether an Administrator disabled the provider.</returns>
    public bool IsDisabled(Provider provider) => disabled.Contains(provider.Slug);

    /// <param name="provider">The provider.</param>
    /// <returns>The provider's available methods in the catalog's order, the recommended first.</returns>
    public IEnumerable<AuthMethod> Of(Provider provider) => provider.Methods.Where(method => Has(provider, method));

    /// <param name="provider">The provider.</param>
    /// <param name="method">One of its methods.</param>
    /// <returns>Whether the method is available.</returns>
    public bool Has(Provider provider, AuthMethod method) =>
        !IsDisabled(provider) && (method is not AuthMethod.AuthorizationCode || registered.ContainsKey(provider.Slug));

    /// <param name="provider">The provider.</param>
    /// <returns>Whether the provider has an available method.</returns>
    public bool Any(Provider provider) => Of(provider).Any();

    /// <param name="provider">The provider.</param>
    /// <param name="flow">The provider's authorization code flow.</param>
    /// <returns>The reasons of the requested scopes; for a scope that the operator added, its name.</returns>
    public IEnumerable<string> ReasonsOf(Provider provider, AuthorizationCodeFlow flow) =>
        flow.ScopesWith(registered.GetValueOrDefault(provider.Slug))
            .Select(name => flow.Scopes.FirstOrDefault(scope => scope.Name == name)?.Reason ?? name)
            .Distinct(StringComparer.Ordinal);
}
