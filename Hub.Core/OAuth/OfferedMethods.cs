using Hub.Core.Providers;

namespace Hub.Core.OAuth;

/// <summary>Which ways to authenticate people are offered: signing in only at providers where the operator has registered a client.</summary>
/// <param name="registered">The providers with a client, by slug.</param>
public sealed class OfferedMethods(IEnumerable<string> registered)
{
    private readonly HashSet<string> _registered = new(registered, StringComparer.Ordinal);

    /// <summary>Only what needs no client.</summary>
    public static OfferedMethods KeysOnly { get; } = new([]);

    /// <returns>In the catalog's order, the recommended first.</returns>
    public IEnumerable<AuthMethod> Of(Provider provider) => provider.Methods.Where(method => Has(provider, method));

    public bool Has(Provider provider, AuthMethod method) => method.SignIn is null || _registered.Contains(provider.Slug);

    /// <returns>Whether there is any.</returns>
    public bool Any(Provider provider) => Of(provider).Any();
}
