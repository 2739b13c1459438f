using System.Text.Json.Nodes;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Tests.Browser;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Official;

/// <summary>
/// <c>&lt;stackone-hub&gt;</c> from npm, unchanged, in Chromium, on a page of another origin, with only its two addresses set to Hub's.
/// </summary>
public sealed class ComponentTests : IClassFixture<ComponentTests.Shop>
{
    private const string Sandbox = "sandbox-ats";

    private readonly Shop _shop;
    private readonly Chromium _chromium;

    public ComponentTests(Shop shop, Chromium chromium)
    {
        OfficialClients.Require();
        (_shop, _chromium) = (shop, chromium);
    }

    [Fact]
    public async Task from_the_list_over_a_rejected_key_to_success()
    {
        await using var visitor = await OpenAsync(new SessionRequest { Origin = SessionsOf.NewOwner() });
        await visitor.Page.GetByPlaceholder("Search Integrations").FillAsync("sandbox");
        await visitor.Page.GetByText("Sandbox ATS (API key)").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Connection guide" }))
            .ToHaveAttributeAsync("href", $"{_shop.Hub.Address}/providers/sandbox-ats");
        await SeesAsync(visitor.Page.GetByText("What it needs:"));
        // Nothing can be sent that is certainly wrong.
        await Expect(visitor.Connect).ToBeDisabledAsync();
        await visitor.Workspace.FillAsync("Not A Workspace");
        await visitor.Key.FillAsync("sandbox-bad");
        await SeesAsync(visitor.Page.GetByText("Use lower-case letters, digits and dashes."));
        await Expect(visitor.Connect).ToBeDisabledAsync();
        await visitor.Workspace.FillAsync("acme");
        await visitor.Connect.ClickAsync();

        await SeesAsync(visitor.Page.GetByText("Sandbox ATS rejected this key. Try sandbox-good."));
        Assert.Empty(await visitor.EventsAsync());
        await visitor.Key.FillAsync("sandbox-good");
        await visitor.Connect.ClickAsync();

        await SeesAsync(visitor.Page.GetByText("Account successfully connected to Sandbox ATS"));
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        var account = Assert.Single(await _shop.AccountsAsync(visitor.Owner));
        Assert.Equal(
            [("success", $$"""{"id":"{{account.Id}}","provider":"sandbox-ats"}"""), ("close", "null")],
            await visitor.EventsAsync()
        );
        Assert.Equal(("Jane Sandbox", visitor.Owner.Name), (account.IdentityName, account.OriginOwnerName));
        visitor.LogoWasHubs();
    }

    [Fact]
    public async Task an_account_that_is_there_is_opened_with_its_secret_masked_and_keeps_it()
    {
        var owner = SessionsOf.NewOwner();
        await using (
            var first = await OpenAsync(
                new SessionRequest
                {
                    Origin = owner,
                    Providers = [Sandbox],
                    AuthMethod = AuthMethodKind.ApiKey,
                }
            )
        )
        {
            await first.Workspace.FillAsync("acme");
            await first.Key.FillAsync("sandbox-good-anna");
            await first.Connect.ClickAsync();
            await SeesAsync(first.Page.GetByText("Connection Successful"));
        }

        var linked = Assert.Single(await _shop.AccountsAsync(owner));
        await using var visitor = await OpenAsync(new SessionRequest { Origin = owner, AccountId = linked.Id });
        await Expect(visitor.Page.GetByLabel("API Key")).ToHaveValueAsync("••••••••••anna");
        await Expect(visitor.Workspace).ToHaveValueAsync("acme");
        await visitor.Workspace.FillAsync("acme-2");
        await visitor.Connect.ClickAsync();
        await SeesAsync(visitor.Page.GetByText("Connection Successful"));
        Assert.Equal([("success", $$"""{"id":"{{linked.Id}}","provider":"sandbox-ats"}""")], await visitor.EventsAsync());
        Assert.Equal("Anna Sandbox", Assert.Single(await _shop.AccountsAsync(owner)).IdentityName);

        // The customer's one account at the provider is opened as well where the session does not name it; and a bad key changes nothing.
        await using var again = await OpenAsync(
            new SessionRequest
            {
                Origin = owner,
                Providers = [Sandbox],
                AuthMethod = AuthMethodKind.ApiKey,
            }
        );
        await Expect(again.Workspace).ToHaveValueAsync("acme-2");
        await again.Page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await again.Key.FillAsync("sandbox-bad");
        await again.Connect.ClickAsync();
        await SeesAsync(again.Page.GetByText("Sandbox ATS rejected this key."));
        Assert.Empty(await again.EventsAsync());
        Assert.Equal("Anna Sandbox", Assert.Single(await _shop.AccountsAsync(owner)).IdentityName);

        // So is the one that the page names.
        await using var named = await OpenAsync(new SessionRequest { Origin = owner }, linked.Id);
        await Expect(named.Workspace).ToHaveValueAsync("acme-2");
        await named.Connect.ClickAsync();
        await SeesAsync(named.Page.GetByText("Connection Successful"));
        Assert.Single(await _shop.AccountsAsync(owner));
    }

