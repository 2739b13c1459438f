using System.Text.Json;
using Hub.Tests.Browser;
using Microsoft.Playwright;

namespace Hub.Tests.Embed;

/// <summary>A page of a product with Hub in it, and somebody in front of it.</summary>
internal sealed class EmbeddedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private EmbeddedPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Request += (_, request) => Addresses.Add(request.Url);
        page.WebSocket += (_, socket) => Addresses.Add(socket.Url);
        page.FrameNavigated += (_, frame) => Addresses.Add(frame.Url);
    }

    public IPage Page { get; }

    /// <summary>Everything that was requested, each WebSocket that was opened, and everywhere that a frame went.</summary>
    public List<string> Addresses { get; } = [];

    public IFrameLocator Frame => Page.FrameLocator("hub-connect iframe");

    public ILocator Frames => Page.Locator("hub-connect iframe");

    public ILocator Modal => Page.GetByRole(AriaRole.Dialog, new() { Name = "Connect an account" });

    public ILocator ApiKey => Frame.GetByLabel("API Key", new() { Exact = true });

    public ILocator Popup => Frame.GetByRole(AriaRole.Dialog);

    public static async Task<EmbeddedPage> OpenAsync(
        Chromium chromium,
        string address,
        ColorScheme theme = ColorScheme.Light,
        int width = 1280,
        int height = 900
    )
    {
        var browser = await chromium.GetAsync();
        return await OpenAsync(
            await browser.NewContextAsync(
                new BrowserNewContextOptions
                {
                    ColorScheme = theme,
                    ViewportSize = new ViewportSize { Width = width, Height = height },
                }
            ),
            address
        );
    }

    public static async Task<EmbeddedPage> OpenAsync(IBrowserContext context, string address)
    {
        context.SetDefaultTimeout(Chromium.Patience);
        var page = new EmbeddedPage(context, await context.NewPageAsync());
        await page.Page.GotoAsync(address);
        return page;
    }

    public ILocator Button(string name) => Frame.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Frame.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    /// <summary>List, form, a key that is refused, one that is accepted.</summary>
    public async Task LinkAsync()
    {
        await Frame.GetByLabel("Search providers").FillAsync("sandbox");
        await Button("Sandbox ATS").ClickAsync();
        await ApiKey.FillAsync("sandbox-wrong");
        await Button("Connect").ClickAsync();
        await Frame.GetByText("rejected this key").First.WaitForAsync();
        await ApiKey.FillAsync("sandbox-good");
        await Button("Connect").ClickAsync();
        await Button("Done").WaitForAsync();
    }

    /// <summary>What the page's own list <c>seen</c> holds.</summary>
    public async Task<IReadOnlyList<string>> SeenAsync() =>
        [.. (await Page.EvaluateAsync<JsonElement>("seen")).EnumerateArray().Select(one => one.GetString()!)];

    public async Task WaitUntilSeenAsync(string what) =>
        await Page.WaitForFunctionAsync("what => seen.some(one => one.startsWith(what))", what);

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
