using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Tests.Support;
using Hub.Web.Components.Linking;
using Hub.Web.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Components;

/// <summary>The wizard's second step where one signs in at the provider: the window, the waiting, and each way it ends.</summary>
public sealed class ConnectPageSignInTests : ConnectPageContext
{
    private const string Team = "acme-team";

    private static readonly Provider Bare = SampleProviders.Portal with
    {
        Slug = "bare",
        Methods = [SampleProviders.Portal.Methods[0] with { Fields = [] }],
    };

    public ConnectPageSignInTests() => Providers = [SampleProviders.Portal, SampleProviders.Lumen, Bare];

    [Fact]
    public void without_a_client_it_is_not_offered_and_administrators_hear_why()
    {
        SignIn("Administrator");
        var page = RenderPage("portal");
        page.WaitForElement("h1");
        Assert.Empty(page.FindAll("form"));
        Assert.Contains("admin/providers/portal", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task who_presses_the_button_is_waited_for_and_the_popup_tells_who_was_linked()
    {
        var dialogs = RenderDialogs();
        var page = await OpenAsync();
        Assert.Equal("Sign in with Portal", ConnectButton(page).TextContent);
        // What it will be asked, before anything is; also what the operator added.
        Assert.Equal(["Read who you are.", "Read the jobs.", "notes.read"], page.FindAll(".scopes li").Select(line => line.TextContent));

        await PressAsync(page);

        Assert.Contains("Authorize Hub at Portal in the window that opened", page.Find(".progress").TextContent, StringComparison.Ordinal);
        Assert.True(Input(page, "Team").HasAttribute("disabled"));
        var attempt = await AttemptAsync();
        Assert.Equal((AttemptReturn.Popup, "portal", Owner.Value), (attempt.Return, attempt.ProviderSlug, attempt.OwnerId));

        var account = await AddAccountAsync("portal", "Jane Doe", change: it => it.AuthMethod = AuthMethodKind.Oauth2AuthorizationCode);
        await EndAsync(attempt.Id, it => (it.Status, it.AccountId) = (AttemptStatus.Authenticated, account.Id));

        dialogs.WaitForElement(".mud-dialog h2");
        Assert.Equal("Portal connected", dialogs.Find(".mud-dialog h2").TextContent);
        Assert.Equal("Jane Doe", dialogs.Find(".who").TextContent);
        Assert.Empty(page.FindAll(".progress"));
        Assert.Equal("", ValueOf(page, "Team"));
    }

    /// <remarks>Reading takes time, and browsers let a window open only for a moment after the press.</remarks>
    [Fact]
    public async Task a_form_in_which_nothing_is_entered_is_not_read()
    {
        await RegisterAsync(Bare.Slug);
        JSInterop.Setup<bool>("hubAuthorization.open", _ => true).SetResult(true);
        var page = RenderPage(Bare.Slug);
        page.WaitForElement("form");
        await PressAsync(page);
        Assert.Single(JSInterop.Invocations["hubAuthorization.open"]);
        Assert.Empty(JSInterop.Invocations["hubForms.read"]);
    }

    /// <remarks>Both presses come before the first one's values are read.</remarks>
    [Fact]
    public async Task two_presses_at_once_begin_one_attempt()
    {
        var page = await OpenAsync();
        var read = new TaskCompletionSource();
        Inputs.BeforeReading = () => read.Task;
        var presses = new[] { ConnectAsync(page), ConnectAsync(page) };
        Assert.DoesNotContain(presses, press => press.IsCompleted);

        read.SetResult();
        await Task.WhenAll(presses);

        await ExpectOneAttemptAsync();
    }

    [Fact]
    public async Task a_press_while_the_window_opens_begins_nothing()
    {
        var page = await OpenAsync();
        var asked = new TaskCompletionSource();
        var opening = JSInterop.Setup<bool>("hubAuthorization.open", _ => asked.TrySetResult() || true);
        var first = ConnectAsync(page);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop);
        var second = ConnectAsync(page);

        opening.SetResult(true);
        await Task.WhenAll(first, second);

        await ExpectOneAttemptAsync();
    }

    [Fact]
    public async Task a_window_that_the_browser_blocks_is_opened_by_a_press_or_done_without()
    {
        var page = await OpenAsync(blocked: true);
        await PressAsync(page);

        Assert.Contains("did not open the window", page.Find(".progress").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["Open the window", "Continue in this tab", "Cancel"],
            page.FindAll("form > a, form > button").Select(one => one.TextContent)
        );
        var link = page.Find("form > a");
        Assert.StartsWith("connect/oauth2/window?language=en#hub_st_", link.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(("_blank", "noopener"), (link.GetAttribute("target"), link.GetAttribute("rel")));
        await Press(page, "Continue in this tab");

        var ticket = Assert.Single(JSInterop.Invocations["hubAuthorization.openHere"]).Arguments[0];
        Assert.NotNull(ticket);
        // The same attempt: the ticket is still good.
        Assert.Equal(AttemptStatus.Pending, (await AttemptAsync()).Status);
    }

    [Fact]
    public async Task whoever_cancels_keeps_what_was_entered()
    {
        var page = await OpenAsync();
        await PressAsync(page);
        await Press(page, "Cancel");

        Assert.Equal(AttemptStatus.Cancelled, (await AttemptAsync()).Status);
        Assert.Equal("Cancelled", page.Find("[role=alert] strong").TextContent);
        Assert.Equal(Team, ValueOf(page, "Team"));
        Assert.Single(JSInterop.Invocations["hubAuthorization.close"]);
        Assert.False(ConnectButton(page).HasAttribute("disabled"));
    }

    public static TheoryData<AuthorizationFailure, string, string> Failures =>
        new()
        {
            { new AuthorizationFailure.Denied(), "You did not allow access at Portal", "If that was a mistake" },
            { new AuthorizationFailure.OtherIdentity("Acme", "Jane"), "You chose another account", "You allowed access as Jane, but" },
            { new AuthorizationFailure.ClientRejected(), "Portal does not accept Hub's app", "client ID, client secret" },
            {
                new AuthorizationFailure.Unknown("client_rejected", "In the words of an old version."),
                "The authorization failed",
                "In the words of an old version."
            },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task an_error_is_told_and_what_was_entered_stays(AuthorizationFailure failure, string title, string text)
    {
        var page = await OpenAsync();
        await PressAsync(page);
        await EndAsync((await AttemptAsync()).Id, it => (it.Status, it.Failure) = (AttemptStatus.Error, failure));

        page.WaitForElement("form [role=alert]");
        Assert.Equal(title, page.Find("[role=alert] strong").TextContent);
        Assert.Contains(text, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(Team, ValueOf(page, "Team"));
    }

    [Fact]
    public async Task after_five_minutes_it_is_over()
    {
        var page = await OpenAsync();
        await PressAsync(page);
        await AttemptAsync();
        Time.Advance(ConnectionAttempt.Lifetime);

        page.WaitForElement("form [role=alert]");
        Assert.Equal("The authorization took too long", page.Find("[role=alert] strong").TextContent);
        Assert.Equal(Team, ValueOf(page, "Team"));
    }

    [Fact]
    public async Task a_field_that_is_not_filled_in_opens_no_window()
    {
        var page = await OpenAsync();
        Enter(page, "Team", "");
        await PressAsync(page);
        Assert.Contains("Enter the Team.", page.Find(".mud-input-error").TextContent, StringComparison.Ordinal);
        Assert.Empty(JSInterop.Invocations["hubAuthorization.open"]);
    }

    [Fact]
    public async Task who_comes_back_in_this_tab_finds_what_was_entered_and_hears_how_it_went()
    {
        await RegisterAsync();
        var started = Assert.IsType<StartOutcome.Ready>(
            await Services
                .GetRequiredService<AuthorizationStarter>()
                .StartAsync(
                    Owner,
                    new LinkCommand.Link("portal", AuthMethodKind.Oauth2AuthorizationCode, Some.Values(("team", Team))),
                    AttemptReturn.SameTab,
                    attemptId: null,
                    Stop
                )
        );
        await EndAsync(started.AttemptId, it => (it.Status, it.Failure) = (AttemptStatus.Error, new AuthorizationFailure.Denied()));
        Navigation.NavigateTo($"link/portal?attempt={started.AttemptId}");

        var page = RenderPage("portal");

        page.WaitForElement("form [role=alert]");
        Assert.Equal("You did not allow access at Portal", page.Find("[role=alert] strong").TextContent);
        Assert.Equal(Team, ValueOf(page, "Team"));
    }

    [Fact]
    public async Task another_persons_attempt_tells_nothing()
    {
        await RegisterAsync();
        var other = await AddUserAsync("other@example.com");
        var started = Assert.IsType<StartOutcome.Ready>(
            await Services
                .GetRequiredService<AuthorizationStarter>()
                .StartAsync(
                    other,
                    new LinkCommand.Link("portal", AuthMethodKind.Oauth2AuthorizationCode, Some.Values(("team", "theirs"))),
                    AttemptReturn.SameTab,
                    attemptId: null,
                    Stop
                )
        );
        Navigation.NavigateTo($"link/portal?attempt={started.AttemptId}");

        var page = RenderPage("portal");

        page.WaitForElement("form");
        Assert.Equal("", ValueOf(page, "Team"));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public void every_failure_has_words()
    {
        var all = new AuthorizationFailure[]
        {
            new AuthorizationFailure.Denied(),
            new AuthorizationFailure.ProviderError(null),
            new AuthorizationFailure.ProviderError("server_error"),
            new AuthorizationFailure.ProviderError("invalid_scope"),
            new AuthorizationFailure.OtherProvider(),
            new AuthorizationFailure.ClientRejected(),
            new AuthorizationFailure.CodeRejected(),
            new AuthorizationFailure.TokenNotGiven(),
            new AuthorizationFailure.ProviderRateLimited(),
            new AuthorizationFailure.ProviderUnavailable("K7"),
            new AuthorizationFailure.NotVerified("a rule", "K7"),
            new AuthorizationFailure.InvalidValues(),
            new AuthorizationFailure.AccountGone(),
            new AuthorizationFailure.ChangedMeanwhile(Now),
            new AuthorizationFailure.IdentityUnknown("Acme"),
            new AuthorizationFailure.OtherIdentity("Acme", "Jane"),
            new AuthorizationFailure.ProviderGone(),
            new AuthorizationFailure.ProviderDisabled(),
            new AuthorizationFailure.TooManyAttempts(),
            new AuthorizationFailure.SessionEnded(SessionState.Used),
            new AuthorizationFailure.SessionEnded(SessionState.Expired),
            new AuthorizationFailure.SessionEnded(SessionState.Revoked),
            new AuthorizationFailure.OwnerNotAllowed(),
            new AuthorizationFailure.KeyRingDoesNotFit(),
            new AuthorizationFailure.NotSaved(),
            new AuthorizationFailure.Unknown("", ""),
        };
        Assert.Equal(
            Cases.Of<AuthorizationFailure>(),
            all.Select(failure => failure.GetType().Name).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.All(
            all,
            failure =>
                Assert.Contains(
                    "Nothing was saved.",
                    Services.GetRequiredService<AuthorizationMessages>().NoticeOf(failure, SampleProviders.Portal).Text,
                    StringComparison.Ordinal
                )
        );
    }

    private async Task<IRenderedComponent<ConnectPage>> OpenAsync(bool blocked = false)
    {
        await RegisterAsync();
        JSInterop.Setup<bool>("hubAuthorization.open", _ => true).SetResult(!blocked);
        var page = RenderPage("portal");
        page.WaitForElement("form");
        Enter(page, "Team", Team);
        return page;
    }

    private Task<int> RegisterAsync(string slug = "portal") =>
        QueryAsync(db =>
        {
            db.ProviderClients.Add(
                new ProviderClient
                {
                    ProviderSlug = slug,
                    ClientId = "hub",
                    Secret = Services.GetRequiredService<ProviderClients>().Protect(slug, "secret"),
                    Scopes = ["me", "jobs", "notes.read"],
                    UpdatedAt = Now,
                }
            );
            return db.SaveChangesAsync(Stop);
        });

    private static async Task PressAsync(IRenderedComponent<ConnectPage> page)
    {
        await ConnectAsync(page);
        page.Render();
    }

    /// <summary>Found and pressed in one turn of the renderer: the form renders by itself while it waits.</summary>
    private static Task Press(IRenderedComponent<ConnectPage> page, string label) =>
        page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent == label).ClickAsync());

    private async Task<T> QueryAsync<T>(Func<HubDbContext, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
        return await query(db);
    }

    private async Task ExpectOneAttemptAsync()
    {
        Assert.Single(JSInterop.Invocations["hubAuthorization.open"]);
        Assert.Equal(1, await QueryAsync(db => db.ConnectionAttempts.CountAsync(Stop)));
    }

    /// <returns>The only one.</returns>
    private Task<ConnectionAttempt> AttemptAsync() => QueryAsync(db => db.ConnectionAttempts.AsNoTracking().SingleAsync(Stop));

    /// <summary>As the callback does; the page asks a second later.</summary>
    private async Task EndAsync(Guid attempt, Action<ConnectionAttempt> change)
    {
        await QueryAsync(async db =>
        {
            change(await db.ConnectionAttempts.SingleAsync(one => one.Id == attempt, Stop));
            return await db.SaveChangesAsync(Stop);
        });
        Time.Advance(TimeSpan.FromSeconds(1));
    }
}
