using Hub.Tests.Browser;
using Hub.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Hub.Tests.Browser;

/// <summary>
/// One Chromium for all browser tests. It takes the one of HUB_TEST_BROWSER, else one that is installed here, else lets Playwright
/// download its own, else (in a container, as root, on Debian or Ubuntu) installs the distribution's.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>
    /// For how many milliseconds something may take to appear. It ends nothing but tests that fail: a busy machine is no reason to.
    /// </summary>
    public const int Patience = 60_000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];

    private static readonly string[] Arguments = ["--disable-gpu", "--disable-background-networking"];

    static Chromium() => Assertions.SetDefaultExpectTimeout(Patience);

    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string? Configured => Environment.GetEnvironmentVariable("HUB_TEST_BROWSER") is { Length: > 0 } path ? path : null;

    // Chromium's sandbox refuses to run as root, as containers do.
    private static bool Sandbox => !(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Started by the first test that needs it: runs of other tests do not pay for it.</summary>
    public async Task<IBrowser> GetAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await LaunchAsync(_playwright);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Another browser with a profile of its own, for what only its settings can say.</summary>
    /// <param name="profile">A folder, which may hold settings already.</param>
    public async Task<IBrowserContext> OpenProfileAsync(string profile, params string[] arguments)
    {
        // Brings the playwright, and a browser where there was none.
        await GetAsync();
        return await _playwright!.Chromium.LaunchPersistentContextAsync(
            profile,
            new BrowserTypeLaunchPersistentContextOptions
            {
                ExecutablePath = Configured ?? Installed(),
                Args = [.. Arguments, .. arguments],
                ChromiumSandbox = Sandbox,
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
    }

    private static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        if (Configured is { } configured)
        {
            return await StartAsync(playwright, configured);
        }

        if (Installed() is { } installed)
        {
            return await StartAsync(playwright, installed);
        }

        if (File.Exists(playwright.Chromium.ExecutablePath) || Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0)
        {
            return await StartAsync(playwright, path: null);
        }

        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get"))
        {
            await ChildProcess.RunAsync("apt-get", Path.GetTempPath(), "update");
            await ChildProcess.RunAsync("apt-get", Path.GetTempPath(), "install", "-y", "--no-install-recommends", "chromium");
            if (Installed() is { } provided)
            {
                return await StartAsync(playwright, provided);
            }
        }

        throw new InvalidOperationException(
            "The browser tests found no Chromium and could not download one. Install Chromium or Chrome, or name one in HUB_TEST_BROWSER."
        );
    }

    private static Task<IBrowser> StartAsync(IPlaywright playwright, string? path) =>
        playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Args = Arguments,
                ChromiumSandbox = Sandbox,
            }
        );

    private static string? Installed()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var candidates =
            OperatingSystem.IsWindows()
                ?
                [
                    @"C:\Program Files\Google\Chrome\Application\chrome.exe",
                    @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
                ]
            : OperatingSystem.IsMacOS()
                ? ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"]
            : folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name)));
        return candidates.FirstOrDefault(File.Exists);
    }
}
