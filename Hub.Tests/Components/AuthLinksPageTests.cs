using Bunit;
using Hub.Core.AuthLinks;
using Hub.Core.Credentials;
using Hub.Core.Sessions;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.AuthLinks;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Components;

public sealed class AuthLinksPageTests : HubTestContext
{
    [Fact]
    public void whoever_asked_nobody_is_told_how() => Assert.Equal("accounts/request", Shown().Find(".empty a").GetAttribute("href"));

    [Fact]
    public async Task a_request_says_for_whom_what_and_what_became_of_it()
    {
        var issued = await RequestAsync(request => request with { Providers = ["lumen", "desk"] });
        await LinkedAsync(issued);
        var page = Shown();

        Assert.Equal("Globex", page.Find("h2").TextContent);
        Assert.Equal("globex-1 · John", page.Find(".customer p").TextContent);
        Assert.Equal("Linked, still open", page.Find(".state").TextContent);
        Assert.Equal(
            ["Providers: Lumen Hire, Northern Desk", "Created: just now", "Opened: just now", "Used: just now", "Expires: in a month"],
            page.FindAll("dl > div").Select(pair => $"{pair.QuerySelector("dt")!.TextContent}: {pair.QuerySelector("dd")!.TextContent}")
        );
        Assert.Equal(["Jane at Acme"], page.FindAll(".linked a").Select(link => link.TextContent));
        Assert.Equal("Lumen Hire · Jane Doe · jane@acme.example", page.Find(".linked .hub-hint").TextContent);
    }

    [Theory]
    [InlineData("created", "Not opened yet", true)]
    [InlineData("opened", "Opened", true)]
    [InlineData("used", "Used", false)]
    [InlineData("expired", "Expired", false)]
    [InlineData("revoked", "Revoked", false)]
    public async Task each_state_has_a_name_and_only_an_open_link_can_be_revoked(string state, string label, bool open)
    {
        var issued = await RequestAsync(request => request with { EndsAfterOne = true });
        await ChangeAsync(
            issued,
            session =>
                _ = state switch
                {
                    "opened" => session.OpenedAt = Now,
                    "used" => session.UsedAt = Now,
                    "revoked" => session.RevokedAt = Now,
                    "expired" => session.ExpiresAt = Now.AddDays(-1),
                    _ => null,
                }
        );
        var page = Shown();
        Assert.Equal(label, page.Find(".state").TextContent);
        Assert.Equal(open, page.FindAll(".revoke").Count == 1);
        if (state == "used")
        {
            Assert.Contains(
                page.FindAll("p"),
                text => text.TextContent == "The account that was linked with this link was unlinked or has a newer credential."
            );
        }
    }

