using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Verification;
using Hub.Tests.Accounts;
using Hub.Web.Components.Linking;
using MudBlazor;

namespace Hub.Tests.Components;

/// <summary>The confirmation popup, opened by linking an account.</summary>
public sealed class LinkedDialogTests : ConnectPageContext
{
    [Fact]
    public async Task the_popup_is_named_after_the_provider_and_says_who_was_linked()
    {
        var (_, dialogs, connecting) = Connect(Linked);

        var dialog = dialogs.Find("[role=dialog]");
        Assert.Equal("Lumen Hire connected", dialogs.Find("#" + dialog.GetAttribute("aria-labelledby")).TextContent.Trim());
        Assert.Equal("Jane Doe", dialog.QuerySelector(".who")!.TextContent);
        Assert.Equal(["jane@acme.example", "Acme"], dialog.QuerySelectorAll(".hub-hint").Select(line => line.TextContent));
        Assert.Contains("stored encrypted", dialog.QuerySelector(".next")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(dialog.QuerySelectorAll("[role=alert]"));

        await CloseAsync(dialogs, connecting, "Link another");
    }

    [Theory]
    [InlineData("View in Accounts")]
    [InlineData("Link another")]
    public async Task the_popup_leads_on(string button)
    {
        var (_, dialogs, connecting) = Connect(Linked);
        await CloseAsync(dialogs, connecting, button);
        Assert.Equal(button == "Link another" ? "link" : $"accounts?linked={Linked.AccountId}", Location);
        Assert.Empty(dialogs.FindAll("[role=dialog]"));
    }

    [Fact]
    public async Task an_account_that_was_linked_before_is_said_to_be_updated()
    {
        var (_, dialogs, connecting) = Connect(Linked with { Updated = true });
        Assert.Contains("It now uses the new key.", dialogs.Find(".next").TextContent, StringComparison.Ordinal);
        await CloseAsync(dialogs, connecting, "Link another");
    }

    [Fact]
    public async Task a_key_that_lacks_a_right_is_linked_with_a_warning()
    {
        var (_, dialogs, connecting) = Connect(Linked with { MissingPermission = VerificationSamples.Missing });
        Assert.Equal(
            "Linked, but a permission is missing. It may not read users.",
            dialogs.Find("[role=alert].hub-alert-warning").TextContent
        );
        await CloseAsync(dialogs, connecting, "Link another");
    }

    [Fact]
    public async Task what_the_provider_sent_is_shown_as_text()
    {
        const string Name = "<script>alert(1)</script>";
        var (_, dialogs, connecting) = Connect(
            Linked with
            {
                AccountName = Name,
                Identity = new ProviderIdentity(Name, "<img src=x>", null, null),
            }
        );
        Assert.Equal(Name, dialogs.Find(".who").TextContent);
        Assert.Empty(dialogs.FindAll("script, img"));
        await CloseAsync(dialogs, connecting, "Link another");
    }

    [Fact]
    public async Task the_key_is_gone_behind_the_popup()
    {
        var (page, dialogs, connecting) = Connect(Linked);
        Assert.DoesNotContain(Key, page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal("", ValueOf(page, "API Key"));

        await DismissAsync(dialogs, connecting);
        var again = ConnectAsync(page);

        Assert.Empty(Requests[1].Values.All);
        await DismissAsync(dialogs, again);
    }

    [Fact]
    public async Task dismissing_the_popup_stays_on_the_page_which_says_the_same()
    {
        var (page, dialogs, connecting) = Connect(Linked);
        await DismissAsync(dialogs, connecting);

        Assert.Equal("", Location);
        var status = page.Find(".hub-alert-success[role=status]");
        Assert.Equal(
            "Jane Doe is linked. View in Accounts",
            string.Join(' ', status.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        );
        Assert.Equal($"accounts?linked={Linked.AccountId}", status.QuerySelector("a")!.GetAttribute("href"));
        // The next one at this provider could be another.
        Assert.NotEmpty(page.FindAll("input[type=checkbox]"));
    }

    [Fact]
    public async Task a_click_beside_the_popup_does_not_close_it()
    {
        var (_, dialogs, connecting) = Connect(Linked);
        dialogs.Find(".mud-overlay").Click();
        Assert.NotEmpty(dialogs.FindAll("[role=dialog]"));
        await CloseAsync(dialogs, connecting, "Link another");
    }

    private (IRenderedComponent<ConnectPage> Page, IRenderedComponent<MudDialogProvider> Dialogs, Task Connecting) Connect(
        LinkOutcome.Linked outcome
    )
    {
        AnswerWith(outcome);
        var dialogs = RenderDialogs();
        var page = RenderPage();
        Enter(page, "API Key", Key);
        var connecting = ConnectAsync(page);
        dialogs.WaitForElement("[role=dialog]");
        return (page, dialogs, connecting);
    }

    private static async Task CloseAsync(IRenderedComponent<MudDialogProvider> dialogs, Task connecting, string button)
    {
        dialogs.FindAll("button").Single(it => it.TextContent == button).Click();
        await connecting;
    }

    // What Escape does.
    private static async Task DismissAsync(IRenderedComponent<MudDialogProvider> dialogs, Task connecting)
    {
        var dialog = dialogs.FindComponent<LinkedDialog>();
        await dialog.InvokeAsync(dialog.Instance.Dialog.Cancel);
        await connecting;
    }
}
