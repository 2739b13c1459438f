using Bunit;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Tests.Accounts;
using Hub.Tests.Components;
using Hub.Web.Components.Connect;
using Hub.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using Moq;

namespace Hub.Tests.Embed;

/// <summary>The connect page with a browser that brings a token, and a linker that answers as told.</summary>
public sealed class ConnectFlowTests : HubTestContext
{
    private const string Browser = "this-browser";

    private static readonly LinkOutcome.Linked Linked = new(
        Guid.CreateVersion7(),
        "Jane Doe",
        new ProviderIdentity("Jane Doe", "jane@acme.example", "Acme", null),
        Address: null,
        Updated: false,
        MissingPermission: null
    );

    private static readonly LinkOutcome.WouldReplace Question = new(
        new PresentAccount(Linked.AccountId, new DateTimeOffset(2026, 5, 2, 10, 0, 0, TimeSpan.Zero), Name: null),
        new ProviderIdentity("Anna Alt", "anna@acme.example", "Acme", "u-2")
    );

    public ConnectFlowTests() => Providers = [.. SampleProviders.All, SampleProviders.Portal];

    [Fact]
    public async Task it_says_who_asks_for_what_and_begins_with_nothing()
    {
        var issued = await RequestAsync(request => request with { Providers = ["lumen"], EndsAfterOne = true });
        var page = await OpenAsync(issued.Token.Reveal());

        Assert.Equal("Connect Lumen Hire to Hub", page.Find("h1").TextContent);
        Assert.Equal("member@example.com asks you, John, to link an account for Globex.", page.Find("h1 + p").TextContent);
        Assert.Equal(
            [
                "Enter a key of Lumen Hire. A guide shows where to find it.",
                "Hub checks the key with Lumen Hire, then stores it encrypted.",
                "You can revoke the key at Lumen Hire at any time.",
            ],
            page.FindAll(".points li").Select(point => point.TextContent.Trim())
        );
        Assert.False(page.Find("details").HasAttribute("open"));
        Assert.Contains("23 December 2026", page.Find(".hub-hint").TextContent, StringComparison.Ordinal);
        Assert.Contains("for one account", page.Find(".hub-hint").TextContent, StringComparison.Ordinal);
        Assert.Equal(SessionState.Created, (await RowAsync(issued)).State);
    }

    [Fact]
    public async Task a_product_has_no_address()
    {
        var issued = Assert.IsType<SessionIssueOutcome.Issued>(
            await Services
                .GetRequiredService<SessionIssuer>()
                .IssueForProductAsync(Guid.CreateVersion7(), new SessionRequest { Origin = new OriginOwner("globex-1", "Globex") }, Stop)
        );
        Assert.Equal("The product that sent you here asks you to link an account for Globex.", await AskerAsync());
        Services.GetRequiredService<IOptions<ProductOptions>>().Value.Name = "Acme Careers";
        Assert.Equal("Acme Careers asks you to link an account for Globex.", await AskerAsync());
        var page = await OpenAsync(issued.Token.Reveal());
        Assert.Equal("Connect an account to Acme Careers", page.Find("h1").TextContent);
        Assert.Contains("Acme Careers can use this account for Globex", page.Find("details").TextContent, StringComparison.Ordinal);

        async Task<string> AskerAsync() => (await OpenAsync(issued.Token.Reveal())).Find("h1 + p").TextContent;
    }

    [Theory]
    [InlineData(null, "23 December 2026, 12:00 UTC")]
    [InlineData("America/New_York", "23 December 2026, 07:00 (your time)")]
    [InlineData("Nowhere/At_All", "23 December 2026, 12:00 UTC")]
    public async Task the_link_expires_by_the_clock_of_the_reader(string? timeZone, string expected)
    {
        var issued = await RequestAsync();
        var time = (await OpenAsync(issued.Token.Reveal(), timeZone: timeZone)).Find(".hub-hint time");
        Assert.Equal(expected, time.TextContent);
        Assert.Equal("2026-12-23T12:00:00.0000000Z", time.GetAttribute("datetime"));
    }

    [Fact]
    public async Task a_renewal_says_what_it_is()
    {
        var account = await AddAccountAsync(
            "lumen",
            "Jane",
            change: one => (one.OriginOwnerId, one.OriginOwnerName) = ("globex-1", "Globex")
        );
        var issued = await RequestAsync(request => request with { AccountId = account.Id });
        var page = await OpenAsync(issued.Token.Reveal());
        Assert.Equal("Enter a new key for Globex", page.Find("h1").TextContent);
        Assert.Equal("member@example.com sent this request to you, John.", page.Find("h1 + p").TextContent);
    }

