using System.Text;
using Hub.Tests.Browser;
using Hub.Tests.Support;
using Hub.Web.Embed;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Embed;

/// <summary>The sentences of hub.js, which pages of other products show in the language of the person.</summary>
[Collection(nameof(EmbeddingHub))]
public sealed class EmbedScriptTests(Chromium chromium, EmbeddingHub embedding)
{
    private const string Hebrew = """
        "he":{"title":"HE title","close":"HE close","loading":"HE loading","failed":"HE failed","help":"HE help {0}","retry":"HE retry","dir":"rtl"},
        """;

    private const string Swedish = """
        "sv-SE":{"title":"SV title","close":"SV close","loading":"SV loading","failed":"SV failed","help":"SV help {0}","retry":"SV retry","dir":"ltr"},
        """;

    [Fact]
    public void the_script_has_the_sentences_of_each_language()
    {
        var script = new EmbedScript(MessageSets.Get<EmbedMessages>(), MessageSets.Get<LayoutMessages>());
        var served = Encoding.UTF8.GetString(script.Serve(new DefaultHttpContext()).FileContents.Span);
        Assert.DoesNotContain("SENTENCES", served, StringComparison.Ordinal);
        Assert.Contains(
            """en":{"title":"Connect an account","close":"Close","loading":"Loading…","failed":"This part of""",
            served,
            StringComparison.Ordinal
        );
        Assert.Contains("\"ar\":{\"title\":", served, StringComparison.Ordinal);
        Assert.Contains(""","dir":"rtl"}""", served, StringComparison.Ordinal);
        Assert.DoesNotContain("\n//", served, StringComparison.Ordinal);
    }

    [Theory]
    // The option, also by its first part.
    [InlineData("sv", "he", "SV", "sv-SE", "ltr")]
    // Else the page's language, else the browser's; English where there is none of them.
    [InlineData("", "HE-il", "HE", "he", "rtl")]
    [InlineData("xx", "xx", "", "en", "ltr")]
    public async Task the_language_is_the_options_else_the_pages_else_the_browsers(
        string option,
        string page,
        string expected,
        string lang,
        string dir
    )
    {
        var browser = await chromium.GetAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = "en-GB" });
        await context.RouteAsync(
            "**/embed/hub.js",
            async route =>
            {
                var answer = await route.FetchAsync();
                var body = (await answer.TextAsync()).Replace(
                    "const sentences = {",
                    "const sentences = {" + Hebrew + Swedish,
                    StringComparison.Ordinal
                );
                await route.FulfillAsync(new() { Response = answer, Body = body });
            }
        );
        await context.RouteAsync("**/embed/connect*", route => route.AbortAsync());
        await using var opened = await EmbeddedPage.OpenAsync(
            context,
            embedding.Product.Serve(
                $"""
                <!doctype html><html lang="{page}"><head><meta charset="utf-8"><title>A product</title><script src="{embedding.Hub.Address}/embed/hub.js"></script></head>
                <body><hub-connect token="hub_cs_x" {(option.Length > 0 ? $"locale=\"{option}\"" : "")}></hub-connect></body></html>
                """
            )
        );
        var (title, failed, help, retry) =
            expected.Length > 0
                ? ($"{expected} title", $"{expected} failed", $"{expected} help unreachable", $"{expected} retry")
                : (
                    "Connect an account",
                    "This part of the page could not be loaded.",
                    "If this happens again, contact the support of this website and name this code: unreachable",
                    "Try again"
                );
        await Expect(opened.Frames).ToHaveAttributeAsync("title", title);
        await Expect(opened.Page.GetByRole(AriaRole.Status)).ToContainTextAsync(failed);
        await Expect(opened.Page.GetByRole(AriaRole.Status)).ToContainTextAsync(help);
        await Expect(opened.Page.GetByRole(AriaRole.Button, new() { Name = retry })).ToBeVisibleAsync();
        await Expect(opened.Page.Locator(".box")).ToHaveAttributeAsync("lang", lang);
        await Expect(opened.Page.Locator(".box")).ToHaveAttributeAsync("dir", dir);
    }
}
