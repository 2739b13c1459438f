using Hub.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Embed;

/// <summary>Where the focus and the scroll position of the page around Hub are, and what is asked before something typed is lost.</summary>
[Collection(nameof(EmbeddingHub))]
public sealed class EmbedFocusTests(Chromium chromium, EmbeddingHub embedding)
{
    [Fact]
    public async Task an_element_that_the_person_closes_keeps_the_focus_in_its_place()
    {
        await using var page = await OpenAsync($"""<hub-connect id="hub" token="{await SandboxTokenAsync()}"></hub-connect>""");
        await LinkAsync(page);
        await page.Button("Done").ClickAsync();
        await Expect(page.Frames).ToHaveCountAsync(0);
        Assert.Equal("hub", await FocusedAsync(page));
        // And again, by the page.
        await page.Page.EvaluateAsync("document.getElementById('hub').open()");
        await Expect(page.ApiKey).ToBeVisibleAsync();
    }

    [Fact]
    public async Task the_focus_goes_to_the_container_of_what_the_person_closes_unless_the_page_moves_it()
    {
        var token = await SandboxTokenAsync();
        await using var page = await OpenAsync("""<div id="place"></div><button type="button" id="another">Link another</button>""");
        await page.Page.EvaluateAsync("token => void Hub.open({ token, container: '#place' })", token);
        await LinkAsync(page);
        await page.Button("Done").ClickAsync();
        await Expect(page.Page.Locator("hub-connect")).ToHaveCountAsync(0);
        Assert.Equal("place", await FocusedAsync(page));

        await page.Page.EvaluateAsync(
            "token => void Hub.open({ token, container: '#place', onClose: () => document.getElementById('another').focus() })",
            token
        );
        await LinkAsync(page);
        await page.Button("Done").ClickAsync();
        await Expect(page.Page.Locator("hub-connect")).ToHaveCountAsync(0);
        Assert.Equal("another", await FocusedAsync(page));
    }

    [Fact]
    public async Task a_modal_in_which_something_was_typed_asks_before_it_closes()
    {
        await using var page = await OpenAsync(
            $$"""<button type="button" id="go" onclick="Hub.open({ token: '{{await SandboxTokenAsync()}}' })">Go</button>"""
        );
        var open = page.Page.Locator("#go");
        await open.ClickAsync();
        await page.ApiKey.FillAsync("sandbox-good");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Popup).ToContainTextAsync("Your entries are not saved.");
        await page.Button("Keep editing").ClickAsync();
        await Expect(page.Popup).ToHaveCountAsync(0);
        await Expect(page.ApiKey).ToBeFocusedAsync();
        await Expect(page.ApiKey).ToHaveValueAsync("sandbox-good");

        // The cross asks too.
        var cross = page.Modal.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true });
        await cross.ClickAsync();
        await page.Popup.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Expect(page.Modal).ToHaveCountAsync(0);
        await Expect(open).ToBeFocusedAsync();

        // Whoever insists is not held up, even if Hub no longer answers.
        await open.ClickAsync();
        await page.ApiKey.FillAsync("sandbox-good");
        await cross.ClickAsync();
        await cross.ClickAsync();
        await Expect(page.Modal).ToHaveCountAsync(0);
        await Expect(open).ToBeFocusedAsync();

        // Nothing is lost: nothing is asked.
        await open.ClickAsync();
        await page.ApiKey.FillAsync("sandbox-good");
        await page.ApiKey.FillAsync("");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Modal).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task the_page_shows_the_form_and_later_the_same_place_of_the_list()
    {
        var token = await embedding.TokenAsync();
        await using var page = await OpenAsync(
            $"""<div style="height: 300px">Above</div><hub-connect id="hub" token="{token}"></hub-connect><div style="height: 2000px">Below</div>"""
        );
        await page.Frame.GetByLabel("Search providers").WaitForAsync();
        await page.Frame.Locator(".more").ClickAsync();
        var tile = page.Button("Sandbox ATS");
        await tile.ScrollIntoViewIfNeededAsync();
        await page.Page.EvaluateAsync("scrollTo(0, 700)");
        var before = await page.Page.EvaluateAsync<double>("scrollY");
        // By its own handler: Playwright's click would scroll.
        await tile.EvaluateAsync("button => button.click()");
        await page.Heading("Connect Sandbox ATS").WaitForAsync();
        await page.Page.WaitForFunctionAsync("Math.abs(document.getElementById('hub').getBoundingClientRect().top) < 1");

        await page.Button("All providers").EvaluateAsync("button => button.click()");
        await page.Frame.GetByLabel("Search providers").WaitForAsync();
        await page.Page.WaitForFunctionAsync("before => Math.abs(scrollY - before) < 2", before);
    }

    [Fact]
    public async Task what_could_not_be_loaded_is_loaded_by_Try_again()
    {
        var token = await SandboxTokenAsync();
        await using var page = await OpenAsync("");
        await page.Page.RouteAsync("**/embed/connect*", route => route.AbortAsync());
        await page.Page.EvaluateAsync("token => void Hub.open({ token, container: 'main' })", token);
        var again = page.Page.GetByRole(AriaRole.Button, new() { Name = "Try again", Exact = true });
        await Expect(again).ToBeVisibleAsync();
        await page.Page.UnrouteAllAsync();
        await again.ClickAsync();
        await Expect(page.ApiKey).ToBeVisibleAsync();
        Assert.Equal("hub-connect", await page.Page.EvaluateAsync<string>("document.activeElement.localName"));
    }

    private Task<string> SandboxTokenAsync() => embedding.TokenAsync(request => request with { Providers = ["sandbox-ats"] });

    private static async Task LinkAsync(EmbeddedPage page)
    {
        await page.ApiKey.FillAsync("sandbox-good");
        await page.Button("Connect").ClickAsync();
        await page.Button("Done").WaitForAsync();
    }

    private static Task<string> FocusedAsync(EmbeddedPage page) => page.Page.EvaluateAsync<string>("document.activeElement.id");

    private Task<EmbeddedPage> OpenAsync(string html) =>
        EmbeddedPage.OpenAsync(
            chromium,
            embedding.Product.Serve(
                $"""
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>A product</title><script src="{embedding.Hub.Address}/embed/hub.js"></script></head>
                <body><main><h1>Integrations</h1>{html}</main></body></html>
                """
            )
        );
}
