namespace Hub.Core.Providers;

/// <summary>
/// Which ways to authenticate people are offered: signing in only at providers where the operator has registered a client.
/// </summary>
/// <param name="registered">By slug of each provider with a client, the scopes that the operator chose; null for all of the provider
/// file's.</param>
public sealed class AvailableMethods(IReadOnlyDictionary<string, IReadOnlyList<string>?> registered)
{
    /// <summary>Only what needs no client.</summary>
    public static AvailableMethods KeysOnly { get; } = new(new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal));

    /// <returns>In the catalog's order, the recommended first.</returns>
    public IEnumerable<AuthMethod> Of(Provider provider) => provider.Methods.Where(method => Has(provider, method));

    public bool Has(Provider provider, AuthMethod method) => method.Flow is null || registered.ContainsKey(provider.Slug);

    /// <returns>Whether there is any.</returns>
    public bool Any(Provider provider) => Of(provider).Any();

    /// <returns>What people are asked for who sign in, in words; where the operator added a scope, its name.</returns>
    public IEnumerable<string> ReasonsOf(Provider provider, AuthorizationCodeFlow flow) =>
        flow.ScopesWith(registered.GetValueOrDefault(provider.Slug))
            .Select(name => flow.Scopes.FirstOrDefault(scope => scope.Name == name)?.Reason ?? name)
            .Distinct(StringComparer.Ordinal);
}
