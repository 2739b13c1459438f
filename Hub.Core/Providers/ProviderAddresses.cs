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

    public ProviderAddresses(IOptions<ProvidersOptions> options, AllowedHosts allowed)
    {
        _allowed = allowed;
        foreach (var (slug, target) in options.Value.Overrides)
        {
            Point(slug, target.BaseUrl!);
        }
    }

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
    public Uri Resolve(Provider provider, AuthMethod method, CredentialValues values) =>
        new(Template.Fill(TemplateOf(provider, method), values.Reveal));

    /// <returns>True when the user's input decides which host is called; false where the operator has fixed it.</returns>
    public bool IsUsersChoice(Provider provider, AuthMethod method) => TemplateOf(provider, method).Contains('{', StringComparison.Ordinal);

    private string TemplateOf(Provider provider, AuthMethod method) => _overrides.GetValueOrDefault(provider.Slug, method.BaseUrl);

    /// <returns>The customer's own host at the provider, for display; null where all customers share one.</returns>
    public static string? CustomerHost(AuthMethod method, CredentialValues values) =>
        method.HasOwnAddress ? new Uri(Template.Fill(method.BaseUrl, values.Reveal)).Host : null;
}
