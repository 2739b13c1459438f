using System.Text.Json;
using Hub.Tests.Browser;
using Hub.Tests.Languages;
using Hub.Tests.Support;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Embed;

/// <summary>Hub in the pages of others, in Chromium. Those are at localhost and Hub at 127.0.0.1: another site.</summary>
[Collection(nameof(EmbeddingHub))]
public sealed class EmbedBrowserTests(Chromium chromium, EmbeddingHub embedding)
{
    private const int MostBytesBeforeUse = 300 * 1024;

    [Fact]
    public async Task a_modal_tells_the_page_each_step_and_gives_it_back_as_it_was()
    {
        var token = await embedding.TokenAsync();
        await using var page = await OpenAsync("launch({ token })", token);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await Expect(page.Modal).ToBeVisibleAsync();
        await Expect(page.Frame.GetByLabel("Search providers")).ToBeFocusedAsync();
        Assert.Equal("hidden", await page.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).overflow"));

        await page.LinkAsync();
        await page.WaitUntilSeenAsync("success");
        await page.Button("Done").ClickAsync();
        await page.WaitUntilSeenAsync("close");

        await Expect(page.Frames).ToHaveCountAsync(0);
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true })).ToBeFocusedAsync();
        Assert.Equal("visible", await page.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).overflow"));
        var seen = await page.SeenAsync();
        var id = JsonDocument
            .Parse(seen.Single(one => one.StartsWith("success", StringComparison.Ordinal))["success ".Length..])
            .RootElement.GetProperty("id")
            .GetString();
        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal(
            [
                """event {"name":"opened"}""",
                """event {"name":"provider_selected","provider":"sandbox-ats"}""",
                """event {"name":"submitted","provider":"sandbox-ats"}""",
                """event {"name":"rejected","provider":"sandbox-ats","reason":"invalid_credentials"}""",
                """event {"name":"submitted","provider":"sandbox-ats"}""",
                $$"""event {"id":"{{id}}","name":"linked","provider":"sandbox-ats","provider_name":"Sandbox ATS"}""",
                $$"""success {"id":"{{id}}","provider":"sandbox-ats","provider_name":"Sandbox ATS"}""",
                """event {"name":"closed"}""",
                $$"""close {"linked":[{"id":"{{id}}","provider":"sandbox-ats","provider_name":"Sandbox ATS"}]}""",
            ],
            seen
        );
        Assert.DoesNotContain("sandbox-good", string.Join('\n', seen), StringComparison.Ordinal);
        Assert.Contains(page.Addresses, address => address.StartsWith($"{embedding.Hub.Address}/embed/connect?", StringComparison.Ordinal));
        Assert.DoesNotContain(page.Addresses, address => address.Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(token, embedding.Hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task whoever_signs_in_at_the_provider_does_so_in_a_window_and_the_page_is_told()
    {
        var token = await embedding.TokenAsync();
        await using var page = await OpenAsync("launch({ token, provider: 'sandbox-ats' })", token);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.Frame.GetByText("Sign in", new() { Exact = true }).ClickAsync();
        var window = await page.Page.RunAndWaitForPopupAsync(() => page.Button("Sign in with Sandbox ATS").ClickAsync());
        // No provider lets itself be shown in a frame.
        await Expect(page.Button("Continue in this tab")).ToHaveCountAsync(0);
        await window.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.WaitUntilSeenAsync("success");
        await page.Button("Done").ClickAsync();
        await page.WaitUntilSeenAsync("close");
    }

    /// <remarks>A page with this policy gives a frame of another site no tie to the windows that it opens.</remarks>
    [Fact]
    public async Task a_page_that_is_isolated_from_windows_lets_people_authorize()
    {
        var token = await embedding.TokenAsync();
        await using var page = await EmbeddedPage.OpenAsync(
            chromium,
            embedding.Product.Serve(
                Html("launch({ token, provider: 'sandbox-ats' })", token),
                ("Cross-Origin-Opener-Policy", "same-origin")
            )
        );
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.Frame.GetByText("Sign in", new() { Exact = true }).ClickAsync();
        var window = await page.Page.Context.RunAndWaitForPageAsync(() => page.Button("Sign in with Sandbox ATS").ClickAsync());
        await Expect(page.Frame.GetByText("in the window that opened")).ToBeVisibleAsync();
        Assert.DoesNotContain("hub_st_", window.Url, StringComparison.Ordinal);
        await window.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.WaitUntilSeenAsync("success");
        Assert.DoesNotContain(await page.SeenAsync(), one => one.Contains("window_blocked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_blocked_window_is_told_to_the_page_and_opened_by_a_link()
    {
        var token = await embedding.TokenAsync();
        await using var page = await OpenAsync("launch({ token, provider: 'sandbox-ats' })", token);
        await page.Page.AddInitScriptAsync("window.open = () => null");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.Frame.GetByText("Sign in", new() { Exact = true }).ClickAsync();
        await page.Button("Sign in with Sandbox ATS").ClickAsync();
        await page.WaitUntilSeenAsync("""event {"name":"window_blocked","provider":"sandbox-ats"}""");
        var window = await page.Page.Context.RunAndWaitForPageAsync(() =>
            page.Frame.GetByRole(AriaRole.Link, new() { Name = "Open the window" }).ClickAsync()
        );
        await Expect(page.Frame.GetByText("in the window that opened")).ToBeVisibleAsync();
        await window.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.WaitUntilSeenAsync("success");
    }

    [Fact]
    public async Task escape_and_the_cross_close_a_modal_and_a_double_click_opens_one()
    {
        var token = await embedding.TokenAsync();
        await using var page = await OpenAsync(
            "{ const one = launch({ token }), two = launch({ token }); seen.push(String(one === two)) }",
            token
        );
        var open = page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true });
        await open.ClickAsync();
        await Expect(page.Frames).ToHaveCountAsync(1);
        await page.Frame.GetByLabel("Search providers").FillAsync("sandbox");
        await page.Page.Keyboard.PressAsync("Escape");
        // The picker's Escape empties the search box first.
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Frames).ToHaveCountAsync(0);
        await Expect(open).ToBeFocusedAsync();

        await open.ClickAsync();
        await page.Modal.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Expect(page.Frames).ToHaveCountAsync(0);
        await open.ClickAsync();
        await Expect(page.Modal).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Modal).ToHaveCountAsync(0);
        var seen = await page.SeenAsync();
        Assert.Equal(3, seen.Count(one => one == "true"));
        Assert.Equal(3, seen.Count(one => one == """close {"linked":[]}"""));
        // From outside of the frame the modal is all there is.
        await open.ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true })).ToBeVisibleAsync();
        await page.Page.EvaluateAsync("document.getElementById('go').focus()");
        await Expect(open).Not.ToBeFocusedAsync();
    }

    [Fact]
    public async Task an_element_fits_its_content_leaves_the_focus_and_follows_its_token()
    {
        var (first, second) = (
            await embedding.TokenAsync(),
            await embedding.TokenAsync(request => request with { Providers = ["sandbox-ats"] })
        );
        await using var page = await OpenAsync(
            $"document.getElementById('hub').setAttribute('token', '{second}')",
            first,
            $"""<hub-connect id="hub" token="{first}" theme="dark" locale="de"></hub-connect>"""
        );
        var german = new SpokenTexts(Language.Find("de")!);
        await page.Frame.GetByLabel(german.Say<PickerMessages>(texts => texts.Search)).WaitForAsync();
        await Expect(page.Page.Locator("body")).ToBeFocusedAsync();
        Assert.Equal("dark", await page.Frame.Locator("html").GetAttributeAsync("data-theme"));
        await Expect(page.Frame.Locator(".tile")).ToHaveCountAsync(12);
        Assert.Equal(0, await page.Frame.Locator("html").EvaluateAsync<int>("root => root.scrollHeight - innerHeight"));

        // One of several in a page that mounts twice, as React does: one frame, of the token that was last.
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.Heading(german.Say<ConnectMessages>(texts => texts.ConnectTitle("Sandbox ATS"))).WaitForAsync();
        await Expect(page.Frames).ToHaveCountAsync(1);
        await page.Page.WaitForFunctionAsync("document.querySelector('hub-connect').getBoundingClientRect().height < 1200");

        await page.Page.EvaluateAsync("document.getElementById('hub').remove()");
        await Expect(page.Frames).ToHaveCountAsync(0);
        Assert.DoesNotContain(
            await page.SeenAsync(),
            one => one.StartsWith("close", StringComparison.Ordinal) || one.StartsWith("error", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task a_modal_that_is_removed_gives_the_page_back_and_one_that_is_opened_and_closed_at_once_never_was()
    {
        await using var page = await OpenAsync("window.handle = launch({ token })", await embedding.TokenAsync());
        var open = page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true });
        await open.ClickAsync();
        await Expect(page.Modal).ToBeVisibleAsync();
        await page.Page.EvaluateAsync("handle.close()");
        await Expect(page.Modal).ToHaveCountAsync(0);
        await Expect(open).ToBeFocusedAsync();
        Assert.Equal("visible", await page.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).overflow"));

        var frames = page.Addresses.Count(address => address.Contains("/embed/connect", StringComparison.Ordinal));
        await page.Page.EvaluateAsync("token => { launch({ token }).close(); window.handle = launch({ token }) }", "hub_cs_strict");
        await page.WaitUntilSeenAsync("error");
        await Expect(page.Frames).ToHaveCountAsync(1);
        // Twice each: the request, and the frame that got there.
        Assert.Equal(frames + 2, page.Addresses.Count(address => address.Contains("/embed/connect", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task what_goes_wrong_has_a_code()
    {
        await using var product = await OpenAsync("launch({ token: '' })", token: "");
        await product.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await product.WaitUntilSeenAsync("""error {"code":"token_missing",""");
        await Expect(product.Modal).ToHaveCountAsync(0);

        await product.Page.EvaluateAsync("void launch({ token: 'hub_cs_nobody', mode: 'inline' })");
        // The developer reads the cause; the person, what they can do.
        await product.WaitUntilSeenAsync(
            """error {"code":"session_unknown","message":"No session has this token. Was it made by this Hub"""
        );
        await Expect(product.Heading("The session could not be opened")).ToBeVisibleAsync();
        await product.Button("Close").ClickAsync();
        await product.WaitUntilSeenAsync("close");
        await Expect(product.Frames).ToHaveCountAsync(0);

        // Nobody listens there.
        await product.Page.EvaluateAsync("void launch({ token: 'hub_cs_nobody', hub: 'http://127.0.0.1:9' })");
        await product.WaitUntilSeenAsync("""error {"code":"unreachable",""");
        await Expect(product.Modal.GetByText("This part of the page could not be loaded.")).ToBeVisibleAsync();
        await Expect(product.Modal.GetByText("name this code: unreachable")).ToBeVisibleAsync();
        await product.Page.Keyboard.PressAsync("Escape");

        await using var stranger = await EmbeddedPage.OpenAsync(
            chromium,
            embedding.Stranger.Serve(Html("launch({ token })", await embedding.TokenAsync()))
        );
        await stranger.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await stranger.WaitUntilSeenAsync("""error {"code":"origin_not_allowed",""");
        await Expect(stranger.Modal.GetByText("name this code: origin_not_allowed")).ToBeVisibleAsync();
        // It would not help.
        await Expect(stranger.Modal.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToHaveCountAsync(0);
        Assert.Contains(embedding.Stranger.Origin, Assert.Single(await stranger.SeenAsync()), StringComparison.Ordinal);

        // A page that may, inside one that may not: browsers refuse that as well.
        var inner = embedding.Product.Serve(Html("launch({ token })", await embedding.TokenAsync()));
        await using var around = await EmbeddedPage.OpenAsync(
            chromium,
            embedding.Stranger.Serve($"<iframe src=\"{inner}\" width=\"900\" height=\"700\"></iframe>")
        );
        var framed = around.Page.Frames.Single(frame => frame.Url == inner);
        await framed.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await framed.WaitForFunctionAsync("() => seen.length > 0");
        Assert.StartsWith(
            $$"""error {"code":"origin_not_allowed","message":"{{embedding.Stranger.Origin}}, around this page,""",
            await framed.EvaluateAsync<string>("seen[0]"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task a_hub_that_never_answers_is_unreachable_after_a_while_and_one_without_origins_says_so()
    {
        var silent = new TaskCompletionSource();
        embedding.Product.Serve("/silent/embed/connect", _ => silent.Task);
        embedding.Product.Serve("/off/embed/allowed", Answers.Json(200, """{"configured":false,"allowed":false}""").Invoke);
        await using var page = await OpenAsync("", await embedding.TokenAsync());
        await page.Page.Clock.InstallAsync();
        await page.Page.EvaluateAsync("void launch({ token: 'x', hub: location.origin + '/silent' })");
        await Expect(page.Modal.GetByText("Loading")).ToBeVisibleAsync();
        await PassUntilAsync("""error {"code":"unreachable",""");
        silent.SetResult();

        await page.Page.EvaluateAsync("void launch({ token: 'y', hub: location.origin + '/off' })");
        await page.Frames.WaitForAsync();
        await PassUntilAsync("""error {"code":"not_configured",""");

        // Again and again: the page may begin to count only after the first time.
        async Task PassUntilAsync(string what)
        {
            var seen = page.WaitUntilSeenAsync(what);
            while (!seen.IsCompleted)
            {
                await page.Page.Clock.FastForwardAsync(21_000);
                await Task.WhenAny(
                    seen,
                    Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken)
                );
            }

            await seen;
        }
    }

    /// <remarks>The strictest policy that still names Hub, on a page that is isolated.</remarks>
    [Fact]
    public async Task a_strict_and_isolated_page_can_hold_Hub_and_is_not_held_up_by_its_script()
    {
        var hub = embedding.Hub.Address;
        var token = await embedding.TokenAsync();
        embedding.Product.Serve(
            "/strict.js",
            Answers
                .Text(
                    200,
                    "text/javascript",
                    $$"""
                    window.seen = [];
                    addEventListener("securitypolicyviolation", event => seen.push("violation " + event.violatedDirective));
                    document.addEventListener("DOMContentLoaded", () => seen.push("page ready, script " + (window.Hub ? "there" : "not there")));
                    customElements.whenDefined("hub-connect").then(() => Hub.open({ token: "{{token}}", onSuccess: account => seen.push("success " + account.id) }));
                    """
                )
                .Invoke
        );
        var address = embedding.Product.Serve(
            $"""<!doctype html><html lang="en"><head><title>Strict</title><script src="/strict.js"></script><script src="{hub}/embed/hub.js" async></script></head><body><h1>Strict</h1></body></html>""",
            (
                "Content-Security-Policy",
                $"default-src 'none'; script-src 'self' {hub}; style-src 'self'; frame-src {hub}; require-trusted-types-for 'script'"
            ),
            ("Cross-Origin-Embedder-Policy", "require-corp"),
            ("Cross-Origin-Opener-Policy", "same-origin")
        );
        var browser = await chromium.GetAsync();
        var context = await browser.NewContextAsync();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Page += (_, opened) => opened.DOMContentLoaded += (_, _) => ready.TrySetResult();
        await context.RouteAsync(
            "**/embed/hub.js",
            async route =>
            {
                // As long as the page needs. A page that waited for its script would never be ready.
                await Task.WhenAny(ready.Task, Task.Delay(Chromium.Patience / 2, TestContext.Current.CancellationToken));
                await route.ContinueAsync();
            }
        );
        await using var page = await EmbeddedPage.OpenAsync(context, address);
        await page.LinkAsync();
        await page.WaitUntilSeenAsync("success");
        Assert.True(await page.Page.EvaluateAsync<bool>("crossOriginIsolated"));
        Assert.Equal("page ready, script not there", (await page.SeenAsync())[0]);
        Assert.DoesNotContain(await page.SeenAsync(), one => one.StartsWith("violation", StringComparison.Ordinal));
    }

    /// <remarks>1 blocks cookies of third parties; 2 blocks the storage of all, so that touching it throws.</remarks>
    [Theory]
    [InlineData("""{"profile":{"cookie_controls_mode":1,"block_third_party_cookies":true}}""", "--test-third-party-cookie-phaseout")]
    [InlineData("""{"profile":{"default_content_setting_values":{"cookies":2}}}""", "--disable-gpu")]
    public async Task it_works_without_cookies_and_without_storage(string preferences, string argument)
    {
        var profile = RunningHub.NewDirectory();
        try
        {
            Directory.CreateDirectory(Path.Combine(profile, "Default"));
            await File.WriteAllTextAsync(
                Path.Combine(profile, "Default", "Preferences"),
                preferences,
                TestContext.Current.CancellationToken
            );
            await using var page = await EmbeddedPage.OpenAsync(
                await chromium.OpenProfileAsync(profile, argument),
                embedding.Product.Serve(Html("launch({ token })", await embedding.TokenAsync()))
            );
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
            await page.LinkAsync();
            await page.WaitUntilSeenAsync("success");
            Assert.Empty(await page.Page.Context.CookiesAsync());
            // That the browser really is that strict.
            var frame = page.Page.Frames.Single(frame => frame.Url.Contains("/embed/connect", StringComparison.Ordinal));
            Assert.False(await frame.EvaluateAsync<bool>("(document.cookie = 'a=b; SameSite=None; Secure', document.cookie !== '')"));
            if (preferences.Contains("default_content_setting_values", StringComparison.Ordinal))
            {
                Assert.Equal(
                    "SecurityError",
                    await frame.EvaluateAsync<string>(
                        "(() => { try { localStorage.x = 1; return 'stored' } catch (e) { return e.name } })()"
                    )
                );
            }
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    [Fact]
    public async Task no_other_window_gets_into_the_conversation()
    {
        var token = await embedding.TokenAsync();
        var spy = embedding.Stranger.Serve(
            """
            <!doctype html><title>Spy</title><script>
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = ({ data }) => parent.postMessage("spy heard " + JSON.stringify(data), "*");
            for (let i = 0; i < parent.frames.length; i++) parent.frames[i].postMessage({ hub: "hello" }, "*", i ? [] : [port2]);
            parent.postMessage("spy tried", "*");
            </script>
            """
        );
        await using var page = await OpenAsync("launch({ token, mode: 'inline' })", token);
        await page.Page.EvaluateAsync("addEventListener('message', event => seen.push(String(event.data)))");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.Frame.GetByLabel("Search providers").WaitForAsync();
        await page.Page.EvaluateAsync(
            "address => document.body.append(Object.assign(document.createElement('iframe'), { src: address }))",
            spy
        );
        await page.WaitUntilSeenAsync("spy tried");
        await page.LinkAsync();
        await page.WaitUntilSeenAsync("success");
        Assert.DoesNotContain(await page.SeenAsync(), one => one.StartsWith("spy heard", StringComparison.Ordinal));

        // On its own the page is nothing: it starts nothing, and takes no token.
        await using var alone = await EmbeddedPage.OpenAsync(chromium, $"{embedding.Hub.Address}/embed/connect");
        await Expect(alone.Page.GetByText("This page works only when it is embedded in a product's page")).ToBeVisibleAsync();
        Assert.DoesNotContain(alone.Addresses, address => address.Contains("_blazor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task the_frame_can_be_used_after_at_most_300_kilobytes()
    {
        var token = await embedding.TokenAsync();
        await using var page = await OpenAsync("launch({ token })", token);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.Frame.GetByLabel("Search providers").WaitForAsync();
        var frame = page.Page.Frames.Single(frame => frame.Url.Contains("/embed/connect", StringComparison.Ordinal));
        var sizes = await frame.EvaluateAsync<JsonElement>(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(entry => ({ name: "
                + "entry.name, size: entry.transferSize }))"
        );
        var list = new List<(string Name, long Size)>();
        foreach (var entry in sizes.EnumerateArray())
        {
            var name = entry.GetProperty("name").GetString()!;
            list.Add(
                (
                    name,
                    name.Contains("/_content/", StringComparison.Ordinal) ? await PackedAsync(name) : entry.GetProperty("size").GetInt64()
                )
            );
        }

        Assert.Contains(list, entry => entry.Name.Contains("blazor.web", StringComparison.Ordinal) && entry.Size > 10_000);
        Assert.Contains(list, entry => entry.Name.Contains("MudBlazor", StringComparison.Ordinal) && entry.Size > 10_000);
        Assert.True(list.Sum(entry => entry.Size) <= MostBytesBeforeUse, string.Join('\n', list));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task neither_modal_nor_inline_has_an_axe_violation(ColorScheme theme, int width)
    {
        await using var modal = await EmbeddedPage.OpenAsync(
            chromium,
            embedding.Product.Serve(Html("launch({ token })", await embedding.TokenAsync())),
            theme,
            width,
            height: 740
        );
        await modal.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await modal.Frame.GetByLabel("Search providers").WaitForAsync();
        await CheckAsync(modal, "modal");
        await modal.LinkAsync();
        await CheckAsync(modal, "done in the modal");

        var token = await embedding.TokenAsync(request => request with { Providers = ["sandbox-ats"] });
        await using var inline = await EmbeddedPage.OpenAsync(
            chromium,
            embedding.Product.Serve(Html("", token, $"""<hub-connect token="{token}"></hub-connect>""")),
            theme,
            width,
            height: 740
        );
        await inline.ApiKey.FillAsync("sandbox-good");
        await CheckAsync(inline, "form, inline");
        await inline.Button("Connect").ClickAsync();
        await inline.Button("Done").WaitForAsync();
        // Also in a frame that is higher than the window.
        await Expect(inline.Button("Done")).ToBeInViewportAsync();
    }

    /// <remarks>Files of packages are packed under the names that never change when Hub is published, and before that under their plain
    /// names alone.</remarks>
    private static async Task<long> PackedAsync(string name)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            System.Text.RegularExpressions.Regex.Replace(
                name,
                @"\.[a-z0-9]{10}(?=\.(css|js)$)",
                "",
                System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)
            )
        );
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        return (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
    }

    private static async Task CheckAsync(EmbeddedPage page, string state)
    {
        var result = await Deque.AxeCore.Playwright.PageExtensions.RunAxe(page.Page);
        Assert.True(
            result.Violations.Length == 0,
            $"{state}: "
                + string.Join(
                    "\n",
                    result.Violations.Select(violation =>
                        $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Select(node => node.Html))}"
                    )
                )
        );
        foreach (var frame in page.Page.Frames)
        {
            Assert.True(
                await frame.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0,
                $"{state}: scrolls sideways"
            );
        }
    }

    private Task<EmbeddedPage> OpenAsync(string script, string token, string html = "") =>
        EmbeddedPage.OpenAsync(chromium, embedding.Product.Serve(Html(script, token, html)));

    private static async Task<double> HeightAsync(EmbeddedPage page) =>
        await page.Page.EvaluateAsync<double>("document.querySelector('hub-connect').getBoundingClientRect().height");

    /// <param name="script">What the button does; <c>launch</c> is Hub.open with listeners that keep what they are told in
    /// <c>seen</c>.</param>
    private string Html(string script, string token, string html = "") =>
        $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>A product</title>
            <script>
            const seen = [], token = "{{token}}";
            // By name, so that the order does not matter.
            const keep = type => detail => seen.push(type + " " + JSON.stringify(detail, Object.keys(detail).concat("id", "provider", "provider_name").sort()));
            const listeners = { onSuccess: keep("success"), onClose: keep("close"), onError: keep("error"), onEvent: keep("event") };
            window.launch = options => Hub.open({ ...listeners, ...options });
            for (const type of ["success", "close", "event"]) document.addEventListener(type, event => event.target.id === "hub" && keep(type)(event.detail));
            addEventListener("error", event => event.target !== window || seen.push("script error " + event.message));
            </script>
            <script src="{{embedding.Hub.Address}}/embed/hub.js"></script>
            </head>
            <body style="margin: 2rem; font-family: sans-serif; color-scheme: light dark; background: Canvas; color: CanvasText">
            <main><h1>Integrations</h1>
            <button id="go" type="button" onclick="{{script.Replace("\"", "&quot;", StringComparison.Ordinal)}}">Connect</button>
            {{html}}</main>
            </body>
            </html>
            """;
}