    [Fact]
    public async Task a_new_link_is_shown_and_ends_the_old_one()
    {
        var issued = await RequestAsync();
        var dialogs = RenderDialogs();
        var page = Shown();

        var handling = Button(page, "New link").ClickAsync();
        Assert.Contains("The old link stops working at once.", dialogs.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        await dialogs.FindAll("button").Single(button => button.TextContent == "Create new link").ClickAsync();
        Assert.Equal("Your new link", dialogs.Find("[role=dialog] h2").TextContent);
        var link = dialogs.Find("#auth-link").GetAttribute("value")!;
        dialogs.FindAll("button").Single(button => button.TextContent == "Done").Click();
        await handling;

        Assert.IsType<SessionOutcome.Unknown>(await LookAsync(issued.Token.Reveal()));
        Assert.IsType<SessionOutcome.Open>(await LookAsync(link.Split('#')[1]));
        Assert.Contains("New link created", page.Find("dl").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Revoke", true)]
    [InlineData("Cancel", false)]
    public async Task revoking_is_confirmed(string answer, bool revoked)
    {
        var issued = await RequestAsync();
        var dialogs = RenderDialogs();
        var page = Shown();
        var handling = Button(page, "Revoke").ClickAsync();
        dialogs.FindAll("[role=dialog] button").Single(button => button.TextContent == answer).Click();
        await handling;
        Assert.Equal(revoked ? "Revoked" : "Not opened yet", page.Find(".state").TextContent);
        Assert.Equal(revoked, await LookAsync(issued.Token.Reveal()) is SessionOutcome.Ended);
    }

    [Theory]
    [InlineData("Unlink", false)]
    [InlineData("Cancel", true)]
    public async Task unlinking_is_confirmed(string answer, bool kept)
    {
        var account = await LinkedAsync(await RequestAsync());
        var dialogs = RenderDialogs();
        var page = Shown();
        var handling = page.Find("[aria-label='Unlink Jane at Acme']").ClickAsync();
        dialogs.FindAll("[role=dialog] button").Single(button => button.TextContent == answer).Click();
        await handling;
        Assert.Equal(kept, await ExistsAsync(account));
        Assert.Equal(kept ? 1 : 0, page.FindAll(".linked li").Count);
    }

    [Fact]
    public async Task long_lists_are_paged_and_other_peoples_requests_are_not_shown()
    {
        for (var number = 0; number < 12; number++)
        {
            await RequestAsync();
        }

        await RequestAsync(owner: await AddUserAsync("other@example.com"));
        Navigation.NavigateTo("accounts/requests?page=2");
        var page = Shown();
        Assert.Equal(2, page.FindAll(".requests > li").Count);
        Assert.Equal("12 link requests", page.Find(".foot p").TextContent);
        Navigation.NavigateTo("accounts/requests?page=99");
        Assert.Equal(2, Shown().FindAll(".requests > li").Count);
    }

    [Fact]
    public async Task one_request_is_shown_alone_where_the_address_names_it()
    {
        await RequestAsync();
        var issued = await RequestAsync();
        Navigation.NavigateTo($"accounts/requests?request={issued.Session.Id}");
        Assert.Single(Shown().FindAll(".requests > li"));
        Navigation.NavigateTo($"accounts/requests?request={Guid.CreateVersion7()}");
        Assert.Contains("no longer exists", Shown().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_accounts_page_says_whose_it_is_and_through_which_request_it_came()
    {
        var issued = await RequestAsync();
        var account = await LinkedAsync(issued);
        var page = Render<AccountDetailsPage>(parameters => parameters.Add(it => it.AccountId, account));
        page.WaitForElement("dl");
        var details = page.FindAll("dl > div")
            .ToDictionary(pair => pair.QuerySelector("dt")!.TextContent, pair => pair.QuerySelector("dd")!, StringComparer.Ordinal);
        Assert.Equal("Globex globex-1 · John", details["For"].TextContent);
        Assert.Equal("Gold", details["Label"].TextContent);
        Assert.Equal($"accounts/requests?request={issued.Session.Id}", details["Linked through"].QuerySelector("a")!.GetAttribute("href"));
    }

    private IRenderedComponent<AuthLinksPage> Shown()
    {
        var page = Render<AuthLinksPage>();
        page.WaitForState(() => page.FindAll(".loading").Count == 0);
        return page;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AuthLinksPage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent == text);

    private Task<SessionOutcome> LookAsync(string token) => Services.GetRequiredService<SessionOpener>().LookAsync(token, null, Stop);

    private async Task ChangeAsync(SessionIssueOutcome.Issued issued, Action<ConnectSession> change)
    {
        var account = await AddAccountAsync("lumen", "Elsewhere");
        await ChangeAsync(account.Id, (db, _) => change(db.ConnectSessions.Single(session => session.Id == issued.Session.Id)));
    }

    /// <summary>As linking with it would.</summary>
    private async Task<Guid> LinkedAsync(SessionIssueOutcome.Issued issued)
    {
        var account = await AddAccountAsync(
            "lumen",
            "Jane at Acme",
            change: account =>
            {
                (account.OriginOwnerId, account.OriginOwnerName, account.OriginUsername) = ("globex-1", "Globex", "John");
                (account.Label, account.SessionId) = ("Gold", issued.Session.Id);
            }
        );
        await ChangeAsync(
            issued,
            session => (session.OpenedAt, session.BrowserHash, session.UsedAt) = (Now, BearerToken.HashOf("browser"), Now)
        );
        return account.Id;
    }
}
