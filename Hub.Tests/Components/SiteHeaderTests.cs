using Bunit;
using Hub.Core.Identity;
using Hub.Web.Components.Layout;
using Hub.Web.Languages;

namespace Hub.Tests.Components;

public sealed class SiteHeaderTests : HubTestContext
{
    [Fact]
    public void a_visitor_is_offered_to_sign_in_and_what_everybody_may_read()
    {
        Authorization.SetNotAuthorized();
        var header = Render<SiteHeader>();
        Assert.Equal(["providers", "Account/Login"], header.FindAll(".end a").Select(link => link.GetAttribute("href")));
        Assert.Empty(header.FindAll("nav, details:not(.language), form:not([data-language])"));
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
        Assert.Equal(
            ("post", "Account/Logout"),
            (header.Find(".menu form").GetAttribute("method"), header.Find(".menu form").GetAttribute("action"))
        );
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
        Assert.Equal(
            ["Switch to the light theme", "Switch to the dark theme"],
            header.FindAll("[data-theme-toggle] .visually-hidden").Select(name => name.TextContent)
        );
        Assert.Equal("Your account", header.Find(".menu summary").GetAttribute("aria-label"));
    }

    [Fact]
    public void everybody_can_choose_a_language_in_its_own_name()
    {
        Authorization.SetNotAuthorized();
        Navigation.NavigateTo("providers?q=x");
        var menu = Render<SiteHeader>().Find("details.language");
        Assert.Equal("Language", menu.QuerySelector("summary")!.TextContent.Trim());
        var choices = menu.QuerySelectorAll("button");
        Assert.Equal(Language.All.Select(language => language.Name), choices.Select(choice => choice.TextContent));
        Assert.Equal(Language.All.Select(language => language.Tag), choices.Select(choice => choice.GetAttribute("lang")));
        Assert.Equal("en", Assert.Single(choices, choice => choice.HasAttribute("aria-current")).GetAttribute("lang"));
        Assert.Equal(
            ("post", "language"),
            (menu.QuerySelector("form")!.GetAttribute("method"), menu.QuerySelector("form")!.GetAttribute("action"))
        );
        Assert.Equal("providers?q=x", menu.QuerySelector("[name=returnUrl]")!.GetAttribute("value"));
    }
}