    [Fact]
    public async Task whoever_signs_in_at_the_provider_in_its_window_is_linked()
    {
        await using var visitor = await OpenAsync(new SessionRequest { Origin = SessionsOf.NewOwner() });
        await visitor.Page.GetByPlaceholder("Search Integrations").FillAsync("sandbox");
        await visitor.Page.GetByText("Sandbox ATS (Sign in)").ClickAsync();
        var window = await visitor.Page.RunAndWaitForPopupAsync(() => visitor.Connect.ClickAsync());
        // Its address holds the token and could be sent to anybody: so the window says whose account it becomes.
        await SeesAsync(window.GetByText("The account that you authorize is linked for"));
        await window.GetByRole(AriaRole.Button, new() { Name = "Continue to Sandbox ATS" }).ClickAsync();
        await window.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        await SeesAsync(visitor.Page.GetByText("Account successfully connected to Sandbox ATS"));
        var account = Assert.Single(await _shop.AccountsAsync(visitor.Owner));
        Assert.Equal(("Jane Sandbox", AuthMethodKind.Oauth2AuthorizationCode), (account.IdentityName, account.AuthMethod));
        Assert.Equal([("success", $$"""{"id":"{{account.Id}}","provider":"sandbox-ats"}""")], await visitor.EventsAsync());
    }

    [Fact]
    public async Task it_works_with_a_Hub_below_a_path()
    {
        await using var proxy = await ReverseProxy.StartAsync(new() { Prefix = "/hub", StripsPrefix = true });
        await using var hub = await RunningHub.StartAsync(
            $"Hub:PublicUrl={proxy.Address}",
            $"Hub:Embed:AllowedOrigins:0={_shop.Page.Origin}"
        );
        proxy.Serve(hub.Address);
        await using var sessions = new SessionsOf(hub);
        await using var visitor = await OpenAsync(sessions, proxy.Address, new SessionRequest { Origin = SessionsOf.NewOwner() });
        await visitor.Page.GetByPlaceholder("Search Integrations").FillAsync("sandbox");
        await visitor.Page.GetByText("Sandbox ATS (Sign in)").ClickAsync();
        var window = await visitor.Page.RunAndWaitForPopupAsync(() => visitor.Connect.ClickAsync());
        await window.GetByRole(AriaRole.Button, new() { Name = "Continue to Sandbox ATS" }).ClickAsync();
        await window.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await SeesAsync(visitor.Page.GetByText("Account successfully connected to Sandbox ATS"));
        visitor.LogoWasHubs();
    }

