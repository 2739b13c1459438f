using Hub.Core.Providers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hub.Web.Sandbox;

/// <summary>
/// Plays the provider "Sandbox ATS" over real HTTP, on a port of its own that only this machine can reach:
/// it works whatever address, certificate or reverse proxy Hub itself is behind.
/// </summary>
internal sealed class SandboxServer(ProviderAddresses addresses) : IHostedService, IAsyncDisposable
{
    private const string ProviderSlug = "sandbox-ats";
    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Empty: none of Hub's configuration (addresses, certificates, logging) is this server's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapGet("/v1/me", SandboxAnswers.AnswerAsync);
        await _app.StartAsync(cancellationToken);
        addresses.Point(ProviderSlug, _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