    [Fact]
    public async Task continue_binds_it_to_this_browser_and_shows_what_it_is_for()
    {
        var issued = await RequestAsync(request => request with { Categories = [ProviderCategory.Ats] });
        var page = await BegunAsync(issued);

        Assert.Equal(["Lumen Hire", "Playground"], page.FindAll(".tile button").Select(tile => tile.TextContent));
        Assert.Empty(page.FindAll(".tile a, .chip"));
        Assert.IsType<SessionOutcome.OpenedElsewhere>(await LookAsync(issued, "another-browser"));
        Assert.True(Assert.IsType<SessionOutcome.Open>(await LookAsync(issued, Browser)).Begun);
    }

    [Fact]
    public async Task the_only_provider_needs_no_choice()
    {
        var page = await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"] }));
        Assert.Equal("Connect Lumen Hire", page.Find("h1").TextContent);
        Assert.Empty(page.FindAll(".back"));
    }

    [Fact]
    public async Task reloading_and_back_lead_where_they_were()
    {
        var issued = await RequestAsync();
        await BegunAsync(issued);
        var page = await OpenAsync(issued.Token.Reveal(), provider: "desk");
        Assert.Equal("Connect Northern Desk", page.Find("h1").TextContent);

        await page.InvokeAsync(() => page.Instance.OnNavigated(null));
        Assert.Equal(4, page.FindAll(".tile").Count);
        await page.InvokeAsync(() => page.Instance.OnNavigated("lumen"));
        Assert.Equal("Connect Lumen Hire", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task a_provider_that_the_session_is_not_for_is_not_opened()
    {
        var issued = await RequestAsync(request => request with { Providers = ["lumen", "desk"] });
        await BegunAsync(issued);
        Assert.Equal(2, (await OpenAsync(issued.Token.Reveal(), provider: "tandem")).FindAll(".tile").Count);
    }

    [Fact]
    public async Task back_does_not_skip_continue()
    {
        var page = await OpenAsync((await RequestAsync()).Token.Reveal());
        await page.InvokeAsync(() => page.Instance.OnNavigated("lumen"));
        Assert.Equal("Continue", page.Find(".ask button").TextContent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task linking_passes_the_session_on_and_ends_with_a_tab_to_close(bool endsAfterOne)
    {
        var request = LinkerAnswers(Linked);
        var issued = await RequestAsync(request => request with { Providers = ["lumen"], EndsAfterOne = endsAfterOne });
        var page = await LinkAsync(await BegunAsync(issued));

        Assert.Empty(page.FindAll("[role=dialog]"));
        Assert.Equal("Lumen Hire is connected", page.Find("h1").TextContent);
        Assert.Equal("Jane Doe", page.Find(".who").TextContent);
        Assert.Contains("ready for Globex", page.Find(".next").TextContent, StringComparison.Ordinal);
        Assert.Equal("You can close this tab.", page.Find(".close").TextContent);
        Assert.Equal(endsAfterOne ? [] : ["Link another"], page.FindAll(".done button").Select(button => button.TextContent));
        Assert.Equal(issued.Session.ToGrant().SessionId, request().Session!.SessionId);
        Assert.Equal(
            "linked",
            JSInterop
                .Invocations["hubConnect.notify"]
                .Single(call => call.Arguments.Count > 1 && (string?)call.Arguments[0] == "linked")
                .Arguments[0]
        );
    }

    [Theory]
    [InlineData(false, false, "Lumen Hire is connected")]
    [InlineData(true, false, "Lumen Hire account updated")]
    [InlineData(true, true, "Lumen Hire account replaced")]
    public async Task the_last_page_says_what_happened_and_what_is_missing(bool updated, bool replaced, string title)
    {
        LinkerAnswers(Linked with { Updated = updated, Replaced = replaced, MissingPermission = VerificationSamples.Missing });
        var page = await LinkAsync(await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"] })));
        Assert.Equal(title, page.Find("h1").TextContent);
        Assert.StartsWith("Linked, but a permission is missing.", page.Find(".done [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            replaced,
            page.Find(".next").TextContent.StartsWith("This replaced the earlier Lumen Hire account of Globex.", StringComparison.Ordinal)
        );
        Assert.Equal(
            updated && !replaced,
            page.Find(".next").TextContent.StartsWith("Globex had linked this account before.", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("John", true)]
    [InlineData("Eve", false)]
    public async Task what_linking_replaces_is_said_before_and_its_name_to_the_same_person_alone(string user, bool isNamed)
    {
        await AddAccountAsync(
            "lumen",
            "Jane in Berlin",
            change: account => (account.OriginOwnerId, account.OriginOwnerName, account.OriginUsername) = ("globex-1", "Globex", user)
        );
        var page = await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"] }));

        page.WaitForAssertion(() =>
            Assert.Contains(
                "the Lumen Hire account that Globex linked on",
                page.Find("form .hub-alert").TextContent,
                StringComparison.Ordinal
            )
        );
        Assert.Equal(isNamed, page.Markup.Contains("Berlin", StringComparison.Ordinal));

        var several = await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"], Multiple = true }));
        Assert.Empty(several.FindAll("form .hub-alert"));
    }

    [Fact]
    public async Task another_identity_is_asked_about_and_replaced_without_typing_again()
    {
        var asked = LinkerAnswers(Question);
        var page = await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"] }));
        Inputs.Enter(page.Find("input"), "lum_key");
        await page.Find("form").SubmitAsync();

        Assert.Equal("Replace the linked account with the account of Anna Alt?", page.Find("#replace-title").TextContent);
        Assert.Contains("Globex can have one Lumen Hire account", page.Find("section.hub-alert").TextContent, StringComparison.Ordinal);
        Assert.Equal("lum_key", Inputs.ValueOf(page.Find("input")));
        Assert.Empty(page.FindAll("button[type=submit]"));
        Assert.IsType<Replacement.Ask>(asked().Replacement);

        asked = LinkerAnswers(Linked with { Updated = true, Replaced = true });
        page.FindAll("button").Single(button => button.TextContent == "Replace account").Click();

        page.WaitForAssertion(() => Assert.Equal("Lumen Hire account replaced", page.Find("h1").TextContent));
        Assert.Equal(new Replacement.Agreed(Question.Present), asked().Replacement);
        Assert.Equal("lum_key", asked().Values.Reveal("api_key"));
    }

    [Fact]
    public async Task who_keeps_the_account_keeps_the_form()
    {
        var asked = LinkerAnswers(Question with { Present = Question.Present with { Name = "Jane Doe" } });
        var page = await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"] }));
        Inputs.Enter(page.Find("input"), "lum_key");
        await page.Find("form").SubmitAsync();
        Assert.Equal("Replace the account of Jane Doe with the account of Anna Alt?", page.Find("#replace-title").TextContent);

        asked = LinkerAnswers(Linked);
        await page.FindAll("button").Single(button => button.TextContent == "Keep the linked account").ClickAsync();

        Assert.Equal("The linked account was kept", page.Find("[role=alert] strong").TextContent);
        Assert.Equal("lum_key", Inputs.ValueOf(page.Find("input")));
        Assert.Null(asked());
        Assert.Single(page.FindAll("button[type=submit]"));
    }

    [Fact]
    public async Task who_comes_with_a_link_reads_nothing_of_networks()
    {
        LinkerAnswers(new LinkOutcome.Refused(new VerificationOutcome.ProviderUnavailable(UnavailableCause.NameNotResolved), "REF23456"));
        var page = await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"] }));
        Inputs.Enter(page.Find("input"), "lum_key");
        await page.Find("form").SubmitAsync();
        var alert = page.Find("[role=alert]");
        Assert.Equal("We can't reach Lumen Hire right now", alert.QuerySelector("strong")!.TextContent);
        Assert.Equal("Your entries are still here. Try again in a minute.", alert.QuerySelector("p")!.TextContent);
    }

    [Fact]
    public async Task another_is_linked_with_a_new_form()
    {
        LinkerAnswers(Linked);
        var page = await LinkAsync(await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"] })));
        page.FindAll(".done button").Single(button => button.TextContent == "Link another").Click();
        page.WaitForAssertion(() => Assert.Equal("Connect Lumen Hire", page.Find("h1").TextContent));
        Assert.Equal("", Inputs.ValueOf(page.Find("input")));
        Assert.Empty(page.FindAll("input[type=checkbox]"));
    }

    [Fact]
    public async Task a_session_that_ends_while_the_form_is_open_says_so_and_what_was_typed_stays()
    {
        LinkerAnswers(new LinkOutcome.SessionEnded(SessionState.Revoked));
        var page = await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"] }));
        Inputs.Enter(page.Find("input"), "lum_key");
        await page.Find("form").SubmitAsync();
        Assert.Equal("This link was revoked", page.Find("[role=alert] strong").TextContent);
        Assert.Equal("lum_key", Inputs.ValueOf(page.Find("input")));
    }

    [Theory]
    [InlineData("John", "A new key for Acme in Berlin")]
    [InlineData("Jane", "A new key for Lumen Hire")]
    public async Task a_new_key_for_an_account_names_it_once_the_browser_is_bound_to_the_same_person(string user, string title)
    {
        var account = await AddAccountAsync(
            "lumen",
            "Acme in Berlin",
            change: account => (account.OriginOwnerId, account.OriginUsername) = ("globex-1", user)
        );
        var issued = await RequestAsync(request => request with { AccountId = account.Id });
        var page = await OpenAsync(issued.Token.Reveal());
        Assert.DoesNotContain("Berlin", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Enter a new key for Globex", page.Find("h1").TextContent);

        await page.Find(".ask button").ClickAsync();

        Assert.Equal(title, page.Find("h1").TextContent);
    }

    [Theory]
    [InlineData("unknown", "This link is not known")]
    [InlineData("expired", "This link has expired")]
    [InlineData("used", "This link was already used")]
    [InlineData("revoked", "This link was revoked")]
    [InlineData("elsewhere", "This link is in use in another browser")]
    [InlineData("nothing", "Nothing can be linked with this link")]
    [InlineData("gone", "This account no longer exists")]
    public async Task each_end_has_words_of_its_own(string end, string title)
    {
        var account = await AddAccountAsync("lumen", "Acme", change: account => account.OriginOwnerId = "globex-1");
        var issued = await RequestAsync(request =>
            end switch
            {
                "gone" => request with { AccountId = account.Id },
                "nothing" => request with { AuthMethod = AuthMethodKind.Oauth2ClientCredentials },
                _ => request with { EndsAfterOne = true },
            }
        );
        await ChangeAsync(
            account.Id,
            (db, row) =>
            {
                var session = db.ConnectSessions.Single(one => one.Id == issued.Session.Id);
                _ = end switch
                {
                    "expired" => session.ExpiresAt = Now,
                    "used" => session.UsedAt = Now,
                    "revoked" => session.RevokedAt = Now,
                    _ => Now,
                };
                session.BrowserHash =
                    end == "elsewhere" ? BearerToken.HashOf("another-browser")
                    : end == "gone" ? BearerToken.HashOf(Browser)
                    : null;
                if (end == "gone")
                {
                    db.LinkedAccounts.Remove(row);
                }
            }
        );

        var page = await OpenAsync(end == "unknown" ? "hub_cs_nobody" : issued.Token.Reveal());

        Assert.Equal(title, page.Find("h1").TextContent);
        Assert.Equal(end != "unknown", page.Markup.Contains("Globex", StringComparison.Ordinal));
        Assert.Empty(page.FindAll("button, input"));
    }

    [Fact]
    public async Task who_tries_too_many_tokens_waits_and_known_links_do_not_count()
    {
        var issued = await RequestAsync();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal("Connect an account to Hub", (await OpenAsync(issued.Token.Reveal())).Find("h1").TextContent);
        }

        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal("This link is not known", (await OpenAsync("hub_cs_guess")).Find("h1").TextContent);
        }

        Assert.Equal("Too many attempts", (await OpenAsync(issued.Token.Reveal())).Find("h1").TextContent);
        Assert.Equal("Connect an account to Hub", (await OpenAsync(issued.Token.Reveal(), client: "somebody else")).Find("h1").TextContent);
    }

    /// <remarks>A phone that shows the provider's page has put the page around the frame to sleep; and that page can be broken.</remarks>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task whatever_becomes_of_what_the_page_around_is_told_the_form_hears_how_the_sign_in_went(bool asleep)
    {
        await QueryAsync(db =>
        {
            db.ProviderClients.Add(
                new ProviderClient
                {
                    ProviderSlug = "portal",
                    ClientId = "hub",
                    Secret = Services.GetRequiredService<ProviderClients>().Protect("portal", "secret"),
                    UpdatedAt = Now,
                }
            );
            return db.SaveChangesAsync(Stop);
        });
        JSInterop.Setup<bool>("hubAuthorization.open", _ => true).SetResult(false);
        var told = JSInterop.SetupVoid("hubConnect.notify", call => (string?)call.Arguments[0] is "submitted" or "window_blocked");
        if (!asleep)
        {
            told.SetException(new JSException("The page around is broken."));
        }

        var issued = Assert.IsType<SessionIssueOutcome.Issued>(
            await Services
                .GetRequiredService<SessionIssuer>()
                .IssueForProductAsync(
                    Guid.CreateVersion7(),
                    new SessionRequest { Origin = new OriginOwner("globex-1", "Globex"), Providers = ["portal"] },
                    Stop
                )
        );
        var page = await OpenAsync(issued.Token.Reveal(), embedded: true);
        Inputs.Enter(page.Find("input"), "acme");
        await page.Find("form").SubmitAsync();
        page.WaitForElement(".progress");
        await AdvanceUntilAsync(() => told.Invocations.Count == 2);
        await QueryAsync(db =>
            db.ConnectionAttempts.ExecuteUpdateAsync(
                change => change.SetProperty(one => one.Status, AttemptStatus.Error).SetProperty(one => one.ErrorCode, "access_denied"),
                Stop
            )
        );
        await AdvanceUntilAsync(() => page.FindAll("form [role=alert]").Count > 0);

        Assert.Equal("You did not allow access at Portal", page.Find("[role=alert] strong").TextContent);

        // The form looks once a second.
        async Task AdvanceUntilAsync(Func<bool> condition)
        {
            for (var second = 0; second < 100 && !condition(); second++)
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(TimeSpan.FromMilliseconds(20), Stop);
            }

            Assert.True(condition());
        }
    }

    [Fact]
    public async Task it_knows_nobody_who_is_signed_in()
    {
        Authorization.SetNotAuthorized();
        var page = await BegunAsync(await RequestAsync(request => request with { Providers = ["lumen"] }));
        Assert.Equal("Connect Lumen Hire", page.Find("h1").TextContent);
        Assert.Empty(page.FindAll("a:not([target=_blank])"));
    }

    /// <summary>Opens it in this browser, which has forgotten the page that was there.</summary>
    private async Task<IRenderedComponent<ConnectFlow>> OpenAsync(
        string token,
        string? provider = null,
        string client = "here",
        bool embedded = false,
        string? timeZone = null
    )
    {
        await DisposeComponentsAsync();
        JSInterop
            .Setup<BrowserState>("hubConnect.open", _ => true)
            .SetResult(
                new BrowserState
                {
                    Token = token,
                    Browser = Browser,
                    Provider = provider,
                    TimeZone = timeZone,
                }
            );
        var page = Render<ConnectFlow>(flow => flow.Add(it => it.Client, client).Add(it => it.Embedded, embedded));
        page.WaitForElement("h1");
        return page;
    }

    private async Task<IRenderedComponent<ConnectFlow>> BegunAsync(SessionIssueOutcome.Issued issued)
    {
        var page = await OpenAsync(issued.Token.Reveal());
        await page.Find(".ask button").ClickAsync();
        return page;
    }

    private Task<IRenderedComponent<ConnectFlow>> LinkAsync(IRenderedComponent<ConnectFlow> page)
    {
        Inputs.Enter(page.Find("input"), "lum_key");
        _ = page.Find("form").SubmitAsync();
        page.WaitForElement(".done");
        return Task.FromResult(page);
    }

    /// <returns>What the linker was asked.</returns>
    private Func<LinkCommand> LinkerAnswers(LinkOutcome outcome)
    {
        LinkCommand? asked = null;
        Linker
            .Setup(linker =>
                linker.LinkAsync(Owner, It.IsAny<LinkCommand>(), It.IsAny<IProgress<LinkStage>>(), It.IsAny<CancellationToken>())
            )
            .Callback((OwnerId _, LinkCommand request, IProgress<LinkStage> _, CancellationToken _) => asked = request)
            .ReturnsAsync(outcome);
        return () => asked!;
    }

    private Task<SessionOutcome> LookAsync(SessionIssueOutcome.Issued issued, string browser) =>
        Services.GetRequiredService<SessionOpener>().LookAsync(issued.Token.Reveal(), browser, Stop);

    private async Task<T> QueryAsync<T>(Func<HubDbContext, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
        return await query(db);
    }

    private async Task<AuthLinkRow> RowAsync(SessionIssueOutcome.Issued issued) =>
        Assert.Single(
            (await Services.GetRequiredService<AuthLinkDirectory>().ListAsync(Owner, new AuthLinkQuery(Only: issued.Session.Id), Stop)).Rows
        );
}
