using Bunit;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Sessions;
using Hub.Web.Components.AuthLinks;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Components;

/// <summary>Another person is asked for a new key of an account.</summary>
public sealed class AskForKeyPageTests : HubTestContext
{
    [Fact]
    public async Task the_link_is_for_this_account_and_once_and_the_person_is_who_linked_it()
    {
        var account = await AddGlobexAsync();
        var page = RenderPage(account);
        Assert.Equal("Ask for a new key for Acme in Berlin", page.Find("h1").TextContent);
        Assert.Equal("Jane", Inputs.ValueOf(page.Find("input[data-field=Username]")));

        await page.Find("form").SubmitAsync();

        Assert.Equal("Send this link to Jane at Globex", page.Find("h1").TextContent);
        var mail = page.Find("#auth-link-mail").TextContent;
        Assert.Contains("The Lumen Hire account of Globex in Hub needs a new key", mail, StringComparison.Ordinal);
        var row = Assert.Single(await LinksAsync());
        Assert.Equal(("globex-1", "Globex", "Jane"), (row.Origin.Id, row.Origin.Name, row.Origin.Username));
        Assert.Equal(new RenewedAccount(account.Id, "Acme in Berlin"), row.Renews);
        Assert.True(row.EndsAfterOne);
        Assert.Equal(["lumen"], row.Providers);
        Assert.Equal(Now.AddDays(30), row.ExpiresAt);
    }

    [Fact]
    public async Task who_was_asked_last_is_asked_again()
    {
        var account = await AddGlobexAsync();
        await RequestAsync(request => request with { Origin = new OriginOwner("", "", "Eve"), AccountId = account.Id });
        Assert.Equal("Eve", Inputs.ValueOf(RenderPage(account).Find("input[data-field=Username]")));
    }

    [Fact]
    public async Task an_account_of_ones_own_has_no_customer_to_name()
    {
        var account = await AddAccountAsync("lumen", "Acme in Berlin");
        var page = RenderPage(account);
        Inputs.Enter(page.Find("input[data-field=Username]"), "John");
        await page.Find("form").SubmitAsync();
        Assert.Equal("Send this link to John", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task an_account_that_was_unlinked_meanwhile_is_said_to_be_gone()
    {
        var account = await AddGlobexAsync();
        var page = RenderPage(account);
        await Services.GetRequiredService<AccountUnlinker>().UnlinkAsync(Owner, account.Id, Stop);
        await page.Find("form").SubmitAsync();
        Assert.Contains("This account no longer exists", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(await LinksAsync());
    }

    [Fact]
    public async Task somebody_elses_account_is_not_found()
    {
        var page = RenderPage(await AddAccountAsync("lumen", "Theirs", await AddUserAsync("other@example.com")));
        Assert.Empty(page.FindAll("form"));
        Assert.DoesNotContain("Theirs", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_list_says_for_which_account_a_new_key_was_asked()
    {
        var account = await AddGlobexAsync();
        await RequestAsync(request => request with { Origin = new OriginOwner("", "", "Eve"), AccountId = account.Id });
        var list = Render<AuthLinksPage>();
        var link = list.Find("a.renews");
        Assert.Equal(("New key for Acme in Berlin", $"accounts/{account.Id}"), (link.TextContent, link.GetAttribute("href")));
    }

    private IRenderedComponent<AskForKeyPage> RenderPage(LinkedAccount account) =>
        Render<AskForKeyPage>(page => page.Add(it => it.AccountId, account.Id));

    private Task<LinkedAccount> AddGlobexAsync() =>
        AddAccountAsync(
            "lumen",
            "Acme in Berlin",
            change: account => (account.OriginOwnerId, account.OriginOwnerName, account.OriginUsername) = ("globex-1", "Globex", "Jane")
        );

    private async Task<IReadOnlyList<AuthLinkRow>> LinksAsync() =>
        (await Services.GetRequiredService<AuthLinkDirectory>().ListAsync(Owner, new AuthLinkQuery(), Stop)).Rows;
}
