using AngleSharp.Dom;
using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Audit;
using Hub.Core.Identity;
using Hub.Core.Sessions;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Admin;

namespace Hub.Tests.Components;

/// <summary>The panels of an account's page: verifications, statuses over time, details.</summary>
public sealed class AccountPanelsTests : HubTestContext
{
    [Fact]
    public async Task the_statuses_are_a_picture_and_a_list()
    {
        var account = await AddAccountAsync("lumen", "Acme", linkedAt: Now.AddDays(-10));
        await ChangeAsync(account.Id, (db, it) => db.AddEvent(it, AccountEventKind.Created, Owner, Now.AddDays(-10)));
        await RejectAsync(account.Id, Now.AddDays(-4));
        await ChangeAsync(account.Id, (db, it) => db.SetReason(it, ReasonGroup.Credential, null, Actor.Hub, Now.AddDays(-1)));

        var page = RenderPage(account.Id);

        Assert.Equal(["Active", "Error", "Active"], page.FindAll(".timeline li .status").Select(status => status.TextContent));
        Assert.Equal(
            "Lumen Hire rejected the key. Link the account again with a new key.",
            Assert.Single(page.FindAll(".timeline .why")).TextContent
        );
        Assert.Equal(
            [6 * 86400, 3 * 86400, 86400],
            page.FindAll(".band > span")
                .Select(span =>
                    int.Parse(span.GetAttribute("style")!.Split(' ', ';')[1], System.Globalization.CultureInfo.InvariantCulture)
                )
        );
    }

