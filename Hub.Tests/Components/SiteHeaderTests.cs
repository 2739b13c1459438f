using Bunit;
using Hub.Core.Identity;
using Hub.Web.Components.Layout;

namespace Hub.Tests.Components;

public sealed class SiteHeaderTests : HubTestContext
{
    [Fact]
    public void a_visitor_is_offered_to_sign_in_and_what_everybody_may_read()
    {
        Authorization.SetNotAuthorized();
        var header = Render<SiteHeader>();
        Assert.Equal(["providers", "Account/Login"], header.FindAll(".end a").Select(link => link.GetAttribute("href")));
        Assert.Empty(header.FindAll("nav, details, form"));
    }

    [Theory]
    [InlineData(HubRoles.Member, new[] { "link", "accounts" })]
    [InlineData(HubRoles.Administrator, new[] { "link", "accounts", "admin/accounts", "admin/access-keys", "admin/providers" })]
    public void everybody_sees_the_pages_of_the_role(string role, string[] pages)
    {
        SignIn(role);
        var header = Render<SiteHeader>();
        Assert.Equal(pages, header.FindAll("nav a").Select(link => link.GetAttribute("href")));
        Assert.Empty(header.FindAll("a.sign"));
    }

    [Fact]
    public void signing_out_is_a_post()
    {
        var header = Render<SiteHeader>();
        Assert.Equal("member@example.com", header.Find(".who").TextContent);
        Assert.Equal("M", header.Find(".avatar").GetAttribute("data-initial"));
        Assert.Equal(("post", "Account/Logout"), (header.Find("form").GetAttribute("method"), header.Find("form").GetAttribute("action")));
    }

    [Fact]
    public void the_current_page_is_marked()
    {
        Navigation.NavigateTo("accounts?q=x");
        Assert.Equal("accounts", Assert.Single(Render<SiteHeader>().FindAll("nav [aria-current=page]")).GetAttribute("href"));
    }

    [Fact]
    public void what_is_drawn_alone_has_a_name()
    {
        var header = Render<SiteHeader>();
        Assert.Equal("Switch between light and dark", header.Find("[data-theme-toggle]").GetAttribute("aria-label"));
        Assert.Equal("Your account", header.Find("summary").GetAttribute("aria-label"));
    }
}
