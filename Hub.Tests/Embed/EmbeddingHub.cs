using System.Collections.Concurrent;
using Hub.Core;
using Hub.Core.AuthLinks;
using Hub.Core.Data;
using Hub.Core.Sessions;
using Hub.Tests.Embed.Examples;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Embed;

/// <summary>
/// A Hub, and two sites of other people that hold it in their pages: one that may, and one that may not. Hub is at 127.0.0.1 and they are
/// at localhost, which to a browser is another site.
/// </summary>
public sealed class EmbeddingHub : IAsyncLifetime
{
    private ServiceProvider? _store;
    private RunningHub? _hub;

    public RunningHub Hub => _hub!;

    public Site Product { get; private set; } = null!;

    public Site Stranger { get; private set; } = null!;

    /// <summary>A product that is itself made with Blazor: its page is /blazor?hub=…&amp;token=….</summary>
    public Site BlazorSite { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Product = await Site.StartAsync();
        Stranger = await Site.StartAsync();
        BlazorSite = await Site.StartAsync(withBlazor: true);
        _hub = await RunningHub.StartAsync(
            // Files are packed and kept as they are where Hub is used, and not as while it is written.
            "ReloadStaticAssetsAtRuntime=false",
            "Hub:Embed:AllowedOrigins:0=https://app.example.com",
            $"Hub:Embed:AllowedOrigins:1={Product.Origin}",
            $"Hub:Embed:AllowedOrigins:2={BlazorSite.Origin}"
        );
        var services = new ServiceCollection();
        services.AddHubData(new DatabaseOptions { Provider = DatabaseProvider.Sqlite, DataDirectory = _hub.DataDirectory });
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        services.AddHubCore(new ConfigurationBuilder().Build(), withSandbox: true);
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        _store = services.BuildServiceProvider();
    }

    /// <returns>The token of a session as a product's server gets it.</returns>
    public async Task<string> TokenAsync(Func<SessionRequest, SessionRequest>? change = null)
    {
        var request = new SessionRequest { Origin = new OriginOwner("customer-1", "Acme GmbH", null) };
        var outcome = await _store!
            .GetRequiredService<SessionIssuer>()
            .IssueForProductAsync(Guid.CreateVersion7(), change?.Invoke(request) ?? request, TestContext.Current.CancellationToken);
        return Assert.IsType<SessionIssueOutcome.Issued>(outcome).Token.Reveal();
    }

    /// <returns>Where the account is that has this id.</returns>
    public async Task<string> ProviderOfAsync(Guid account)
    {
        await using var db = await _store!
            .GetRequiredService<IDbContextFactory<HubDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        return (await db.LinkedAccounts.SingleAsync(one => one.Id == account, TestContext.Current.CancellationToken)).ProviderSlug;
    }

    public async ValueTask DisposeAsync()
    {
        await Product.DisposeAsync();
        await Stranger.DisposeAsync();
        await BlazorSite.DisposeAsync();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }

    /// <summary>A web site of somebody else, whose pages the test writes.</summary>
    public sealed class Site : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, RequestDelegate> _pages = new(StringComparer.Ordinal);
        private readonly WebApplication _app;
        private int _count;

        private Site(bool withBlazor)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            if (withBlazor)
            {
                builder.Services.AddRazorComponents().AddInteractiveServerComponents();
            }

            _app = builder.Build();
            if (withBlazor)
            {
                _app.UseAntiforgery();
                _app.MapRazorComponents<BlazorProduct>().AddInteractiveServerRenderMode();
            }

            _app.MapFallback(
                "{**path}",
                context => _pages.TryGetValue(context.Request.Path, out var page) ? page(context) : NotFound(context)
            );
        }

        public string Origin => $"http://localhost:{new Uri(_app.Urls.Single()).Port}";

        public static async Task<Site> StartAsync(bool withBlazor = false)
        {
            var site = new Site(withBlazor);
            await site._app.StartAsync(TestContext.Current.CancellationToken);
            return site;
        }

        /// <returns>The page's address.</returns>
        public string Serve(string html, params (string Name, string Value)[] headers) =>
            Serve($"/{Interlocked.Increment(ref _count)}", Answers.Text(200, "text/html; charset=utf-8", html, headers).Invoke);

        public string Serve(string path, RequestDelegate answer)
        {
            _pages[path] = answer;
            return Origin + path;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private static Task NotFound(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
    }
}

[CollectionDefinition(nameof(EmbeddingHub))]
public sealed class EmbeddingHubForAll : ICollectionFixture<EmbeddingHub>;
