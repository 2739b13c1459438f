using AngleSharp.Dom;
using Bunit;
using Hub.Core.AccessKeys;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Web.Components.Admin;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Hub.Tests.Components;

public sealed class AccessKeysPageTests : HubTestContext
{
    public AccessKeysPageTests()
    {
        Services.AddSingleton<OwnerAuthorizer>();
        Services.AddSingleton<AccessKeyUsage>();
        Services.AddSingleton<AccessKeyDirectory>();
        Services.AddSingleton<AccessKeyEditor>();
        Services.AddSingleton<AccessKeyIssuer>();
        Services.AddSingleton<AccessKeySeeder>();
        Services.AddOptions();
        SignIn(HubRoles.Administrator);
    }

    [Fact]
    public void the_page_is_for_administrators_alone() =>
        Assert.Equal(
            HubRoles.Administrator,
            Assert.Single(typeof(AccessKeysPage).GetCustomAttributes(inherit: true).OfType<AuthorizeAttribute>()).Roles
        );

    [Fact]
    public async Task where_there_is_none_it_says_what_a_key_is_for()
    {
        await BecomeAdministratorAsync();
        var page = Render<AccessKeysPage>();
        Assert.Equal("No access keys yet", page.Find(".empty h2").TextContent);
        Assert.Single(page.FindAll("button"), button => button.TextContent == "Create access key");
    }

