using Hub.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Embed;

/// <summary>Choosing a provider in a frame of a long page: the page does not jump, and whoever comes back is where they were.</summary>
[Collection(nameof(EmbeddingHub))]
public sealed class EmbedPickerTests(Chromium chromium, EmbeddingHub embedding)
{
    [Theory]
    [InlineData(1280, 900)]
    [InlineData(390, 844)]
    public async Task the_list_is_short_and_the_place_in_it_is_kept(int width, int height)
    {
        await using var page = await OpenAsync(width, height);
        var tiles = page.Frame.Locator(".tile");
        await Expect(tiles).ToHaveCountAsync(12);
        Assert.True(await HeightAsync(page) < 1500, $"{await HeightAsync(page)} px");

        var more = page.Frame.Locator(".more");
        await Expect(more).ToContainTextAsync("Show all");
        await more.ClickAsync();
        await Expect(tiles.Nth(12).GetByRole(AriaRole.Button)).ToBeFocusedAsync();
        await Expect(more).ToHaveCountAsync(0);

        var far = tiles.Nth(50).GetByRole(AriaRole.Button);
        await far.ClickAsync();
        await page.Frame.Locator(".back").WaitForAsync();
        await page.Frame.Locator(".back").ClickAsync();
        await Expect(far).ToBeFocusedAsync();
        await Expect(far).ToBeInViewportAsync();
        Assert.True(await page.Page.EvaluateAsync<double>("scrollY") > 500, "The page around it has scrolled back.");
    }

    [Fact]
    public async Task the_place_among_the_first_is_kept_too()
    {
        await using var page = await OpenAsync(390, 844);
        var near = page.Frame.Locator(".tile").Nth(9).GetByRole(AriaRole.Button);
        await near.ScrollIntoViewIfNeededAsync();
        await near.FocusAsync();
        var before = await page.Page.EvaluateAsync<double>("scrollY");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Frame.Locator(".back").WaitForAsync();
        await page.Frame.Locator(".back").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(near).ToBeFocusedAsync();
        await page.Page.WaitForFunctionAsync("before => Math.abs(scrollY - before) < 2", before);
        await Expect(near).ToBeInViewportAsync();
        await Expect(page.Frame.Locator(".tile")).ToHaveCountAsync(12);
    }

    private static async Task<double> HeightAsync(EmbeddedPage page) =>
        await page.Page.EvaluateAsync<double>("document.querySelector('hub-connect').getBoundingClientRect().height");

    private async Task<EmbeddedPage> OpenAsync(int width, int height)
    {
        var html = $"""
            <!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>A product</title>
            <script src="{embedding.Hub.Address}/embed/hub.js"></script></head>
            <body><h1>Integrations</h1><hub-connect token="{await embedding.TokenAsync()}"></hub-connect><p>The end.</p></body></html>
            """;
        var page = await EmbeddedPage.OpenAsync(chromium, embedding.Product.Serve(html), width: width, height: height);
        await page.Frame.Locator(".tile").First.WaitForAsync();
        return page;
    }
}
