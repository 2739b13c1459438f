using AngleSharp.Dom;
using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Sessions;
using Hub.Web.Components.Accounts;

namespace Hub.Tests.Components;

/// <summary>The filters of the list of accounts, which stand in the address.</summary>
public sealed class AccountFilterTests : HubTestContext
{
    [Fact]
    public async Task the_address_says_which_accounts_are_shown()
    {
        await AddThreeAsync();
        Navigation.NavigateTo("accounts?status=error,expired&order=name");
        Assert.Equal(["Broken"], Names(Render<AccountsPage>()));
    }

    [Theory]
    [InlineData("status=suspended", "Paused")]
    [InlineData("provider=desk", "Paused")]
    [InlineData("type=test", "Broken")]
    [InlineData("provider=lumen&status=active", "Fine")]
    [InlineData("status=ERROR,%20,nonsense&type=maybe&provider=%3Cscript%3E", "Broken, Fine, Paused")]
    [InlineData("status=,error,&provider=nobody,lumen", "Broken")]
    [InlineData("type=production,test", "Broken, Fine, Paused")]
    public async Task what_makes_no_sense_in_the_address_is_left_out(string query, string expected)
    {
        await AddThreeAsync();
        Navigation.NavigateTo($"accounts?order=name&{query}");
        Assert.Equal(expected, string.Join(", ", Names(Render<AccountsPage>())));
    }

    [Fact]
    public async Task what_is_chosen_stands_in_the_address_and_begins_at_the_first_page()
    {
        await AddThreeAsync();
        Navigation.NavigateTo("accounts?order=name&page=3");
        var page = Render<AccountsPage>();

        await Box(page, "Status", "Error").ChangeAsync(true);
        Assert.Equal("accounts?order=name&status=error", Location);
        page.WaitForAssertion(() => Assert.Equal(["Broken"], Names(page)));
        Assert.Equal("Status: Error", Summary(page, "Status").TextContent.Trim());

        await Box(page, "Status", "Active").ChangeAsync(true);
        Assert.Equal("accounts?order=name&status=active,error", Uri.UnescapeDataString(Location));
        page.WaitForAssertion(() => Assert.Equal(["Broken", "Fine"], Names(page)));

        await Box(page, "Type", "Test").ChangeAsync(true);
        page.WaitForAssertion(() => Assert.Equal(["Broken"], Names(page)));

        await Menu(page, "Status").QuerySelector("button")!.ClickAsync();
        Assert.Equal("accounts?order=name&type=test", Location);
        Assert.False(Box(page, "Status", "Error").HasAttribute("checked"));
    }

    [Fact]
    public async Task providers_to_choose_from_are_those_that_the_owner_has()
    {
        await AddThreeAsync();
        await AddAccountAsync("atlas", "Theirs", await AddUserAsync("other@example.com"));
        Navigation.NavigateTo("accounts");
        var page = Render<AccountsPage>();
        Assert.Empty(Menu(page, "Provider").QuerySelectorAll("label"));

        await Menu(page, "Provider").TriggerEventAsync("ontoggle", EventArgs.Empty);

        page.WaitForAssertion(() =>
            Assert.Equal(
                ["Lumen Hire", "Northern Desk"],
                Menu(page, "Provider").QuerySelectorAll("label").Select(label => label.TextContent)
            )
        );
        await Box(page, "Provider", "Northern Desk").ChangeAsync(true);
        page.WaitForAssertion(() => Assert.Equal(["Paused"], Names(page)));
    }

    [Fact]
    public async Task without_a_match_one_press_clears_filters_and_search()
    {
        await AddThreeAsync();
        Navigation.NavigateTo("accounts?status=expired&q=fine&order=name");
        var page = Render<AccountsPage>();
        Assert.Equal("No account matches these filters.", page.Find(".none p").TextContent);

        page.Find(".none button").Click();

        Assert.Equal("accounts?order=name", Location);
        page.WaitForAssertion(() => Assert.Equal(["Broken", "Fine", "Paused"], Names(page)));
    }

    [Fact]
    public async Task unlinked_accounts_are_shown_where_they_are_asked_for_and_nothing_can_be_done_with_them()
    {
        await AddThreeAsync();
        await AddAccountAsync("lumen", "Gone", change: it => it.SetReason(ReasonGroup.Archive, new StatusReason.Unlinked(), Now));
        Navigation.NavigateTo("accounts?order=name");
        var page = Render<AccountsPage>();
        Assert.DoesNotContain("Gone", Names(page));

        await page.InvokeAsync(() => Navigation.NavigateTo("accounts?status=archived"));

        page.WaitForAssertion(() => Assert.Equal(["Gone"], Names(page)));
        Assert.Equal("Unlinked", page.Find("tbody .badge").TextContent);
        Assert.Empty(page.FindAll("tbody :is(a, button, details)"));
    }

    private async Task AddThreeAsync()
    {
        await AddAccountAsync(
            "lumen",
            "Broken",
            change: it =>
            {
                it.Type = AccountType.Test;
                it.SetReason(ReasonGroup.Credential, new StatusReason.KeyRejected(), Now);
            }
        );
        await AddAccountAsync("lumen", "Fine");
        await AddAccountAsync("desk", "Paused", change: it => it.SetReason(ReasonGroup.Suspension, new StatusReason.Suspended(), Now));
    }

    private static IEnumerable<string> Names(IRenderedComponent<AccountsPage> page) =>
        page.FindAll("tbody .name").Select(name => name.TextContent);

    private static IElement Menu(IRenderedComponent<AccountsPage> page, string label) =>
        page.FindAll("details.filter").Single(menu => menu.QuerySelector(".sheet")!.GetAttribute("aria-label") == label);

    private static IElement Summary(IRenderedComponent<AccountsPage> page, string label) => Menu(page, label).QuerySelector("summary")!;

    private static IElement Box(IRenderedComponent<AccountsPage> page, string label, string choice) =>
        Menu(page, label).QuerySelectorAll("label").Single(one => one.TextContent == choice).QuerySelector("input")!;
}