    [Fact]
    public async Task each_key_shows_all_that_is_known_of_it()
    {
        await BecomeAdministratorAsync();
        await AddKeyAsync("Careers site", AccessScopes.Sessions | AccessScopes.CredentialsRead, Now.AddDays(30));
        Time.Advance(TimeSpan.FromSeconds(1));
        var expired = await AddKeyAsync("Old one", AccessScopes.All, Now.AddHours(1));
        Time.Advance(TimeSpan.FromHours(2));
        await Services
            .GetRequiredService<AccessKeySeeder>()
            .SeedAsync(new Core.Credentials.Secret("seeded-key-0123456789-0123456789-wxyz"), Stop);
        Services.GetRequiredService<AccessKeyUsage>().Record(expired.Key.Id, Now);

        var page = Render<AccessKeysPage>();
        Assert.Equal(
            [
                $"Bootstrap key|…wxyz|Active|Everything|Last used: Never; Expires: Never; "
                    + $"Created: just now · {Dates.Minute(Now.AddHours(2))}; "
                    + "Created by: Hub:Bootstrap:AccessKey",
                $"Old one|…{expired.Key.Hint}|Expired|Everything|Last used: 2 hours ago · {Dates.Minute(Now)}; "
                    + $"Expired: 23 November 2026; Created: 2 hours ago · {Dates.Minute(Now)}; Created by: member@example.com",
            ],
            page.FindAll(".keys > li").Take(2).Select(Text)
        );
        Assert.Contains(
            "|Active|Create connect sessions, Read credentials|Last used: Never; Expires: 23 December 2026;",
            Text(page.FindAll(".keys > li")[2]),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(expired.Token.Reveal(), page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_key_is_created_and_shown_once()
    {
        await BecomeAdministratorAsync();
        var dialogs = RenderDialogs();
        var page = Render<AccessKeysPage>();
        var creating = Button(page, "Create access key").ClickAsync();
        dialogs.WaitForElement("form");
        Inputs.Enter(dialogs.Find("input[placeholder]"), "Careers site");
        await dialogs.Find("form").SubmitAsync();

        var token = dialogs.WaitForElement("#access-key").TextContent;
        Assert.StartsWith("hub_ak_", token, StringComparison.Ordinal);
        Assert.Equal("curl -u \"$HUB_ACCESS_KEY:\" http://localhost/api/accounts", dialogs.Find("#access-key-example").TextContent);
        var stored = Assert.Single(await KeysAsync());
        Assert.Equal(BearerToken.HashOf(token), stored.Hash);
        Assert.Equal(
            ("Careers site", AccessScopes.Sessions | AccessScopes.AccountsRead, Now.AddDays(365)),
            (stored.Name, stored.Scopes, stored.ExpiresAt)
        );

        await Button(dialogs, "I have stored the key").ClickAsync();
        await creating;
        Assert.DoesNotContain(token, dialogs.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(token, page.Markup, StringComparison.Ordinal);
        Assert.Contains("Careers site", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task scopes_and_lifetime_are_as_chosen()
    {
        await BecomeAdministratorAsync();
        var (dialogs, creating) = OpenDialog();
        Inputs.Enter(dialogs.Find("input[placeholder]"), "Everything");
        await Button(dialogs, "Everything").ClickAsync();
        Assert.Equal("true", Button(dialogs, "Everything").GetAttribute("aria-pressed"));
        await Checkbox(dialogs, "Read credentials").ChangeAsync(new ChangeEventArgs { Value = false });
        Assert.Equal("true", Button(dialogs, "Everything except credentials").GetAttribute("aria-pressed"));
        Inputs.Enter(dialogs.Find("select"), "never");
        await dialogs.Find("form").SubmitAsync();
        dialogs.WaitForElement("#access-key");
        var stored = Assert.Single(await KeysAsync());
        Assert.Equal((AccessScopes.All & ~AccessScopes.CredentialsRead, null), (stored.Scopes, stored.ExpiresAt));
        await Button(dialogs, "I have stored the key").ClickAsync();
        await creating;
    }

    [Fact]
    public async Task a_scope_without_an_endpoint_is_not_offered_but_shown_where_a_key_has_it()
    {
        await BecomeAdministratorAsync();
        await AddKeyAsync("Old one");
        await QueryAsync(db =>
            db.AccessKeys.ExecuteUpdateAsync(
                key => key.SetProperty(one => one.Scopes, AccessScopes.AccountsRead | AccessScopes.Proxy | AccessScopes.Logs),
                Stop
            )
        );
        Assert.Equal(
            ["Read accounts", "Call providers (not available yet)", "Read logs (not available yet)"],
            Render<AccessKeysPage>().FindAll(".scope").Select(scope => scope.TextContent)
        );

        var (dialogs, creating) = OpenDialog();
        Assert.Equal(
            ["Create connect sessions", "Read accounts", "Change accounts", "Read credentials"],
            dialogs.FindAll("label.scope .name").Select(name => name.TextContent)
        );
        await Button(dialogs, "Cancel").ClickAsync();
        await creating;
    }

    [Fact]
    public async Task what_is_wrong_stands_at_the_field_and_what_was_entered_stays()
    {
        await BecomeAdministratorAsync();
        var (dialogs, creating) = OpenDialog();
        foreach (var scope in new[] { "Create connect sessions", "Read accounts" })
        {
            await Checkbox(dialogs, scope).ChangeAsync(new ChangeEventArgs { Value = false });
        }

        await dialogs.Find("form").SubmitAsync();
        Assert.Contains("Enter a name", dialogs.Find("#access-key-name-error").TextContent, StringComparison.Ordinal);
        Assert.Contains("Choose at least one scope.", dialogs.Find("#scopes-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("scopes-error", dialogs.Find("fieldset[aria-describedby]").GetAttribute("aria-describedby"));
        Assert.Empty(await KeysAsync());
        await Button(dialogs, "Cancel").ClickAsync();
        await creating;
    }

    [Fact]
    public async Task whoever_is_no_longer_an_Administrator_makes_and_changes_nothing()
    {
        await BecomeAdministratorAsync();
        await AddKeyAsync("Careers site");
        await QueryAsync(db => db.UserRoles.ExecuteDeleteAsync(Stop));
        var (dialogs, creating) = OpenDialog();
        Inputs.Enter(dialogs.Find("input[placeholder]"), "Mine");
        await dialogs.Find("form").SubmitAsync();
        Assert.Contains("You are no longer an Administrator.", dialogs.Find("form [role=alert]").TextContent, StringComparison.Ordinal);
        await Button(dialogs, "Cancel").ClickAsync();
        await creating;

        var page = Render<AccessKeysPage>();
        await Button(page, "Disable").ClickAsync();
        Assert.Contains("Nothing was changed", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Null(Assert.Single(await KeysAsync()).DisabledAt);
    }

    [Fact]
    public async Task a_key_is_disabled_and_enabled()
    {
        await BecomeAdministratorAsync();
        await AddKeyAsync("Careers site");
        var page = Render<AccessKeysPage>();
        await Button(page, "Disable").ClickAsync();
        Assert.Equal("Disabled", page.Find(".badge").TextContent);
        Assert.NotNull(Assert.Single(await KeysAsync()).DisabledAt);
        await Button(page, "Enable").ClickAsync();
        Assert.Equal("Active", page.Find(".badge").TextContent);
        Assert.Null(Assert.Single(await KeysAsync()).DisabledAt);
    }

    [Fact]
    public async Task a_key_is_deleted_only_when_that_is_confirmed()
    {
        await BecomeAdministratorAsync();
        await AddKeyAsync("Careers site");
        var dialogs = RenderDialogs();
        var page = Render<AccessKeysPage>();
        foreach (var answer in new[] { "Cancel", "Delete" })
        {
            var deleting = Button(page, "Delete").ClickAsync();
            dialogs.WaitForElement(".hub-button-danger");
            Assert.Equal("Delete “Careers site”?", dialogs.Find("h2").TextContent);
            await Button(dialogs, answer).ClickAsync();
            await deleting;
            Assert.Equal(answer == "Cancel" ? 1 : 0, (await KeysAsync()).Count);
        }

        Assert.Equal("No access keys yet", page.Find(".empty h2").TextContent);
        Assert.Contains(
            AuditActions.AccessKeyDeleted,
            await QueryAsync(db => db.AuditEvents.Select(entry => entry.Action).ToListAsync(Stop))
        );
    }

    [Fact]
    public async Task one_that_another_Administrator_deleted_is_said_to_be_gone()
    {
        await BecomeAdministratorAsync();
        await AddKeyAsync("Careers site");
        var page = Render<AccessKeysPage>();
        await QueryAsync(db => db.AccessKeys.ExecuteDeleteAsync(Stop));
        await Button(page, "Disable").ClickAsync();
        Assert.Contains("Careers site no longer exists", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("No access keys yet", page.Find(".empty h2").TextContent);
    }

    [Fact]
    public async Task the_bootstrap_key_says_that_Hub_creates_it_again()
    {
        await BecomeAdministratorAsync();
        await Services
            .GetRequiredService<AccessKeySeeder>()
            .SeedAsync(new Core.Credentials.Secret("seeded-key-0123456789-0123456789"), Stop);
        var dialogs = RenderDialogs();
        var page = Render<AccessKeysPage>();
        var deleting = Button(page, "Delete").ClickAsync();
        dialogs.WaitForElement(".hub-button-danger");
        Assert.Contains("so Hub creates it again at the next start", dialogs.Markup, StringComparison.Ordinal);
        await Button(dialogs, "Cancel").ClickAsync();
        await deleting;
    }

    private static IElement Button<T>(IRenderedComponent<T> component, string text)
        where T : IComponent => component.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private static IElement Checkbox<T>(IRenderedComponent<T> component, string name)
        where T : IComponent =>
        component.FindAll("label.scope").Single(label => label.QuerySelector(".name")!.TextContent == name).QuerySelector("input")!;

    private static string Text(IElement key) =>
        $"{key.QuerySelector("h2")!.TextContent}|{key.QuerySelector("code")!.TextContent}|{key.QuerySelector(".badge")!.TextContent}|"
        + $"{string.Join(", ", key.QuerySelectorAll(".scope").Select(scope => scope.TextContent))}|"
        + string.Join(
            "; ",
            key.QuerySelectorAll("dl > div")
                .Select(pair => $"{pair.QuerySelector("dt")!.TextContent}: {pair.QuerySelector("dd")!.TextContent.Trim()}")
        );

    private (IRenderedComponent<MudDialogProvider> Dialogs, Task Creating) OpenDialog()
    {
        var dialogs = RenderDialogs();
        var creating = Button(Render<AccessKeysPage>(), "Create access key").ClickAsync();
        dialogs.WaitForElement("form");
        return (dialogs, creating);
    }

    private async Task<T> QueryAsync<T>(Func<HubDbContext, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
        return await query(db);
    }

    private Task<List<AccessKey>> KeysAsync() => QueryAsync(db => db.AccessKeys.AsNoTracking().ToListAsync(Stop));

    private async Task<AccessKeyIssueOutcome.Issued> AddKeyAsync(
        string name,
        AccessScopes scopes = AccessScopes.All,
        DateTimeOffset? expiresAt = null
    ) =>
        Assert.IsType<AccessKeyIssueOutcome.Issued>(
            await Services.GetRequiredService<AccessKeyIssuer>().IssueAsync(Owner, new AccessKeyRequest(name, scopes, expiresAt), Stop)
        );
}
