using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Web.Sandbox;

/// <summary>
/// Serves the provider "Sandbox ATS" over HTTP, on a port of its own that only this machine can reach: so it works behind any address,
/// certificate or reverse proxy of Hub.
/// </summary>
internal sealed class SandboxServer(
    ProviderCatalog catalog,
    ProviderAddresses addresses,
    IDataProtectionProvider protection,
    SandboxMessages texts,
    TimeProvider time
) : IHostedService, IAsyncDisposable
{
    private const string ProviderSlug = "sandbox-ats";
    private WebApplication? _app;

    /// <summary>The address it listens on; null before it is started.</summary>
    public string? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Empty, so that none of Hub's configuration (addresses, certificates, logging) applies here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(texts);
        builder.Services.AddSandboxOAuth(catalog.Find(ProviderSlug)!, protection, time);
        // OpenIddict adds Data Protection, which would create keys at start; this server uses Hub's.
        builder.Services.RemoveAll<IHostedService>();
        _app = builder.Build();
        // Before OpenIddict, which would read the API key as a token.
        _app.Use((context, next) => SandboxOAuth.IsForKey(context.Request) ? SandboxAnswers.AnswerAsync(context) : next(context));
        _app.UseAuthentication();
        _app.MapSandboxOAuth();
        await _app.StartAsync(cancellationToken);
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        addresses.Point(ProviderSlug, Address);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
