using System.Collections.Concurrent;
using Hub.Core.Credentials;
using Hub.Core.Outbound;
using Microsoft.Extensions.Options;

namespace Hub.Core.Providers;

/// <summary>The addresses at which Hub calls providers: their own, or those that the operator sets.</summary>
public sealed class ProviderAddresses
{
    private readonly ConcurrentDictionary<string, string> _overrides = new(StringComparer.OrdinalIgnoreCase);
    private readonly AllowedHosts _allowed;

    /// <exception cref="OptionsValidationException">An override names a provider that the catalog does not have, or a field that is not
    /// allowed in an address.</exception>
    public ProviderAddresses(IOptions<ProvidersOptions> options, ProviderCatalog catalog, AllowedHosts allowed)
    {
        _allowed = allowed;
        var errors = options
            .Value.Overrides.Where(pair => !Fits(catalog.Find(pair.Key), pair.Value.BaseUrl!))
            .Select(pair =>
                $"{ProvidersOptions.Section}:Overrides:{pair.Key}:BaseUrl: there is no provider {pair.Key}, or the address holds a "
                + $"placeholder that the provider's own address could not hold."
            )
            .ToList();
        if (errors.Count > 0)
        {
            throw new OptionsValidationException(ProvidersOptions.Section, typeof(ProvidersOptions), errors);
        }

        foreach (var (slug, target) in options.Value.Overrides)
        {
            Point(slug, target.BaseUrl!);
        }
    }

    private static bool Fits(Provider? provider, string baseUrl) =>
        provider is not null && provider.Methods.All(method => Template.PlaceholdersOf(baseUrl).All(method.IsAllowedInAddress));

    /// <summary>Sends all requests to a provider to another base address. This also allows its host, even a private one.</summary>
    public void Point(string slug, string baseUrl)
    {
        _overrides[slug] = baseUrl;
        // A placeholder makes the host the user's choice; only a fixed one is the operator's.
        if (!baseUrl.Contains('{', StringComparison.Ordinal))
        {
            _allowed.Allow(new Uri(baseUrl));
        }
    }

    /// <param name="provider">The provider.</param>
    /// <param name="method">One of its auth methods.</param>
    /// <param name="values">The values for the address's placeholders.</param>
    /// <returns>The base address.</returns>
    public Uri Resolve(Provider provider, AuthMethod method, CredentialValues values) => Fill(TemplateOf(provider, method), method, values);

    /// <param name="provider">The provider.</param>
    /// <param name="method">One of its auth methods.</param>
    /// <param name="url">An address of the provider file, with placeholders.</param>
    /// <param name="values">The values for the placeholders.</param>
    /// <returns>The address; an override replaces its host too.</returns>
    public Uri Resolve(Provider provider, AuthMethod method, string url, CredentialValues values)
    {
        var own = Fill(url, method, values);
        return _overrides.ContainsKey(provider.Slug) ? new Uri(Resolve(provider, method, values), own.PathAndQuery) : own;
    }

    /// <param name="provider">The provider.</param>
    /// <param name="method">Its authorization code method.</param>
    /// <param name="values">The values for the address's placeholders.</param>
    /// <param name="publicAddress">Hub's public address, without a slash at the end. Browsers reach the sandbox there too: its own address
    /// is only valid on this machine.</param>
    /// <returns>The address of the provider's page for authorization.</returns>
    public Uri ResolveAuthorizeUrl(Provider provider, AuthMethod.AuthorizationCode method, CredentialValues values, string publicAddress)
    {
        var address = Resolve(provider, method, method.Flow.AuthorizeUrl, values);
        return provider.Sandbox ? new Uri(publicAddress + address.PathAndQuery) : address;
    }

    /// <returns>The field with which the user decides which host is called; null where the provider or the operator has fixed it.</returns>
    public ProviderField? FindUserHostField(Provider provider, AuthMethod method) =>
        TemplateOf(provider, method).Contains('{', StringComparison.Ordinal) ? method.AddressFields.FirstOrDefault() : null;

    /// <returns>Whether the operator has set another address for the provider.</returns>
    public bool IsRedirected(Provider provider) => _overrides.ContainsKey(provider.Slug);

    private string TemplateOf(Provider provider, AuthMethod method) => _overrides.GetValueOrDefault(provider.Slug, method.BaseUrl);

    private static Uri Fill(string template, AuthMethod method, CredentialValues values) =>
        new(Template.Fill(template, placeholder => method.AddressPart(placeholder, values)));

    /// <returns>The customer's own host or its region's, with its base path; null where all customers share one host.</returns>
    public static string? CustomerHost(AuthMethod method, CredentialValues values)
    {
        var isRegional = method.RegionField is { } region && region.Option(values.Reveal(region.Key)) is not { Original: true };
        if (!method.HasOwnAddress && !isRegional)
        {
            return null;
        }

        // Two servers on one host differ by their base path.
        var address = Fill(method.BaseUrl, method, values);
        return address.Host + address.AbsolutePath.TrimEnd('/');
    }
}
