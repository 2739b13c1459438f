using System.Diagnostics;
using Hub.Core;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Benchmarks;

/// <summary>The real verifier with everything behind it, and a stand-in to which an operator's settings point its providers.</summary>
internal sealed class VerificationHost : IAsyncDisposable
{
    private readonly Process _standIn;
    private readonly ServiceProvider _services;
    private readonly ICredentialVerifier _verifier;
    private readonly ProviderCatalog _catalog;

    private VerificationHost(Process standIn, string address)
    {
        _standIn = standIn;
        var settings = VerificationCase.All.ToDictionary(
            one => $"{ProvidersOptions.Section}:Overrides:{one.Slug}:BaseUrl",
            _ => (string?)address,
            StringComparer.Ordinal
        );
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHubCore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), withSandbox: true);
        _services = services.BuildServiceProvider();
        _verifier = _services.GetRequiredService<ICredentialVerifier>();
        _catalog = _services.GetRequiredService<ProviderCatalog>();
    }

    public static async Task<VerificationHost> StartAsync(CancellationToken cancellationToken)
    {
        var standIn = Child.Start(StandIn.ChildArgument);
        return new VerificationHost(standIn, await Child.ReadLineAsync(standIn, cancellationToken));
    }

    /// <exception cref="InvalidOperationException">The verification ended otherwise than well: what it cost says nothing.</exception>
    public async Task VerifyAsync(VerificationCase one, CancellationToken cancellationToken)
    {
        var provider = _catalog.Find(one.Slug)!;
        var method = provider.FindMethod(one.Kind)!;
        var report = await _verifier.VerifyAsync(provider, method, method.Clean(one.Credential), cancellationToken);
        if (report.Outcome is not VerificationOutcome.Verified)
        {
            throw new InvalidOperationException($"{one}: {report.Outcome}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _standIn.StandardInput.Close();
        await _standIn.WaitForExitAsync(CancellationToken.None);
        _standIn.Dispose();
    }
}
