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

        Assert.Equal("Globex", page.Find("tbody .customer").TextContent);
        Assert.Equal("globex-1", page.Find("tbody th .hub-hint").TextContent);
        Assert.Equal("1 linked, still open", page.Find(".state").TextContent);
        Assert.Equal(
            ["Person: John", "Providers: Lumen Hire, Northern Desk", "Opened: 23 Nov (just now)", "Expires: 23 Dec (in 30 days)"],
            page.FindAll("tbody td[data-label]:not(:has(.result))")
                .Select(cell => $"{cell.GetAttribute("data-label")}: {(cell.QuerySelector("time") ?? cell).TextContent}")
        );
        Assert.Equal("23 December 2026, 12:00 UTC", page.FindAll("[role=tooltip]")[1].TextContent);
        Assert.Equal(["Jane at Acme"], page.FindAll(".linked a").Select(link => link.TextContent));
        Assert.Equal("Lumen Hire · Jane Doe · jane@acme.example", page.Find(".linked a").GetAttribute("title"));
    }

    [Fact]
    public async Task buttons_say_for_whom_they_are()
    {
        await RequestAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        await RequestAsync(request => request with { Origin = new OriginOwner("acme-1", "Acme") });
        Assert.Equal(
            ["New link for Acme", "Revoke the link for Acme", "New link for John, Globex", "Revoke the link for John, Globex"],
            Shown().FindAll("td.actions button").Select(button => button.GetAttribute("aria-label"))
        );
    }

    [Fact]
    public async Task tabs_tell_open_requests_from_those_that_are_done()
    {
        var names = new Dictionary<string, Action<ConnectSession>>(StringComparer.Ordinal)
        {
            ["open"] = session => session.OpenedAt = Now,
            ["linked, still open"] = session => session.UsedAt = Now,
            ["linked"] = session => session.UsedAt = Now,
            ["expired"] = session => session.ExpiresAt = Now,
            ["revoked"] = session => session.RevokedAt = Now,
        };
        foreach (var (name, change) in names)
        {
            var issued = await RequestAsync(request =>
                request with
                {
                    Origin = new OriginOwner(name, name),
                    EndsAfterOne = name == "linked",
                }
            );
            await ChangeAsync(issued, change);
        }

        Assert.Equal(5, Shown().FindAll("tbody tr").Count);
        Assert.Equal(["linked, still open", "open"], CustomersAt("show=open"));
        Assert.Equal(["expired", "linked", "revoked"], CustomersAt("show=done"));
        Assert.Equal("Done", Shown().Find("[aria-current]").TextContent);
    }

    [Theory]
    [InlineData("q=glob", 2)]
    [InlineData("q=GLOBEX-2", 1)]
    [InlineData("q=john", 1)]
    [InlineData("q=[%25", 0)]
    [InlineData("q=100%25", 1)]
    public async Task customers_and_persons_are_found_by_a_part_of_their_names(string query, int found)
    {
        await RequestAsync();
        await RequestAsync(request => request with { Origin = new OriginOwner("globex-2", "Globex 100%") });
        await RequestAsync(request => request with { Origin = new OriginOwner("acme-1", "Acme", "Jane") });
        Assert.Equal(found, CustomersAt(query).Count);
    }

    [Fact]
    public async Task a_search_without_result_and_an_empty_tab_say_so_and_lead_back()
    {
        await RequestAsync();
        Navigation.NavigateTo("accounts/requests?q=nobody");
        Assert.Equal("No link request matches “nobody”. All link requests", Shown().Find(".none").TextContent);
        Navigation.NavigateTo("accounts/requests?show=done");
        Assert.Equal("No link request is done yet. All link requests", Shown().Find(".none").TextContent);
    }

    [Theory]
    [InlineData("created", "Not opened yet", true)]
    [InlineData("opened", "Opened", true)]
    [InlineData("used", "Linked", false)]
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
                page.FindAll(".hub-hint"),
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

        var handling = Button(page, "New link…").ClickAsync();
        Assert.Contains("The old link stops working at once.", dialogs.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        await dialogs.FindAll("button").Single(button => button.TextContent == "Create new link").ClickAsync();
        Assert.Equal("Your new link", dialogs.Find("[role=dialog] h2").TextContent);
        var link = dialogs.Find("#auth-link").TextContent;
        dialogs.FindAll("button").Single(button => button.TextContent == "Done").Click();
        await handling;

        Assert.IsType<SessionOutcome.Unknown>(await LookAsync(issued.Token.Reveal()));
        Assert.IsType<SessionOutcome.Open>(await LookAsync(link.Split('#')[1]));
        Assert.Equal("Not opened yet", page.Find(".state").TextContent);
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
        Assert.Equal(kept ? 1 : 0, page.FindAll(".linked").Count);
    }

    [Fact]
    public async Task long_lists_are_paged_and_other_peoples_requests_are_not_shown()
    {
        for (var number = 0; number < 60; number++)
        {
            var customer = new OriginOwner($"customer-{number % 3}", $"Customer {number % 3}");
            await RequestAsync(request => request with { Origin = customer });
        }

        await RequestAsync(owner: await AddUserAsync("other@example.com"));
        Assert.Equal(20, CustomersAt("page=3").Count);
        Assert.Equal("60 link requests", Shown().Find(".foot p").TextContent);
        Assert.Equal(20, CustomersAt("page=99").Count);
        Assert.Empty(CustomersAt("q=globex"));
        Assert.Equal(["Customer 1"], CustomersAt("q=customer+1&show=open").Distinct(StringComparer.Ordinal));
        Assert.Equal("20 link requests", Shown().Find(".foot p").TextContent);
    }

    [Fact]
    public async Task another_page_is_read_from_its_top()
    {
        for (var number = 0; number < 21; number++)
        {
            await RequestAsync();
        }

        var page = Shown();
        Assert.Equal(20, page.FindAll("tbody tr").Count);
        Navigation.NavigateTo(page.Find("a[rel=next]").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        page.WaitForAssertion(() => JSInterop.VerifyFocusAsyncInvoke());
    }

    [Fact]
    public async Task typing_begins_at_the_first_page_and_the_tab_stays()
    {
        await RequestAsync();
        Navigation.NavigateTo("accounts/requests?show=open&page=2");
        Shown().Find("[role=search] input").Search("glob");
        Assert.Equal("accounts/requests?show=open&q=glob", Location);
    }

    [Fact]
    public async Task a_double_click_on_revoke_asks_once()
    {
        await RequestAsync();
        var dialogs = RenderDialogs();
        var page = Shown();
        var revoke = Button(page, "Revoke");
        var handling = Task.WhenAll(revoke.ClickAsync(), page.InvokeAsync(() => Button(page, "Revoke").ClickAsync()));
        Assert.Single(dialogs.FindAll("[role=dialog]"));
        dialogs.FindAll("[role=dialog] button").Single(button => button.TextContent == "Revoke").Click();
        await handling;
        Assert.Equal("Revoked", page.Find(".state").TextContent);
        Assert.Empty(dialogs.FindAll("[role=dialog]"));
    }

    [Fact]
    public async Task one_request_is_shown_alone_where_the_address_names_it()
    {
        await RequestAsync();
        var issued = await RequestAsync();
        Assert.Single(CustomersAt($"request={issued.Session.Id}"));
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

    /// <summary>In the order of their names.</summary>
    private List<string> CustomersAt(string query)
    {
        Navigation.NavigateTo($"accounts/requests?{query}");
        return [.. Shown().FindAll("tbody .customer").Select(name => name.TextContent).Order(StringComparer.Ordinal)];
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