    [Fact]
    public async Task the_verifications_are_a_chart_and_a_table()
    {
        var account = await AddAccountAsync("lumen", "Acme");
        await ChangeAsync(
            account.Id,
            (_, it) =>
                it.Health = new AccountHealth
                {
                    AccountId = it.Id,
                    ProviderSlug = "lumen",
                    NextVerificationAt = Now.AddHours(5),
                    History = VerificationRecord.Append(
                        VerificationRecord.Append(null, new VerificationRecord(Now.AddDays(-1), "Verified", 120)),
                        new VerificationRecord(Now, "InvalidCredentials", 95)
                    ),
                }
        );

        var page = RenderPage(account.Id);

        Assert.Equal(
            [("Rejected", "95 ms"), ("Valid", "120 ms")],
            page.FindAll("figure tbody tr").Select(row => (row.Children[1].TextContent, row.Children[2].TextContent))
        );
        Assert.NotEmpty(page.FindAll("figure .chart svg"));
        Assert.Equal("true", page.Find("figure .chart").GetAttribute("aria-hidden"));
        Assert.Contains("in 5 hours", page.Find("section[aria-labelledby=verification-title] dl").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task type_label_and_metadata_are_edited_and_nested_values_stay_unharmed()
    {
        var dialogs = RenderDialogs();
        var account = await AddAccountAsync("lumen", "Acme", change: it => it.Metadata = """{"plan":"pro","limits":{"seats":1.0}}""");
        var page = RenderPage(account.Id);
        Assert.Contains("\"seats\": 1.0", page.Find(".metadata .nested").TextContent, StringComparison.Ordinal);

        var editing = Button(page, "Edit details").ClickAsync();
        dialogs.WaitForElement("#edit-details");
        Inputs.Enter(dialogs.Find("[data-field=type]"), "Test");
        Inputs.Enter(dialogs.Find("[data-field=label]"), " Berlin ");
        Inputs.Enter(dialogs.Find("[data-field=value-1]"), "free");
        await dialogs.Find("#add-metadata").ClickAsync();
        Inputs.Enter(dialogs.Find("[data-field=key-3]"), "region");
        Inputs.Enter(dialogs.Find("[data-field=value-3]"), "eu");
        dialogs.Find("#edit-details").Submit();
        await editing;

        Assert.Equal(
            (AccountType.Test, "Berlin", """{"plan":"free","limits":{"seats":1.0},"region":"eu"}"""),
            await DetailsOfAsync(account.Id)
        );
        Assert.Contains("Test", page.Find("section[aria-labelledby=details-title]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_somebody_else_changed_meanwhile_is_not_overwritten()
    {
        var dialogs = RenderDialogs();
        var account = await AddAccountAsync("lumen", "Acme", change: it => it.Label = "Old");
        var page = RenderPage(account.Id);
        var editing = Button(page, "Edit details").ClickAsync();
        dialogs.WaitForElement("#edit-details");
        await ChangeAsync(account.Id, (_, it) => it.Label = "Theirs");

        Inputs.Enter(dialogs.Find("[data-field=label]"), "Mine");
        dialogs.Find("#edit-details").Submit();

        dialogs.WaitForAssertion(() =>
            Assert.Equal("The account changed at the same time", dialogs.Find("[role=dialog] .notice strong").TextContent)
        );
        Assert.Equal("Theirs", (await DetailsOfAsync(account.Id)).Label);
        dialogs.FindAll("[role=dialog] button").Single(button => button.TextContent == "Cancel").Click();
        await editing;
        Assert.Contains("Theirs", page.Find("section[aria-labelledby=details-title]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_row_without_a_key_and_json_that_is_none_are_said_where_they_are()
    {
        var dialogs = RenderDialogs();
        var account = await AddAccountAsync("lumen", "Acme", change: it => it.Metadata = """{"limits":[1]}""");
        var editing = Button(RenderPage(account.Id), "Edit details").ClickAsync();
        dialogs.WaitForElement("#edit-details");
        Inputs.Enter(dialogs.Find("[data-field=value-1]"), "[1");
        await dialogs.Find("#add-metadata").ClickAsync();
        Inputs.Enter(dialogs.Find("[data-field=value-2]"), "x");
        dialogs.Find("#edit-details").Submit();

        dialogs.WaitForAssertion(() => Assert.Equal("true", dialogs.Find("[data-field=value-1]").GetAttribute("aria-invalid")));
        Assert.Equal("true", dialogs.Find("[data-field=key-2]").GetAttribute("aria-invalid"));
        Assert.Contains("Enter valid JSON.", dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal("""{"limits":[1]}""", (await DetailsOfAsync(account.Id)).Metadata);
        await dialogs.FindAll(".remove")[^1].ClickAsync();
        await dialogs.FindAll(".remove")[^1].ClickAsync();
        dialogs.Find("#edit-details").Submit();
        await editing;
        Assert.Equal("{}", (await DetailsOfAsync(account.Id)).Metadata);
    }

    [Fact]
    public async Task an_administrator_edits_the_products_account()
    {
        SignIn(HubRoles.Administrator);
        await BecomeAdministratorAsync();
        var dialogs = RenderDialogs();
        var account = await AddAccountAsync("lumen", "Ours", new Core.OwnerId(HubUser.ProductId));
        var page = Render<ProductAccountPage>(parameters => parameters.Add(it => it.AccountId, account.Id));

        var editing = page.FindAll("button").Single(button => button.TextContent == "Edit details").ClickAsync();
        dialogs.WaitForElement("#edit-details");
        Inputs.Enter(dialogs.Find("[data-field=label]"), "Ours too");
        dialogs.Find("#edit-details").Submit();
        await editing;

        Assert.Equal("Ours too", (await DetailsOfAsync(account.Id)).Label);
    }

    [Fact]
    public async Task a_change_elsewhere_is_shown()
    {
        var account = await AddAccountAsync("lumen", "Acme");
        var page = RenderPage(account.Id);

        await RejectAsync(account.Id, Now);
        Time.Advance(AccountFeed.Interval);

        page.WaitForAssertion(() => Assert.Equal("Error", page.Find(".hub-title .badge").TextContent));
    }

    private Task RejectAsync(Guid accountId, DateTimeOffset at) =>
        ChangeAsync(accountId, (db, it) => db.SetReason(it, ReasonGroup.Credential, new StatusReason.KeyRejected(), Actor.Hub, at));

    private async Task<(AccountType Type, string? Label, string? Metadata)> DetailsOfAsync(Guid accountId)
    {
        (AccountType, string?, string?) details = default;
        await ChangeAsync(accountId, (_, it) => details = (it.Type, it.Label, it.Metadata));
        return details;
    }

    private IRenderedComponent<AccountDetailsPage> RenderPage(Guid id) =>
        Render<AccountDetailsPage>(parameters => parameters.Add(it => it.AccountId, id));

    private static IElement Button(IRenderedComponent<AccountDetailsPage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent == text);
}
