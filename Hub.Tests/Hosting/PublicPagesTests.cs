using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Hub.Core.Providers;
using Hub.Tests.Support;
using Hub.Web.Components.Catalog;

namespace Hub.Tests.Hosting;

/// <summary>The provider pages as somebody sees them who is not signed in and has no script.</summary>
public sealed class PublicPagesTests(PublicPagesTests.QuietHub hub) : IClassFixture<PublicPagesTests.QuietHub>
{
    private static readonly ProviderCatalog Catalog = ProviderCatalog.Load(directory: null, withSandbox: false);

    public static TheoryData<string> Slugs => [.. Catalog.All.Select(provider => provider.Slug)];

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task every_provider_has_a_page(string slug)
    {
        var provider = Catalog.Find(slug)!;
        var page = await GetAsync($"/providers/{slug}", HttpStatusCode.OK);
        Assert.Equal(provider.Name, Assert.Single(page.QuerySelectorAll("h1")).TextContent);
        Assert.StartsWith($"{provider.Name}: ", page.Title, StringComparison.Ordinal);
        Assert.Contains(provider.Name, page.QuerySelector("meta[name=description]")!.GetAttribute("content"), StringComparison.Ordinal);
        // Where people can only sign in, nobody has registered a client here.
        Assert.Equal(
            provider.Methods.Any(method => method is not AuthMethod.AuthorizationCode) ? $"link/{slug}" : null,
            page.QuerySelector("a.hub-button.link")?.GetAttribute("href")
        );
        Assert.All(
            provider.Sources,
            source => Assert.Contains(page.QuerySelectorAll(".sources a"), link => link.GetAttribute("href") == source.Url)
        );
        Assert.All(
            provider.Methods,
            method =>
            {
                var section = page.GetElementById(MethodSection.Anchor(method))!;
                Assert.Equal(method.Label, section.QuerySelector("h2")!.TextContent);
                Assert.Equal(method.Guide.Steps.Count, section.QuerySelectorAll("ol:not(.requests) > li").Length);
                Assert.Equal(method.Guide.Warnings.Count + 1, section.QuerySelectorAll(".before li").Length);
                Assert.Equal(method.Guide.Steps.Count(step => step.Warning is not null), section.QuerySelectorAll(".warning").Length);
                // A placeholder of the guide that nothing stands for.
                Assert.DoesNotContain('{', section.QuerySelector(".guide")!.TextContent);
                Assert.All(
                    method.Fields,
                    field =>
                        Assert.Contains(
                            section.QuerySelectorAll("dt"),
                            term => term.TextContent.StartsWith(field.Label, StringComparison.Ordinal)
                        )
                );
                // A placeholder that nobody put into words.
                Assert.DoesNotContain(
                    section.QuerySelectorAll(".requests code"),
                    request => request.TextContent.Contains('{', StringComparison.Ordinal)
                );
            }
        );
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task the_index_lists_every_provider_once_under_its_category()
    {
        var page = await GetAsync("/providers", HttpStatusCode.OK);
        Assert.Equal(
            Catalog
                .All.GroupBy(provider => provider.Category)
                .OrderBy(category => category.Key)
                .Select(category => $"{category.Key.Label()}: {string.Join(", ", category.Select(provider => provider.Name))}"),
            page.QuerySelectorAll("section")
                .Select(section =>
                    section.QuerySelector("h2")!.TextContent
                    + ": "
                    + string.Join(", ", section.QuerySelectorAll("li a").Select(link => link.TextContent))
                )
        );
        // Each link of a category leads to one that is there.
        Assert.All(
            page.QuerySelectorAll("nav.categories a"),
            link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")!["providers#".Length..]))
        );
    }

    [Fact]
    public async Task the_search_is_a_plain_form_and_its_answer_a_page()
    {
        var form = (await GetAsync("/providers", HttpStatusCode.OK)).QuerySelector("form[role=search]")!;
        Assert.Equal(("get", "providers"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.NotNull(form.QuerySelector("input[name=q]"));

        var found = await GetAsync("/providers?q=smart+recuriters", HttpStatusCode.OK);
        Assert.Equal(["providers/smartrecruiters"], found.QuerySelectorAll(".tile a").Select(link => link.GetAttribute("href")));
        Assert.Equal("smart recuriters", found.QuerySelector("input[name=q]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task a_search_without_a_match_says_so_and_shows_the_text_as_text()
    {
        var page = await GetAsync("/providers?q=%3Cscript%3Ealert(1)%3C/script%3E", HttpStatusCode.OK);
        Assert.Equal("No provider matches “<script>alert(1)</script>”", page.QuerySelector("h2")!.TextContent);
        Assert.DoesNotContain(page.QuerySelectorAll("script"), script => script.GetAttribute("src") is null);
    }

    [Theory]
    [InlineData("slak", "providers/slack")]
    [InlineData("nobody-knows", null)]
    [InlineData("sandbox-ats", null)] // Off here.
    public async Task an_unknown_provider_is_a_404_that_helps(string slug, string? suggestion)
    {
        var page = await GetAsync($"/providers/{slug}", HttpStatusCode.NotFound);
        Assert.Equal("This provider is not in the catalog", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(suggestion, page.QuerySelector("main li a")?.GetAttribute("href"));
        Assert.Equal("providers", page.QuerySelector("a.hub-button:not(.sign)")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/providers")]
    [InlineData("/providers/slack")]
    [InlineData("/providers/nobody-knows")]
    public async Task a_public_page_has_the_security_headers_and_nothing_of_a_circuit(string path)
    {
        using var answer = await hub.GetAsync(path);
        Assert.Contains(
            "frame-ancestors 'none'",
            string.Join("; ", answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("\"type\":\"server\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(QuietHub.AdministratorEmail, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/Account/Login")]
    public async Task a_visitor_finds_the_way_there(string path) =>
        Assert.NotNull((await GetAsync(path, HttpStatusCode.OK)).QuerySelector("header a[href=providers]"));

    [Fact]
    public async Task without_the_sandbox_there_is_no_sign_in_page_of_it()
    {
        using var answer = await hub.GetAsync("/sandbox/oauth/authorize");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<IDocument> GetAsync(string path, HttpStatusCode expected)
    {
        using var answer = await hub.GetAsync(path);
        Assert.Equal(expected, answer.StatusCode);
        return await new HtmlParser().ParseDocumentAsync(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>A Hub without the sandbox.</summary>
    public sealed class QuietHub()
        : HubOverHttp(
            "Hub:Sandbox:Enabled=false",
            $"Hub:Bootstrap:AdminEmail={AdministratorEmail}",
            "Hub:Bootstrap:AdminPassword=correct horse battery"
        )
    {
        public const string AdministratorEmail = "admin@example.com";
    }
}
