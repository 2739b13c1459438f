using Hub.Core.AuthLinks;
using Hub.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Embed;

/// <summary>The language of a frame: what the product says, what the session says, what the person chooses. No cookies in there.</summary>
[Collection(nameof(EmbeddingHub))]
public sealed class EmbedLanguageTests(Chromium chromium, EmbeddingHub embedding)
{
    [Theory]
    [InlineData("de-AT", null, "de", "ltr")]
    [InlineData("zh", null, "en", "ltr")]
    [InlineData(null, "ar", "ar", "rtl")]
    [InlineData("fr", "ar", "fr", "ltr")]
    [InlineData(null, null, "en", "ltr")]
    public async Task a_frame_is_in_the_language_of_the_product_or_of_the_session(
        string? attribute,
        string? session,
        string language,
        string direction
    )
    {
        await using var page = await OpenAsync(attribute, request => request with { Locale = session });
        await page.Frame.Locator("[data-picker]").WaitForAsync();
        await Expect(page.Frame.Locator("html")).ToHaveAttributeAsync("lang", language);
        await Expect(page.Frame.Locator("html")).ToHaveAttributeAsync("dir", direction);
        await Expect(page.Frame.Locator("details.language")).ToHaveCountAsync(attribute is null && session is null ? 1 : 0);
    }

    [Fact]
    public async Task a_person_chooses_and_stays_at_the_provider()
    {
        await using var page = await OpenAsync(locale: null);
        await page.Frame.Locator("[data-picker] [role=search] input").FillAsync("sandbox");
        await page.Frame.Locator("#provider-sandbox-ats").ClickAsync();
        await page.Frame.Locator("[data-field=api_key]").WaitForAsync();
        await page.Frame.Locator("details.language summary").ClickAsync();
        await page.Frame.Locator("details.language button[lang=fr]").ClickAsync();
        await Expect(page.Frame.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await page.Frame.Locator("[data-field=api_key]").FillAsync("sandbox-good");
        await page.Frame.Locator("form:has([data-field]) button[type=submit]").ClickAsync();
        await page.Frame.Locator(".done").WaitForAsync();
        Assert.Empty(await page.Page.Context.CookiesAsync([embedding.Hub.Address]));
    }

    [Fact]
    public async Task the_window_of_an_authorization_comes_back_in_the_language_of_the_frame()
    {
        await using var page = await OpenAsync("pl", request => request with { Providers = ["sandbox-ats"] });
        await page.Frame.Locator("input[type=radio][value=oauth2_authorization_code]").CheckAsync();
        var window = await page.Page.RunAndWaitForPopupAsync(() =>
            page.Frame.Locator("section form.hub-card button[type=submit]").Last.ClickAsync()
        );
        await window.Locator("button[value=deny]").ClickAsync();
        await window.WaitForURLAsync("**/connect/oauth2/ended/*");
        await Expect(window.Locator("html")).ToHaveAttributeAsync("lang", "pl");
    }

    private async Task<EmbeddedPage> OpenAsync(string? locale, Func<SessionRequest, SessionRequest>? change = null)
    {
        var attribute = locale is null ? "" : $" locale=\"{locale}\"";
        return await EmbeddedPage.OpenAsync(
            chromium,
            embedding.Product.Serve(
                $"""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>A product</title>
                <script src="{embedding.Hub.Address}/embed/hub.js"></script></head>
                <body><hub-connect id="hub" token="{await embedding.TokenAsync(change)}"{attribute}></hub-connect></body></html>
                """
            )
        );
    }
}
