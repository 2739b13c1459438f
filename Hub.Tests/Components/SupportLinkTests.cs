using Bunit;
using Hub.Web.Components.Connect;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Components;

/// <summary>Whom people are told to ask, by what the operator configured.</summary>
public sealed class SupportLinkTests : HubTestContext
{
    [Fact]
    public void an_address_gets_the_reference_in_the_subject()
    {
        Configure(email: "help+hub@acme.example", url: null);
        var link = Shown("QP9CZ8P9").Find("a");
        Assert.Equal("Send reference QP9CZ8P9 to help+hub@acme.example", link.TextContent);
        Assert.Equal(
            "mailto:help%2Bhub@acme.example?subject=Help%20with%20Acme%20Careers%20%28reference%20QP9CZ8P9%29",
            link.GetAttribute("href")
        );
        Assert.Equal("mailto:help%2Bhub@acme.example?subject=Help%20with%20Acme%20Careers", Shown(null).Find("a").GetAttribute("href"));
    }

    [Fact]
    public void a_page_gets_the_reference_in_its_query()
    {
        Configure(email: null, url: "https://acme.example/help?from=hub");
        var link = Shown("QP9CZ8P9").Find("a");
        Assert.Equal("Get help with reference QP9CZ8P9", link.TextContent);
        Assert.Equal("https://acme.example/help?from=hub&reference=QP9CZ8P9", link.GetAttribute("href"));
        Assert.Equal("https://acme.example/help?from=hub", Shown(null).Find("a").GetAttribute("href"));
    }

    [Fact]
    public void both_are_offered_where_there_are_both()
    {
        Configure(email: "help@acme.example", url: "https://acme.example/help");
        Assert.Equal(["Write to help@acme.example", "Get help"], Shown(null).FindAll("a").Select(link => link.TextContent));
    }

    [Theory]
    [InlineData("QP9CZ8P9", true, "Give this reference to the person who sent you here: QP9CZ8P9")]
    [InlineData("QP9CZ8P9", false, "Keep this reference: QP9CZ8P9")]
    [InlineData(null, true, "Tell the person who sent you here.")]
    [InlineData(null, false, "")]
    public void without_support_nobody_is_named(string? reference, bool isSent, string text) =>
        Assert.Equal(text, string.Concat(Shown(reference, isSent).FindAll("p").Select(line => line.TextContent)));

    [Fact]
    public void the_page_that_failed_has_a_reference()
    {
        Configure(email: "help@acme.example", url: null);
        var page = Render<PageError>(parameters => parameters.Add(it => it.Exception, new InvalidOperationException("secret")));
        Assert.Matches("^Send reference [2-9A-HJ-NP-Z]{8} to help@acme.example$", page.Find("a[href^=mailto]").TextContent);
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void the_connect_page_that_failed_has_one_too()
    {
        var page = Render<ConnectFailed>(parameters =>
            parameters.Add(it => it.Exception, new InvalidOperationException("secret")).AddChildContent("<a href=connect>Try again</a>")
        );
        Assert.Matches("Give this reference to the person who sent you here: [2-9A-HJ-NP-Z]{8}", page.Find(".hub-hint").TextContent);
        Assert.Equal("connect", page.Find("a").GetAttribute("href"));
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
    }

    private void Configure(string? email, string? url)
    {
        var support = Services.GetRequiredService<IOptions<SupportOptions>>().Value;
        (support.Email, support.Url) = (email, url);
        Services.GetRequiredService<IOptions<ProductOptions>>().Value.Name = "Acme Careers";
    }

    private IRenderedComponent<SupportLink> Shown(string? reference, bool isSent = false) =>
        Render<SupportLink>(parameters => parameters.Add(it => it.Reference, reference).Add(it => it.IsSent, isSent));
}