    [Fact]
    public async Task whoever_goes_back_or_leaves_has_linked_nothing()
    {
        await using var visitor = await OpenAsync(new SessionRequest { Origin = SessionsOf.NewOwner(), Providers = [Sandbox, "lever"] });
        await visitor.Page.GetByText("Sandbox ATS (API key)").ClickAsync();
        await visitor.Key.FillAsync("sandbox-good");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Back" }).ClickAsync();
        await SeesAsync(visitor.Page.GetByText("Lever"));
        await visitor.Page.GetByText("Sandbox ATS (API key)").ClickAsync();
        await Expect(visitor.Key).ToHaveValueAsync("");
        // Gone while the provider has not answered yet.
        await visitor.Key.FillAsync("sandbox-slow");
        await visitor.Connect.ClickAsync();
        await SeesAsync(visitor.Page.GetByText("Connecting to Sandbox ATS"));
        await visitor.Page.GotoAsync("about:blank");
        Assert.Empty(await _shop.AccountsAsync(visitor.Owner));
    }

    [Fact]
    public async Task a_session_that_ends_meanwhile_is_not_shown_as_success()
    {
        var owner = SessionsOf.NewOwner();
        await using (
            var first = await OpenAsync(
                new SessionRequest
                {
                    Origin = owner,
                    Providers = [Sandbox],
                    AuthMethod = AuthMethodKind.ApiKey,
                }
            )
        )
        {
            await first.Key.FillAsync("sandbox-good-anna");
            await first.Connect.ClickAsync();
            await SeesAsync(first.Page.GetByText("Connection Successful"));
        }

        await using var visitor = await OpenAsync(
            new SessionRequest
            {
                Origin = owner,
                Providers = [Sandbox],
                AuthMethod = AuthMethodKind.ApiKey,
            }
        );
        await visitor.Workspace.FillAsync("acme");
        await _shop.Sessions.ChangeAsync(visitor.Session, session => session.RevokedAt = TimeProvider.System.GetUtcNow());
        await visitor.Connect.ClickAsync();
        await SeesAsync(visitor.Page.GetByText("This connect session was revoked."));
        Assert.Empty(await visitor.EventsAsync());
    }

    [Fact]
    public async Task every_pattern_in_the_catalog_is_one_for_a_browser_and_lets_through_what_Hub_takes()
    {
        await using var visitor = await OpenAsync(new SessionRequest { Origin = SessionsOf.NewOwner(), Providers = [Sandbox] });
        var token = await _shop.Sessions.IssueAsync();
        var found = await visitor.Page.EvaluateAsync<string[]>(
            """
            async ([api, token]) => {
              const headers = { 'x-hub-session-token': token };
              const { integrations } = await (await fetch(`${api}/hub/connectors`, { headers })).json();
              const patterns = [];
              for (const { integration_id } of integrations) {
                const { config } = await (await fetch(`${api}/hub/connectors/${integration_id}`, { headers })).json();
                for (const field of config.configFields.filter(field => field.validation)) {
                  const pattern = new RegExp(field.validation.pattern);
                  const says = text => pattern.test(text);
                  patterns.push([integration_id, field.key, says('__secretvalue:**redacted**abcd'), says('?'), says(' pk_1 '), says('"Bearer pk_1"')].join(' '));
                }
              }
              return patterns;
            }
            """,
            new[] { $"{_shop.Hub.Address}/api", token }
        );
        Assert.Contains("sandbox-ats.api_key workspace true false false false", found);
        Assert.Contains("clickup.api_key api_token true false true true", found);
        Assert.All(found, line => Assert.Contains(" true false ", line, StringComparison.Ordinal));
    }

    // The provider is asked for real, and the component's script is large.
    private static Task SeesAsync(ILocator what) => Expect(what).ToBeVisibleAsync();

    private Task<Visitor> OpenAsync(SessionRequest request, Guid? account = null) =>
        OpenAsync(_shop.Sessions, _shop.Hub.Address, request, account);

