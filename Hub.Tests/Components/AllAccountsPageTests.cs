using Bunit;
using Hub.Core.Identity;
using Hub.Web.Components.Admin;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Authorization;

namespace Hub.Tests.Components;

public sealed class AllAccountsPageTests : HubTestContext
{
    public AllAccountsPageTests() => SignIn(HubRoles.Administrator);

    [Fact]
    public void the_page_is_for_administrators_alone() =>
        Assert.Equal(
            HubRoles.Administrator,
            Assert.Single(typeof(AllAccountsPage).GetCustomAttributes(inherit: true).OfType<AuthorizeAttribute>()).Roles
        );

    [Fact]
    public void whoever_may_not_see_it_is_told_who_may()
    {
        var page = Render<Forbidden>();
        Assert.Equal("This page is for Administrators", page.Find("h1").TextContent);
        Assert.Equal("accounts", page.Find("a").GetAttribute("href"));
    }

    [Fact]
    public async Task everybodys_accounts_are_listed_with_their_owners()
    {
        await AddAccountAsync("lumen", "Mine");
        await AddAccountAsync("desk", "Theirs", await AddUserAsync("other@example.com"));
        Navigation.NavigateTo("admin/accounts?order=owner-desc");

        var page = Render<AllAccountsPage>();

        Assert.Equal(
            ["Theirs: other@example.com", "Mine: member@example.com"],
            page.FindAll("tbody tr")
                .Select(row => $"{row.QuerySelector(".name")!.TextContent}: {row.QuerySelector("[data-label=Owner]")!.TextContent}")
        );
        Assert.Equal("descending", page.FindAll("th").Single(header => header.TextContent == "Owner").GetAttribute("aria-sort"));
        Assert.Equal("owner-desc", page.Find("option[selected]").GetAttribute("value"));
        // One without a text would show its key.
        Assert.All(page.FindAll("option"), option => Assert.DoesNotContain('_', option.TextContent));
        // The details page is the owner's.
        Assert.Empty(page.FindAll("tbody a"));
    }

    [Fact]
    public void where_nobody_has_linked_anything_it_says_so() =>
        Assert.Equal("No accounts yet", Render<AllAccountsPage>().Find(".empty h2").TextContent);
}
