using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Linking;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace Hub.Tests.Components;

/// <summary>The form: what it shows, what it sends, and that what was typed survives.</summary>
public sealed class ConnectPageTests : ConnectPageContext
{
    [Fact]
    public void a_provider_that_is_not_in_the_catalog_is_said_to_be_unknown()
    {
        var page = RenderPage("<b>nobody</b>");
        Assert.Contains("not in the catalog", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains("“<b>nobody</b>”", page.Find("p").TextContent, StringComparison.Ordinal);
        Assert.Equal("link", page.Find("a.hub-button").GetAttribute("href"));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void the_slug_is_found_in_any_case() => Assert.Equal("Connect Lumen Hire", RenderPage("LUMEN").Find("h1").TextContent);

    [Fact]
    public void each_field_of_the_catalog_is_an_input_with_its_label_and_help()
    {
        var page = RenderPage("desk");

        Assert.Equal(
            ["Subdomain", "E-mail", "API Token", "Region (optional)"],
            page.FindAll("form label").Select(label => label.TextContent)
        );
        Assert.All(page.FindAll("form label"), label => Assert.Equal("INPUT", page.Find("#" + label.GetAttribute("for")).TagName));
        Assert.Equal(["text", "email", "password", "text"], page.FindAll("form input").Select(input => input.GetAttribute("type")));
        Assert.Equal("acme", Input(page, "Subdomain").GetAttribute("placeholder"));
        Assert.Contains(".desk.example", Field(page, "Subdomain").Find(".mud-input-adornment").TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "The first word of your address.",
            Field(page, "Subdomain").Find(".mud-input-helper-text").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void the_help_of_a_field_is_read_with_it()
    {
        var page = RenderPage("desk");
        Assert.Equal(
            "The first word of your address.",
            page.Find("#" + Input(page, "Subdomain").GetAttribute("aria-describedby")).TextContent.Trim()
        );
        Assert.Null(Input(page, "E-mail").GetAttribute("aria-describedby"));
    }

    [Fact]
    public void a_required_field_says_so_to_everybody() =>
        Assert.Equal(
            ["true", "true", "true", "false"],
            RenderPage("desk").FindAll("form input").Select(input => input.GetAttribute("aria-required"))
        );

    [Fact]
    public void browsers_are_not_invited_to_keep_a_key()
    {
        Assert.Equal("one-time-code", Input(RenderPage(), "API Key").GetAttribute("autocomplete"));
        Assert.All(
            RenderPage("desk").FindAll("form input:not([type=password])"),
            input => Assert.Equal("off", input.GetAttribute("autocomplete"))
        );
    }

    [Fact]
    public void a_secret_is_masked_until_it_is_shown()
    {
        var page = RenderPage();
        Enter(page, "API Key", Key);
        Assert.Equal("password", Input(page, "API Key").GetAttribute("type"));

        page.Find("[aria-label='Show API Key']").Click();

        Assert.Equal("text", Input(page, "API Key").GetAttribute("type"));
        Assert.Equal(Key, ValueOf(page, "API Key"));

        page.Find("[aria-label='Hide API Key']").Click();

        Assert.Equal("password", Input(page, "API Key").GetAttribute("type"));
    }

    [Fact]
    public void the_guide_stands_beside_the_form_with_warnings_and_steps()
    {
        var guide = RenderPage().Find("aside");
        Assert.Equal("Where to find it in Lumen Hire", guide.QuerySelector("h2")!.TextContent);
        Assert.Equal("You need to be an administrator.", guide.QuerySelector(".before li:last-child")!.TextContent.Trim());
        Assert.Equal(
            ["Open Settings.", "Choose New key, see the manual.", "Paste it here and press Connect."],
            guide.QuerySelectorAll("ol > li > p").Select(step => step.TextContent.Trim())
        );
        Assert.Equal("The key is shown once.", guide.QuerySelector("li:nth-child(2) .warning")!.TextContent.Trim());
        Assert.Empty(guide.QuerySelectorAll("[aria-current]"));
    }

    [Fact]
    public async Task connect_asks_the_linker_for_exactly_what_was_typed_trimmed()
    {
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderPage("desk");
        Enter(page, "Subdomain", " https://Acme.desk.example/agent ");
        Enter(page, "E-mail", " jane@acme.example\t");
        Enter(page, "API Token", $"\n {Key} ");
        Assert.Equal(("acme", Key), (ValueOf(page, "Subdomain"), ValueOf(page, "API Token")));

        await ConnectAsync(page);

        var request = Assert.Single(Requests);
        Assert.Equal(
            ("desk", AuthMethodKind.ApiKey, new LinkTarget.Matching()),
            (request.ProviderSlug, request.AuthMethod, request.Target)
        );
        Assert.Equal(
            [("api_token", Key), ("email", "jane@acme.example"), ("subdomain", "acme")],
            request.Values.All.Select(pair => (pair.Key, pair.Value.Reveal())).OrderBy(pair => pair.Key, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task a_field_that_was_emptied_again_is_sent_empty()
    {
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderPage();
        Enter(page, "API Key", Key);
        Enter(page, "API Key", "");

        await ConnectAsync(page);

        Assert.Equal("", Assert.Single(Requests).Values.Reveal("api_key"));
    }

    [Fact]
    public async Task pressing_connect_twice_asks_once()
    {
        var page = RenderPage();
        var first = ConnectAsync(page);

        // The second press was on its way before the button went.
        await page.InvokeAsync(() => page.Find("form").SubmitAsync()).WaitAsync(DefaultWaitTimeout, Stop);

        Assert.Single(Requests);
        page.Find("button:not([type=submit]).hub-button").Click();
        await first;
    }

    [Fact]
    public async Task while_it_runs_it_says_what_is_done_and_nothing_can_be_changed()
    {
        var done = new TaskCompletionSource<LinkOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer = _ => done.Task;
        var page = RenderPage();
        var connecting = ConnectAsync(page);

        Assert.Equal("Contacting Lumen Hire…", page.Find(".progress p").TextContent);
        Assert.True(Input(page, "API Key").HasAttribute("disabled"));
        Assert.Empty(page.FindAll("button[type=submit]"));
        Assert.False(Button(page, "Cancel").HasAttribute("aria-disabled"));

        Progress!.Report(LinkStage.Saving);

        page.WaitForAssertion(() => Assert.Equal("Key accepted. Saving…", page.Find(".progress p").TextContent));
        // Not "disabled", which would take the focus from it.
        Assert.Equal("true", Button(page, "Cancel").GetAttribute("aria-disabled"));
        Button(page, "Cancel").Click();
        Assert.False(Token.IsCancellationRequested);

        done.SetResult(new LinkOutcome.ProviderUnknown());
        await connecting;
        Assert.Empty(page.FindAll(".progress"));
        Assert.False(Input(page, "API Key").HasAttribute("disabled"));
    }

    [Fact]
    public async Task cancelling_stops_the_attempt_and_keeps_what_was_typed()
    {
        var page = RenderPage();
        Enter(page, "API Key", Key);
        var connecting = ConnectAsync(page);

        Button(page, "Cancel").Click();
        await connecting;

        Assert.True(Token.IsCancellationRequested);
        Assert.Equal("Cancelled", page.Find("[role=alert] strong").TextContent);
        Assert.Equal(Key, ValueOf(page, "API Key"));
        Assert.False(ConnectButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task a_store_that_fails_is_said_and_what_was_typed_survives()
    {
        Answer = _ => throw new DbUpdateException($"disk full {Key}");
        var page = RenderPage();
        Enter(page, "API Key", Key);

        await ConnectAsync(page);

        var alert = page.Find("[role=alert]");
        Assert.Equal("Hub could not save the account", alert.QuerySelector("strong")!.TextContent);
        Assert.Contains("hub-alert-error", alert.ClassList);
        Assert.DoesNotContain("disk full", page.Markup, StringComparison.Ordinal);
        Assert.Equal(Key, ValueOf(page, "API Key"));
        Assert.False(ConnectButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task a_cancellation_that_nobody_asked_for_is_a_failure()
    {
        Answer = _ => throw new OperationCanceledException();
        var page = RenderPage();
        await ConnectAsync(page);
        Assert.Equal("Hub could not save the account", page.Find("[role=alert] strong").TextContent);
    }

    [Fact]
    public void the_methods_of_a_provider_are_a_choice()
    {
        var page = RenderPage("tandem");
        Assert.Equal(["api_key", "basic"], page.FindAll("[role=radiogroup] input").Select(radio => radio.GetAttribute("value")));

        page.FindAll("[role=radiogroup] input")[1].Change("basic");

        Assert.Equal(["User", "Password"], page.FindComponents<CredentialInput>().Select(input => input.Instance.Field.Label));
        Assert.Equal("Find the user.", page.Find("aside ol > li").TextContent.Trim());
        Assert.Empty(RenderPage().FindAll("[role=radiogroup]"));
    }

    [Fact]
    public async Task linking_as_another_account_is_offered_where_the_owner_has_one_and_passed_on()
    {
        await AddAccountAsync("lumen", "Jane Doe");
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderPage();

        page.Find("input[type=checkbox]").Change(true);
        await ConnectAsync(page);

        Assert.IsType<LinkTarget.Another>(Assert.Single(Requests).Target);
    }

    [Fact]
    public async Task accounts_of_others_and_at_other_providers_do_not_count()
    {
        await AddAccountAsync("lumen", "Theirs", await AddUserAsync("other@example.com"));
        await AddAccountAsync("desk", "Elsewhere");
        Assert.Empty(RenderPage().FindAll("input[type=checkbox]"));
    }

    [Fact]
    public void the_form_of_an_account_has_a_page_of_its_own()
    {
        var account = Guid.CreateVersion7();
        Navigation.NavigateTo($"link/lumen?account={account}");
        RenderPage();
        Assert.Equal($"accounts/{account}/edit", Location);
    }

    [Fact]
    public void an_address_that_makes_no_sense_shows_the_form()
    {
        Navigation.NavigateTo("link/lumen?account=nothing");
        Assert.Equal("Connect Lumen Hire", RenderPage().Find("h1").TextContent);
    }

    [Fact]
    public async Task another_provider_on_the_same_page_starts_with_nothing_of_the_last()
    {
        await AddAccountAsync("lumen", "Jane Doe");
        AnswerWith(new LinkOutcome.OwnerNotAllowed());
        var page = RenderPage();
        Enter(page, "API Key", Key);
        page.Find("input[type=checkbox]").Change(true);
        await ConnectAsync(page);

        // The same field key and label as before.
        page.Render(parameters => parameters.Add(it => it.Slug, "tandem"));

        Assert.Equal("Connect Tandem", page.Find("h1").TextContent);
        Assert.Equal("", ValueOf(page, "API Key"));
        Assert.Empty(page.FindAll("[role=alert], input[type=checkbox]"));
        await ConnectAsync(page);
        Assert.Empty(Requests[1].Values.All);
        Assert.IsType<LinkTarget.Matching>(Requests[1].Target);
    }

    [Fact]
    public async Task another_provider_while_an_attempt_runs_cancels_it_and_hears_nothing_of_it()
    {
        var page = RenderPage();
        Enter(page, "API Key", Key);
        var connecting = ConnectAsync(page);

        page.Render(parameters => parameters.Add(it => it.Slug, "tandem"));
        await connecting;

        Assert.True(Token.IsCancellationRequested);
        Assert.Empty(page.FindAll("[role=alert], .progress"));
        Assert.False(ConnectButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task an_attempt_that_ends_well_after_all_does_not_touch_the_next_provider()
    {
        var done = new TaskCompletionSource<LinkOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer = _ => done.Task;
        var dialogs = RenderDialogs();
        var page = RenderPage();
        var connecting = ConnectAsync(page);
        page.Render(parameters => parameters.Add(it => it.Slug, "tandem"));
        Enter(page, "API Key", "tandem-key");

        done.SetResult(Linked);
        // A popup would keep it waiting.
        await connecting.WaitAsync(DefaultWaitTimeout, Stop);

        Assert.Equal("tandem-key", ValueOf(page, "API Key"));
        Assert.Empty(dialogs.FindAll("[role=dialog]"));
    }

    [Fact]
    public async Task leaving_the_page_cancels_the_attempt()
    {
        var connecting = ConnectAsync(RenderPage());
        await DisposeComponentsAsync();
        await connecting;
        Assert.True(Token.IsCancellationRequested);
    }

    [Fact]
    public async Task an_attempt_that_ends_well_after_the_page_was_left_shows_no_popup()
    {
        var done = new TaskCompletionSource<LinkOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer = _ => done.Task;
        var connecting = ConnectAsync(RenderPage());
        await DisposeComponentsAsync();
        var dialogs = Render<MudDialogProvider>();

        done.SetResult(Linked);
        // A popup would keep it waiting.
        await connecting.WaitAsync(DefaultWaitTimeout, Stop);

        Assert.Empty(dialogs.FindAll("[role=dialog]"));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ConnectPage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent == text);
}