    private async Task<Visitor> OpenAsync(SessionsOf sessions, string hub, SessionRequest request, Guid? account = null)
    {
        var (token, session) = await sessions.IssueAsync(request);
        var browser = await _chromium.GetAsync();
        var context = await browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = 700, Height = 640 },
            }
        );
        context.SetDefaultTimeout(Chromium.Patience);
        var visitor = new Visitor(context, await context.NewPageAsync(), request.Origin, session, hub);
        await visitor.Page.GotoAsync(
            $"{_shop.Page.Origin}/?hub={Uri.EscapeDataString(hub)}{(account is null ? "" : $"&account={account}")}#{token}"
        );
        return visitor;
    }

    /// <summary>A customer on the product's page.</summary>
    private sealed class Visitor : IAsyncDisposable
    {
        private readonly IBrowserContext _context;
        private readonly string _hub;
        private readonly List<string> _elsewhere = [];
        private readonly List<string> _logos = [];

        public Visitor(IBrowserContext context, IPage page, OriginOwner owner, Guid session, string hub)
        {
            (_context, Page, Owner, Session, _hub) = (context, page, owner, session, hub);
            page.Request += (_, request) =>
            {
                if (request.Url.StartsWith($"{hub}/providers/", StringComparison.Ordinal))
                {
                    _logos.Add(request.Url);
                }
                else if (new Uri(request.Url) is { IsLoopback: false, Scheme: "http" or "https" })
                {
                    _elsewhere.Add(request.Url);
                }
            };
        }

        public IPage Page { get; }

        public OriginOwner Owner { get; }

        public Guid Session { get; }

        public ILocator Key => Page.Locator("input[name=api_key]");

        public ILocator Workspace => Page.Locator("input[name=workspace]");

        public ILocator Connect => Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true });

        /// <returns>Name and detail of what the component told the page.</returns>
        public async Task<IReadOnlyList<(string Name, string Detail)>> EventsAsync() =>
            [
                .. JsonNode
                    .Parse(await Page.EvaluateAsync<string>("JSON.stringify(window.events)"))!
                    .AsArray()
                    .Select(one => (one!["name"]!.GetValue<string>(), one["detail"]?.ToJsonString() ?? "null")),
            ];

        /// <summary>It asks its maker for a picture where it has none.</summary>
        public void LogoWasHubs()
        {
            Assert.Contains($"{_hub}/providers/sandbox-ats/logo.svg", _logos);
            Assert.DoesNotContain(_elsewhere, url => url.Contains("logo", StringComparison.OrdinalIgnoreCase));
        }

        public ValueTask DisposeAsync() => _context.DisposeAsync();
    }

    /// <summary>A product's page and the Hub that lets it in.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        private ShopPage? _page;
        private RunningHub? _hub;
        private SessionsOf? _sessions;

        public ShopPage Page => _page!;

        public RunningHub Hub => _hub!;

        public SessionsOf Sessions => _sessions!;

        public async ValueTask InitializeAsync()
        {
            if (await OfficialClients.GetAsync() is not { } installed)
            {
                return;
            }

            _page = await ShopPage.StartAsync(Path.Combine(installed, "node_modules", "@stackone", "hub", "dist", "webcomponent.js"));
            _hub = await RunningHub.StartAsync($"Hub:Embed:AllowedOrigins:0={_page.Origin}");
            _sessions = new SessionsOf(_hub);
        }

        public async Task<IReadOnlyList<LinkedAccount>> AccountsAsync(OriginOwner owner)
        {
            IReadOnlyList<LinkedAccount> accounts = [];
            await Sessions.ChangeAsync(async db =>
                accounts = await db
                    .LinkedAccounts.AsNoTracking()
                    .Where(one => one.OriginOwnerId == owner.Id)
                    .ToListAsync(TestContext.Current.CancellationToken)
            );
            return accounts;
        }

        public async ValueTask DisposeAsync()
        {
            if (_sessions is not null)
            {
                await _sessions.DisposeAsync();
            }

            if (_hub is not null)
            {
                await _hub.DisposeAsync();
            }

            if (_page is not null)
            {
                await _page.DisposeAsync();
            }
        }
    }
}
