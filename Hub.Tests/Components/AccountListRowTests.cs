using AngleSharp.Dom;
using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Core.Verification;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Admin;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using MudBlazor;

namespace Hub.Tests.Components;

/// <summary>What a row of the list says, and what its menu does.</summary>
public sealed class AccountListRowTests : HubTestContext
{
    [Fact]
    public async Task the_reason_of_a_status_is_a_tip_that_the_keyboard_reaches()
    {
        await AddAccountAsync("lumen", "Broken", change: it => it.SetReason(ReasonGroup.Credential, new StatusReason.KeyRejected(), Now));

        var page = Render<AccountsPage>();
        var badge = page.Find("tbody .badge");

        Assert.Equal("Error", badge.TextContent);
        Assert.Equal("0", badge.GetAttribute("tabindex"));
        var tip = page.Find($"#{badge.GetAttribute("aria-describedby")}");
        Assert.Equal("tooltip", tip.GetAttribute("role"));
        Assert.Equal("Lumen Hire rejected the key. Link the account again with a new key.", tip.TextContent.Trim());
    }

    [Fact]
    public async Task a_status_without_a_reason_is_no_stop_of_the_keyboard()
    {
        await AddAccountAsync("lumen", "Fine");
        Assert.False(Render<AccountsPage>().Find("tbody .badge").HasAttribute("tabindex"));
    }

    [Fact]
    public async Task the_menu_says_what_can_be_done()
    {
        var account = await AddAccountAsync("lumen", "Acme");
        var page = Render<AccountsPage>();
        Assert.Equal("Actions for Acme", page.Find(".menu summary").GetAttribute("aria-label"));
        Assert.Equal(
            ["Details", "Verify now", "Enter a new key", "Ask for a new key", "Rename", "Suspend", "Unlink"],
            page.FindAll(".menu .sheet > *").Select(entry => entry.TextContent)
        );
        Assert.Equal($"accounts/{account.Id}", page.Find(".menu a").GetAttribute("href"));
    }

    [Fact]
    public async Task verifying_shows_the_new_status_and_says_what_the_provider_said()
    {
        await AddAccountAsync("lumen", "Acme");
        Verifier
            .Setup(it =>
                it.VerifyAsync(
                    It.IsAny<Core.Providers.Provider>(),
                    It.IsAny<Core.Providers.AuthMethod>(),
                    It.IsAny<Core.Credentials.CredentialValues>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(new VerificationReport(new VerificationOutcome.InvalidCredentials(null, null, null), "R"));
        var page = Render<AccountsPage>();

        await Entry(page, "Verify now").ClickAsync();

        Assert.Equal("Error", page.Find("tbody .badge").TextContent);
        Assert.Equal(Severity.Error, Assert.Single(Said).Severity);
    }

    [Fact]
    public async Task an_account_is_suspended_after_a_question_and_resumed_without_one()
    {
        var dialogs = RenderDialogs();
        var account = await AddAccountAsync("lumen", "Acme");
        var page = Render<AccountsPage>();

        var suspending = Entry(page, "Suspend").ClickAsync();
        Assert.Equal("Suspend Acme?", dialogs.WaitForElement("[role=dialog] h2").TextContent);
        dialogs.FindAll("[role=dialog] button").Single(button => button.TextContent == "Suspend").Click();
        await suspending;
        Assert.Equal("Suspended", page.Find("tbody .badge").TextContent);

        await Entry(page, "Resume").ClickAsync();
        Assert.Equal("Active", page.Find("tbody .badge").TextContent);
        Assert.Equal(
            ["The account “Acme” is suspended.", "The account “Acme” is resumed. Hub verifies it soon."],
            Said.Select(one => one.Message)
        );
        Assert.Equal(AccountStatus.Active, await StatusOfAsync(account.Id));
    }

    [Fact]
    public async Task an_unlinked_account_leaves_the_list()
    {
        var dialogs = RenderDialogs();
        var account = await AddAccountAsync("lumen", "Acme");
        await AddAccountAsync("lumen", "Other");
        var page = Render<AccountsPage>();

        var unlinking = page.FindAll("tbody tr")
            .Single(row => row.QuerySelector(".name")!.TextContent == "Acme")
            .QuerySelector(".unlink")!
            .ClickAsync();
        dialogs.WaitForElement("[role=dialog] .hub-button-danger").Click();
        await unlinking;

        Assert.Equal(["Other"], page.FindAll("tbody .name").Select(name => name.TextContent));
        Assert.False(await ExistsAsync(account.Id));
    }

    [Fact]
    public async Task administrators_act_on_the_products_accounts_alone()
    {
        SignIn(HubRoles.Administrator);
        await BecomeAdministratorAsync();
        await AddAccountAsync("lumen", "Theirs", await AddUserAsync("other@example.com"));
        var account = await AddAccountAsync("lumen", "Ours", new Core.OwnerId(HubUser.ProductId));
        var dialogs = RenderDialogs();
        var page = Render<AllAccountsPage>();
        Assert.Equal("Actions for Ours", Assert.Single(page.FindAll(".menu summary")).GetAttribute("aria-label"));
        Assert.Equal(["Details", "Verify now", "Suspend", "Unlink"], page.FindAll(".menu .sheet > *").Select(entry => entry.TextContent));

        var suspending = page.FindAll(".menu button").Single(button => button.TextContent == "Suspend").ClickAsync();
        dialogs.WaitForElement("[role=dialog]");
        dialogs.FindAll("[role=dialog] button").Single(button => button.TextContent == "Suspend").Click();
        await suspending;

        Assert.Equal(AccountStatus.Suspended, await StatusOfAsync(account.Id));
    }

    [Fact]
    public async Task who_is_no_longer_an_administrator_changes_nothing()
    {
        SignIn(HubRoles.Administrator);
        var account = await AddAccountAsync("lumen", "Ours", new Core.OwnerId(HubUser.ProductId));
        var dialogs = RenderDialogs();
        var page = Render<AllAccountsPage>();

        var unlinking = page.Find(".unlink").ClickAsync();
        dialogs.WaitForElement("[role=dialog] .hub-button-danger").Click();
        await unlinking;

        Assert.Equal(AccountStatus.Active, await StatusOfAsync(account.Id));
        Assert.Empty(Said);
    }

    private IEnumerable<Snackbar> Said => Services.GetRequiredService<ISnackbar>().ShownSnackbars;

    private async Task<AccountStatus> StatusOfAsync(Guid accountId)
    {
        AccountStatus? status = null;
        await ChangeAsync(accountId, (_, it) => status = it.Status);
        return status!.Value;
    }

    private static IElement Entry(IRenderedComponent<AccountsPage> page, string text) =>
        page.FindAll(".menu button").Single(button => button.TextContent == text);
}
