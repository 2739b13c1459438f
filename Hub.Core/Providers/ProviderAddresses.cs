using System.Collections.Concurrent;
using Hub.Core.Credentials;
using Hub.Core.Outbound;
using Microsoft.Extensions.Options;

namespace Hub.Core.Providers;

/// <summary>Where each provider is reached: at its own address, or where the operator points it.</summary>
public sealed class ProviderAddresses
{
    private readonly ConcurrentDictionary<string, string> _overrides = new(StringComparer.OrdinalIgnoreCase);
    private readonly AllowedHosts _allowed;

    /// <exception cref="OptionsValidationException">An override is of a provider that the catalog does not have, or names a field that no
    /// address may hold.</exception>
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

    /// <summary>Sends all calls for a provider to another base address. Naming a host here also allows it, even a private one.</summary>
    public void Point(string slug, string baseUrl)
    {
        _overrides[slug] = baseUrl;
        // A placeholder makes the host the user's choice; only a fixed one is the operator's.
        if (!baseUrl.Contains('{', StringComparison.Ordinal))
        {
            _allowed.Allow(new Uri(baseUrl));
        }
    }

    /// <returns>The base address to call for these field values.</returns>
    public Uri Resolve(Provider provider, AuthMethod method, CredentialValues values) => Fill(TemplateOf(provider, method), method, values);

    /// <param name="url">A token endpoint's or sign-in page's, as the provider file has it.</param>
    /// <returns>The address; an override replaces its host too.</returns>
    public Uri Resolve(Provider provider, AuthMethod method, string url, CredentialValues values)
    {
        var own = Fill(url, method, values);
        return _overrides.ContainsKey(provider.Slug) ? new Uri(Resolve(provider, method, values), own.PathAndQuery) : own;
    }

    /// <param name="publicAddress">Where people reach Hub, without a slash at the end. The sandbox is reached there too: its own address is
    /// only this machine's.</param>
    /// <returns>The address of the provider's page for authorization.</returns>
    public Uri ResolveAuthorizeUrl(Provider provider, AuthMethod.AuthorizationCode method, CredentialValues values, string publicAddress)
    {
        var address = Resolve(provider, method, method.Flow.AuthorizeUrl, values);
        return provider.Sandbox ? new Uri(publicAddress + address.PathAndQuery) : address;
    }

    /// <returns>The field by which the user decided which host is called; null where the provider or the operator has fixed it.</returns>
    public ProviderField? FindUserHostField(Provider provider, AuthMethod method) =>
        TemplateOf(provider, method).Contains('{', StringComparison.Ordinal) ? method.AddressFields.FirstOrDefault() : null;

    /// <returns>Whether the operator has given the provider another address than its own.</returns>
    public bool IsRedirected(Provider provider) => _overrides.ContainsKey(provider.Slug);

    private string TemplateOf(Provider provider, AuthMethod method) => _overrides.GetValueOrDefault(provider.Slug, method.BaseUrl);

    private static Uri Fill(string template, AuthMethod method, CredentialValues values) =>
        new(Template.Fill(template, placeholder => method.AddressPart(placeholder, values)));

    /// <returns>The host at the provider, with its base path, that is the customer's own or its region's; null where all customers share
    /// one.</returns>
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
