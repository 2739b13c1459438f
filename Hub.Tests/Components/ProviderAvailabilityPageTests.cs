using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Web.Components.Admin;
using Hub.Web.Components.AuthLinks;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Components;

/// <summary>Providers are disabled and enabled by Administrators, and are not offered meanwhile.</summary>
public sealed class ProviderAvailabilityPageTests : HubTestContext
{
    private ProviderSwitch Switch => Services.GetRequiredService<ProviderSwitch>();

    [Fact]
    public void the_page_is_for_administrators_alone() =>
        Assert.Equal(
            HubRoles.Administrator,
            Assert.Single(typeof(ProviderAvailabilityPage).GetCustomAttributes(inherit: true).OfType<AuthorizeAttribute>()).Roles
        );

    [Fact]
    public async Task a_question_tells_how_many_accounts_become_inactive()
    {
        await BecomeAdministratorAsync();
        SignIn(HubRoles.Administrator);
        await AddAccountAsync("lumen", "One");
        await AddAccountAsync("lumen", "Two", await AddUserAsync("other@example.com"));
        var dialogs = RenderDialogs();
        var page = Render<ProviderAvailabilityPage>();
        Assert.Equal("0 providers are disabled", page.Find("p[role=status]").TextContent);

        var disabling = page.Find("#switch-lumen").ClickAsync();
        Assert.Equal("Disable Lumen Hire?", dialogs.WaitForElement("[role=dialog] h2").TextContent);
        Assert.StartsWith("2 accounts become inactive.", dialogs.Find("[role=dialog] p").TextContent, StringComparison.Ordinal);
        dialogs.Find("[role=dialog] .hub-button-danger").Click();
        await disabling;

        Assert.Equal(["lumen"], await Switch.ListDisabledAsync(Stop));
        Assert.Equal("Disabled", page.Find("li .state.off").TextContent);
        Assert.Equal("Lumen Hire", page.Find("li .name").TextContent);
        await page.Find("#switch-lumen").ClickAsync();
        Assert.Empty(await Switch.ListDisabledAsync(Stop));
        Assert.Empty(page.FindAll(".state.off"));
    }

    [Fact]
    public async Task who_is_no_longer_an_administrator_changes_nothing()
    {
        SignIn(HubRoles.Administrator);
        var dialogs = RenderDialogs();
        var page = Render<ProviderAvailabilityPage>();
        var disabling = page.Find("#switch-lumen").ClickAsync();
        dialogs.WaitForElement("[role=dialog] .hub-button-danger").Click();
        await disabling;
        Assert.Equal("You cannot change this", page.Find(".notice strong").TextContent);
        Assert.Empty(await Switch.ListDisabledAsync(Stop));
    }

    [Theory]
    [InlineData(HubRoles.Member)]
    [InlineData(HubRoles.Administrator)]
    public async Task a_disabled_provider_is_not_offered(string role)
    {
        await DisableAsync();
        SignIn(role);
        Assert.DoesNotContain("Lumen Hire", Render<ProviderPickerPage>().Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Lumen Hire", Render<CreateAuthLinkPage>().Markup, StringComparison.Ordinal);
        var form = Render<ConnectPage>(parameters => parameters.Add(it => it.Slug, "lumen"));
        Assert.Equal("Lumen Hire is disabled here", form.Find("h1").TextContent);
        Assert.Empty(form.FindAll("input"));
        Assert.Equal(
            role == HubRoles.Administrator ? "admin/provider-availability" : "link",
            form.Find("a.hub-button").GetAttribute("href")
        );
    }

    [Fact]
    public async Task only_a_part_of_the_providers_is_shown_by_the_search()
    {
        SignIn(HubRoles.Administrator);
        var page = Render<ProviderAvailabilityPage>();
        var search = page.FindComponent<SearchInput>();
        await page.InvokeAsync(() => search.Instance.ValueChanged.InvokeAsync("lumen"));
        Assert.Equal(["Lumen Hire"], page.FindAll("li .name").Select(name => name.TextContent));
        await page.InvokeAsync(() => search.Instance.ValueChanged.InvokeAsync("nobody"));
        Assert.Empty(page.FindAll("li"));
    }

    private async Task DisableAsync()
    {
        await BecomeAdministratorAsync();
        Assert.True(await Switch.SetAsync(Owner, "lumen", isDisabled: true, Stop));
    }
}
