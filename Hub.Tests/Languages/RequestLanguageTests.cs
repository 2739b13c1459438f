using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hub.Tests.Browser;

namespace Hub.Tests.Languages;

/// <summary>Which language a page is in, over HTTP.</summary>
public sealed partial class RequestLanguageTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "en", "ltr")]
    [InlineData("de", "de", "ltr")]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de", "ltr")]
    [InlineData("zh-CN,zh;q=0.9,ja;q=0.3,pl;q=0.7", "pl", "ltr")]
    [InlineData("pt-PT", "pt-BR", "ltr")]
    [InlineData("ar-EG", "ar", "rtl")]
    [InlineData("zh, sv", "en", "ltr")]
    [InlineData("de;q=0, fr;q=0.1", "fr", "ltr")]
    [InlineData("*", "en", "ltr")]
    [InlineData("; ,,=\u007f", "en", "ltr")]
    public async Task the_browser_asks_for_a_language(string? accepted, string language, string direction)
    {
        using var browser = new Browser(shared.Hub.Address, accepted);
        Assert.Equal((language, direction), await browser.LanguageOfAsync("/Account/Login"));
        Assert.Equal((language, direction), await browser.LanguageOfAsync("/providers/lever"));
        Assert.Equal((language, direction), await browser.LanguageOfAsync("/connect"));
        Assert.Equal((language, direction), await browser.LanguageOfAsync("/no-such-page"));
    }

    [Theory]
    [InlineData("?locale=pl", "pl")]
    [InlineData("?locale=fr-CA", "fr")]
    [InlineData("?locale=zh", "en")]
    [InlineData("?locale=", "de")]
    [InlineData("?locale=pl&locale=fr", "de")]
    [InlineData("?locale=pl&language=ja", "ja")]
    public async Task the_address_counts_more_than_the_browser(string query, string language)
    {
        using var browser = new Browser(shared.Hub.Address, "de");
        Assert.Equal((language, "ltr"), await browser.LanguageOfAsync($"/connect{query}"));
    }

    [Fact]
    public async Task a_choice_is_remembered_in_the_browser_and_the_address_counts_more()
    {
        using var browser = new Browser(shared.Hub.Address, "de");

        Assert.Equal("/providers?q=lever", await browser.ChooseAsync("fr", "providers?q=lever"));

        Assert.Equal(("fr", "ltr"), await browser.LanguageOfAsync("/Account/Login"));
        Assert.Equal(("pl", "ltr"), await browser.LanguageOfAsync("/connect?locale=pl"));
        await browser.ChooseAsync("", "");
        Assert.Equal(("de", "ltr"), await browser.LanguageOfAsync("/Account/Login"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task choosing_leads_to_pages_of_hub_alone(string address)
    {
        using var browser = new Browser(shared.Hub.Address, "de");
        Assert.Equal("/", await browser.ChooseAsync("fr", address));
    }

    [Fact]
    public async Task a_form_of_another_site_changes_nothing()
    {
        using var browser = new Browser(shared.Hub.Address, "de");
        await browser.PostAsync("/language", new() { ["language"] = "fr", ["returnUrl"] = "" });
        Assert.Equal(("de", "ltr"), await browser.LanguageOfAsync("/Account/Login"));
    }

    [Fact]
    public async Task a_persons_choice_goes_with_them_to_another_browser()
    {
        var email = $"{Guid.CreateVersion7():N}@example.com";
        using (var browser = new Browser(shared.Hub.Address, "de"))
        {
            await browser.SignAsync("/Account/Register", "register", email);
            await browser.ChooseAsync("pl", "accounts", "/Account/Manage");
            Assert.Equal(("pl", "ltr"), await browser.LanguageOfAsync("/accounts"));
        }

        using var other = new Browser(shared.Hub.Address, "de");
        await other.ChooseAsync("fr", "");
        await other.SignAsync("/Account/Login", "login", email);
        Assert.Equal(("pl", "ltr"), await other.LanguageOfAsync("/accounts"));
        // Null is what the browser says.
        await other.ChooseAsync("", "", "/Account/Manage");
        Assert.Equal(("de", "ltr"), await other.LanguageOfAsync("/accounts"));
    }

    [Fact]
    public async Task the_api_speaks_english()
    {
        foreach (var path in new[] { "/api/accounts", "/api/no-such", "/openapi/v1.json" })
        {
            var texts = new List<string>();
            foreach (var accepted in new[] { "en", "de", "ar" })
            {
                using var browser = new Browser(shared.Hub.Address, accepted);
                texts.Add(Timestamp().Replace(await browser.GetTextAsync(path), ""));
            }

            Assert.Single(texts.Distinct(StringComparer.Ordinal));
        }
    }

    [GeneratedRegex("\"timestamp\":\"[^\"]*\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Timestamp();

    /// <summary>A browser without scripts.</summary>
    private sealed class Browser : IDisposable
    {
        private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
        private readonly string _hub;
        private readonly string? _accepted;

        public Browser(string hub, string? accepted) => (_hub, _accepted) = (hub, accepted);

        public async Task<(string? Language, string? Direction)> LanguageOfAsync(string path)
        {
            var root = (await PageAsync(path)).DocumentElement;
            return (root.GetAttribute("lang"), root.GetAttribute("dir"));
        }

        public async Task<string> GetTextAsync(string path)
        {
            using var answer = await SendAsync(HttpMethod.Get, path, content: null);
            return await answer.Content.ReadAsStringAsync(Stop);
        }

        /// <returns>Where it leads.</returns>
        public async Task<string> ChooseAsync(string language, string returnUrl, string page = "/Account/Register")
        {
            var token = await TokenAsync(page);
            return await PostAsync(
                "/language",
                new()
                {
                    ["language"] = language,
                    ["returnUrl"] = returnUrl,
                    ["__RequestVerificationToken"] = token,
                }
            );
        }

        public async Task SignAsync(string path, string handler, string email) =>
            await PostAsync(
                path,
                new()
                {
                    ["_handler"] = handler,
                    ["__RequestVerificationToken"] = await TokenAsync(path),
                    ["Input.Email"] = email,
                    ["Input.Password"] = Person.Password,
                    ["Input.ConfirmPassword"] = Person.Password,
                }
            );

        public async Task<string> PostAsync(string path, Dictionary<string, string> form)
        {
            using var answer = await SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form));
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return answer.Headers.Location!.OriginalString;
        }

        private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, _hub + path) { Content = content };
            if (_accepted is not null)
            {
                request.Headers.TryAddWithoutValidation("Accept-Language", _accepted);
            }

            return await _client.SendAsync(request, Stop);
        }

        private async Task<IHtmlDocument> PageAsync(string path) =>
            await new HtmlParser().ParseDocumentAsync(await GetTextAsync(path), Stop);

        private async Task<string> TokenAsync(string path) =>
            (await PageAsync(path)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        public void Dispose() => _client.Dispose();
    }
}
