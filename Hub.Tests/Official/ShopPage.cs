using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Official;

/// <summary>A product's own page, on an origin of its own, that shows the official component.</summary>
public sealed class ShopPage : IAsyncDisposable
{
    private readonly WebApplication _app;

    /// <param name="bundle">The component as it comes in its package.</param>
    private ShopPage(string bundle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        new FileExtensionContentTypeProvider().TryGetContentType(bundle, out var type);
        _app.MapGet("/webcomponent.js", () => Results.File(bundle, type));
        // The token stands in the fragment, so that the page can be asked for without it.
        _app.MapGet(
            "/",
            (string hub, string? account) =>
                Results.Content(
                    $$"""
                    <!doctype html>
                    <html lang="en">
                    <head><meta charset="utf-8"><title>Shop</title></head>
                    <body style="max-width: 560px; margin: 24px auto">
                    <script src="/webcomponent.js"></script>
                    <script>
                      window.events = [];
                      const hub = document.createElement('stackone-hub');
                      hub.setAttribute('token', location.hash.slice(1));
                      hub.setAttribute('base-url', '{{hub}}/api');
                      hub.setAttribute('app-url', '{{hub}}');
                      {{(account is null ? "" : $"hub.setAttribute('account-id', '{account}');")}}
                      for (const name of ['success', 'close']) hub.addEventListener(name, event => window.events.push({ name, detail: event.detail ?? null }));
                      document.body.append(hub);
                    </script>
                    </body>
                    </html>
                    """,
                    "text/html"
                )
        );
    }

    /// <summary>The origin, without a slash at the end.</summary>
    public string Origin => _app.Urls.Single();

    public static async Task<ShopPage> StartAsync(string bundle)
    {
        var page = new ShopPage(bundle);
        await page._app.StartAsync(TestContext.Current.CancellationToken);
        return page;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
