using System.Net;
using Hub.Core;
using Hub.Core.Credentials;
using Hub.Core.OAuth;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Verification;

/// <summary>The real verifier with everything behind it, its providers pointed elsewhere as an operator would.</summary>
internal sealed class VerificationHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public VerificationHost(
        string slug,
        string? baseUrl,
        TimeProvider? time = null,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null
    )
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (baseUrl is not null)
        {
            settings[$"{ProvidersOptions.Section}:Overrides:{slug}:BaseUrl"] = baseUrl;
        }

        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddHubCore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), withSandbox: true);
        // Read once for all of them: they are thousands.
        services.AddSingleton(ProviderSamples.Catalog);
        services.AddSingleton(provider => new AddressGuard(provider.GetRequiredService<AllowedHosts>(), resolve));
        _services = services.BuildServiceProvider();
    }

    public RecordedLog Log { get; } = new();

    public TokenEndpointClient Exchange => _services.GetRequiredService<TokenEndpointClient>();

    public OutboundClient Outbound => _services.GetRequiredService<OutboundClient>();

    public async Task<VerificationReport> VerifyAsync(ProviderSample sample, CancellationToken cancellationToken)
    {
        var provider = ProviderSamples.Catalog.Find(sample.Provider)!;
        var method = ProviderSamples.MethodOf(sample);
        var values = Some.Values(sample.Values);
        return await _services
            .GetRequiredService<ICredentialVerifier>()
            .VerifyAsync(provider, method, method.FromStore(values), cancellationToken);
    }

    /// <returns>The hosts that these values may be sent to.</returns>
    public IEnumerable<string> HostsOf(string slug, AuthMethod method, CredentialValues values)
    {
        var addresses = _services.GetRequiredService<ProviderAddresses>();
        var provider = ProviderSamples.Catalog.Find(slug)!;
        var urls = method switch
        {
            AuthMethod.ClientCredentials { Token: var token } => [token.Url],
            AuthMethod.AuthorizationCode { Flow: var flow } => new[] { flow.TokenUrl, flow.Revoke?.Url },
            _ => [],
        };
        return urls.OfType<string>()
            .Select(url => addresses.Resolve(provider, method, url, values).Host)
            .Concat(method.FindCheck() is null ? [] : [addresses.Resolve(provider, method, values).Host])
            .Distinct(StringComparer.Ordinal);
    }

    /// <returns>One of the method's addresses with these values.</returns>
    public Uri AddressOf(string slug, AuthMethod method, string url, CredentialValues values) =>
        _services.GetRequiredService<ProviderAddresses>().Resolve(ProviderSamples.Catalog.Find(slug)!, method, url, values);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
