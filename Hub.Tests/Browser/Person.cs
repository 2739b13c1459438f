using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Hub.Tests.Browser;

/// <summary>
/// Somebody in front of a browser, with words for what people do in Hub. Elements are found as assistive technology finds them.
/// </summary>
public sealed partial class Person : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly IBrowserContext _context;
    private readonly string _hub;

    private Person(IBrowserContext context, IPage page, string hub)
    {
        _context = context;
        _hub = hub;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>The address that this person registered with.</summary>
    public string Email { get; private set; } = "";

    public ILocator ApiKey => Page.GetByLabel("API Key", new() { Exact = true });

    public ILocator ConnectButton => Button("Connect");

    /// <summary>The button of the form of an account that is linked already.</summary>
    public ILocator SaveButton => Button("Verify and save");

    public ILocator Popup => Page.GetByRole(AriaRole.Dialog);

    public ILocator Alert => Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Alert);

    public static async Task<Person> OpenAsync(
        Chromium chromium,
        string hub,
        ColorScheme theme = ColorScheme.Light,
        int width = 1280,
        int height = 900,
        string? locale = null
    )
    {
        var browser = await chromium.GetAsync();
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ColorScheme = theme,
                Locale = locale,
                ViewportSize = new ViewportSize { Width = width, Height = height },
                // Those of the tests' own proxies are self-signed.
                IgnoreHTTPSErrors = true,
            }
        );
        context.SetDefaultTimeout(Chromium.Patience);
        return new Person(context, await context.NewPageAsync(), hub);
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(_hub + path);

    /// <summary>Registers past the pages, which tests of their own are about, and is signed in; no page is open yet.</summary>
    public async Task RegisterAsync(string email)
    {
        Email = email;
        var address = _hub + "/Account/Register";
        await using var page = await _context.APIRequest.GetAsync(address);
        var form = _context.APIRequest.CreateFormData();
        form.Append("_handler", "register");
        form.Append("__RequestVerificationToken", AntiforgeryToken().Match(await page.TextAsync()).Groups["token"].Value);
        form.Append("Input.Email", email);
        form.Append("Input.Password", Password);
        form.Append("Input.ConfirmPassword", Password);
        await using var answer = await _context.APIRequest.PostAsync(address, new() { Form = form, MaxRedirects = 0 });
        Assert.Equal(302, answer.Status);
    }

    /// <summary>Registers with the pages for it and is signed in afterwards.</summary>
    public async Task SignUpAsync(string email)
    {
        Email = email;
        await GoAsync("/Account/Register");
        await Page.GetByLabel("Email").FillAsync(email);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await Page.GetByLabel("Confirm password").FillAsync(Password);
        await Button("Create account").ClickAsync();
        await Heading("Link an account").WaitForAsync();
    }

    public async Task SignInAsync(string email)
    {
        await TrySignInAsync(email, Password);
        // Not for the address: Blazor may exchange the page without loading it, and a load that never comes would be waited for.
        await Page.GetByLabel("Your account", new() { Exact = true }).WaitForAsync();
    }

    /// <summary>Opens the page for signing in and sends it; whatever comes of that.</summary>
    public async Task TrySignInAsync(string email, string password)
    {
        await GoAsync("/Account/Login");
        await SendSignInAsync(email, password);
    }

    /// <summary>Sends the page for signing in, which is open already.</summary>
    public async Task SendSignInAsync(string email, string password)
    {
        await Page.GetByLabel("Email").FillAsync(email);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>Is signed out without having said so: the browser has lost the cookie.</summary>
    public Task ForgetSignInAsync() => _context.ClearCookiesAsync(new() { Name = ".AspNetCore.Identity.Application" });

    /// <summary>Signs out with the menu of the page that is open.</summary>
    public async Task SignOutAsync()
    {
        await Page.GetByLabel("Your account", new() { Exact = true }).ClickAsync();
        await Button("Sign out").ClickAsync();
        await Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true }).WaitForAsync();
    }

    /// <summary>Opens a provider's form and presses Connect with this key.</summary>
    public async Task ConnectAsync(string provider, string key)
    {
        if (!new Uri(Page.Url).AbsolutePath.Equals($"/link/{provider}", StringComparison.Ordinal))
        {
            await GoAsync($"/link/{provider}");
        }

        await ApiKey.FillAsync(key);
        await ConnectButton.ClickAsync();
    }

    public ILocator AuthLink => Page.GetByRole(AriaRole.Textbox, new() { Name = "The link", Exact = true });

    /// <summary>Requests an account from somebody else, at any provider unless one is named.</summary>
    /// <returns>The link to send.</returns>
    public async Task<string> RequestAsync(string customer, string? provider = null)
    {
        await GoAsync("/accounts/request");
        await Page.GetByLabel("Customer's name").FillAsync(customer);
        await Page.GetByLabel("Customer's ID").FillAsync("customer-1");
        if (provider is not null)
        {
            await Page.GetByLabel("Only some providers").CheckAsync();
            await Page.GetByRole(AriaRole.Checkbox, new() { Name = provider }).CheckAsync();
        }

        await Button("Create link").ClickAsync();
        return await AuthLink.InputValueAsync();
    }

    /// <summary>Links an account and closes the popup towards the Accounts page.</summary>
    public async Task LinkAsync(string provider, string key)
    {
        await ConnectAsync(provider, key);
        await Button("View in Accounts").ClickAsync();
        await Heading("Accounts").WaitForAsync();
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex AntiforgeryToken();
}
