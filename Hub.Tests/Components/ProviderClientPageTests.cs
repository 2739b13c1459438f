using AngleSharp.Dom;
using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Authorization;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Web.Components.Admin;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Components;

/// <summary>The pages on which an Administrator registers clients; the secret goes in and never comes out.</summary>
public sealed class ProviderClientPageTests : HubTestContext
{
    private const string Plain = "p0rtal-s3cret";

    private static readonly Provider Portal = SampleProviders.Portal with
    {
        Methods =
        [
            SampleProviders.PortalMethod with
            {
                Flow = SampleProviders.PortalMethod.Flow with
                {
                    Pkce = false,
                    Revoke = new Revocation { Url = "https://portal.example/revoke" },
                    Scopes =
                    [
                        new Scope
                        {
                            Name = "me",
                            Reason = "To see who you are.",
                            Required = true,
                        },
                        new Scope { Name = "jobs", Reason = "To read jobs." },
                    ],
                },
            },
        ],
    };

    public ProviderClientPageTests()
    {
        Providers =
        [
            .. SampleProviders.All,
            Portal,
            Portal with
            {
                Slug = "played",
                Name = "Played",
                Sandbox = true,
            },
            Portal with
            {
                Slug = "quay",
                Name = "Quay",
            },
        ];
        SignIn(HubRoles.Administrator);
    }

    [Theory]
    [InlineData(typeof(ProviderClientPage))]
    [InlineData(typeof(ProvidersPage))]
    public void the_pages_are_for_administrators_alone(Type page) =>
        Assert.Equal(HubRoles.Administrator, Assert.Single(page.GetCustomAttributes(inherit: true).OfType<AuthorizeAttribute>()).Roles);

    [Fact]
    public async Task the_list_says_which_providers_are_set_up_and_finds_one()
    {
        await BecomeAdministratorAsync();
        await SaveAsync();
        await AddAccountAsync(expired: false, failures: 2);
        await AddAccountAsync(expired: true);
        var page = Render<ProvidersPage>();
        Assert.Equal("2 of 3 providers set up", page.Find(".summary").TextContent);
        Assert.Equal(
            ["Played|Needs no client|No accounts yet", "Portal|Client registered|2 accounts, 1 expired, 1 cannot be refreshed now"],
            page.FindAll(".rows > li")
                .Select(row =>
                {
                    var accounts = string.Join(", ", row.QuerySelectorAll(".accounts li").Select(item => item.TextContent));
                    return $"{row.QuerySelector("a")!.TextContent}|{row.QuerySelector(".state")!.TextContent}|{accounts}";
                })
        );
        Assert.Equal("admin/providers/quay", page.Find(".tile a").GetAttribute("href"));
        Assert.Equal("Not set up", page.Find("#others-title").TextContent);
        // The heading says it for all of them.
        Assert.Empty(page.FindAll(".tile .detail"));

        page.Find("input").Search("quay");
        Assert.Equal("0 of 1 provider set up", page.Find(".summary").TextContent);
        await page.Find("form").SubmitAsync();
        Assert.Equal("admin/providers/quay", Location);
        // It has no authorization code method.
        page.Find("input").Search("lumen");
        Assert.Contains("No provider", page.Find(".summary").TextContent, StringComparison.Ordinal);
    }

    /// <summary>Of every provider, also where nobody can sign in: their accounts stop working too.</summary>
    [Fact]
    public void what_providers_switch_off_is_told_with_the_earliest_first()
    {
        static Provider Ending(Provider provider, int day) =>
            provider with
            {
                Methods =
                [
                    provider.Methods[0] with
                    {
                        Sunset =
                        [
                            new()
                            {
                                Date = new DateOnly(2027, 4, day),
                                What = "It ends.",
                                Replacement = "Use the other.",
                            },
                        ],
                    },
                ],
            };
        Providers = [Ending(Portal, 30), Ending(SampleProviders.Desk, 2)];
        Assert.Equal(
            ["providers/desk#api_key", "providers/portal#oauth2_authorization_code"],
            Render<ProvidersPage>().FindAll(".sunsets a").Select(link => link.GetAttribute("href"))
        );
        Assert.Contains("From 30 April 2027", Text(Assert.Single(RenderPage().FindAll(".sunsets li"))), StringComparison.Ordinal);
    }

    [Fact]
    public void where_no_client_is_registered_it_says_all_that_is_needed()
    {
        var page = RenderPage();
        Assert.Equal("Not set up", Text(page.Find(".state")));
        Assert.Equal("http://localhost/connect/oauth2/portal/callback", page.Find("#redirect-uri").TextContent);
        Assert.Contains("Set Hub:PublicUrl", page.Find(".redirect .hub-alert").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["me (required)|True|True", "jobs|True|False"],
            page.FindAll("label.scope")
                .Select(scope =>
                {
                    var input = scope.QuerySelector("input")!;
                    return $"{scope.QuerySelector(".name")!.TextContent}|{input.HasAttribute("checked")}|{input.HasAttribute("disabled")}";
                })
        );
        Assert.Equal("Register an app.", Text(page.Find("aside ol li")));
        Assert.Equal(
            [
                "Authorization endpoint: https://portal.example/authorize",
                "Token endpoint: https://portal.example/token",
                "Revocation endpoint: https://portal.example/revoke",
                "PKCE: Not used, because the provider rejects it",
                "Client authentication: Client ID and secret in the body of the token request",
            ],
            page.FindAll(".facts dl > div")
                .Select(fact => $"{fact.QuerySelector("dt")!.TextContent}: {fact.QuerySelector("dd")!.TextContent}")
        );
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent == "Remove client");
    }

    [Theory]
    [InlineData("https://hub.example.com", null)]
    [InlineData("http://hub.example.com", "The address comes from Hub:PublicUrl.")]
    public void a_redirect_URI_that_providers_reject_has_a_warning(string address, string? warning)
    {
        Services.GetRequiredService<IOptions<PublicAddress.Options>>().Value.PublicUrl = address;
        var page = RenderPage();
        Assert.Equal($"{address}/connect/oauth2/portal/callback", page.Find("#redirect-uri").TextContent);
        Assert.Equal(warning is null ? 0 : 1, page.FindAll(".redirect .hub-alert").Count);
        Assert.Contains(warning ?? "", page.Find(".redirect").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_client_is_saved_once_and_its_secret_is_nowhere_on_the_page()
    {
        await BecomeAdministratorAsync();
        var page = RenderPage();
        Enter(page, "portal-app", Plain);
        Inputs.Check(page.FindAll("label.scope input")[1], isChecked: false);
        Inputs.Enter(page.Find("textarea"), "posts\nfiles  me");
        await Task.WhenAll(page.Find("form").SubmitAsync(), page.Find("form").SubmitAsync());

        Assert.Equal("People can authorize Hub at Portal now. Try it", Text(page.Find("form [role=status]")));
        Assert.Equal("link/portal?method=oauth2_authorization_code", page.Find("form [role=status] a").GetAttribute("href"));
        Assert.Equal("Client registered", Text(page.Find(".state")));
        var client = await StoredAsync();
        Assert.Equal(("portal-app", "me posts files"), (client!.ClientId, string.Join(' ', client.Scopes)));
        Assert.Equal(Plain, Services.GetRequiredService<ProviderClients>().Unprotect("portal", client.Secret)!.Reveal());
        Assert.Equal(1, await QueryAsync(db => db.AuditEvents.CountAsync(entry => entry.Action == AuditActions.ProviderClientSaved, Stop)));
        Assert.DoesNotContain(Plain, page.Markup, StringComparison.Ordinal);

        var later = RenderPage();
        Assert.DoesNotContain(Plain, later.Markup, StringComparison.Ordinal);
        Assert.Contains("A secret is stored.", later.Markup, StringComparison.Ordinal);
        Assert.Equal(["True", "False"], later.FindAll("label.scope input").Select(scope => scope.HasAttribute("checked").ToString()));
        Assert.Equal("posts\nfiles", later.Find("textarea").GetAttribute("value"));
        await later.Find("form").SubmitAsync();
        Assert.Equal(Plain, Services.GetRequiredService<ProviderClients>().Unprotect("portal", (await StoredAsync())!.Secret)!.Reveal());
    }

    [Fact]
    public async Task what_is_wrong_stands_at_the_field_and_what_was_entered_stays()
    {
        await BecomeAdministratorAsync();
        var page = RenderPage();
        Enter(page, "portal-app", "two words");
        Inputs.Enter(page.Find("textarea"), "\"x\"");
        await page.Find("form").SubmitAsync();
        Assert.Contains("It contains", page.Find("#client-secret-error").TextContent, StringComparison.Ordinal);
        Assert.Contains("quotation mark", page.Find("#scopes-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("scopes-error", page.Find("form > fieldset").GetAttribute("aria-describedby"));
        Assert.Equal(("portal-app", "two words"), Entered(page));
        Assert.Null(await StoredAsync());
        Enter(page, "", Plain);
        Assert.Empty(page.FindAll("#client-secret-error"));
        await page.Find("form").SubmitAsync();
        Assert.Contains("Enter the client ID.", page.Find("#client-id-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_was_entered_survives_another_Administrator_and_a_lost_database()
    {
        await BecomeAdministratorAsync();
        var page = RenderPage();
        await SaveAsync("theirs");
        Enter(page, "mine", Plain);
        await page.Find("form").SubmitAsync();
        Assert.Contains(
            "Another Administrator changed the client at the same time",
            page.Find("form [role=alert]").TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("The stored client is now theirs.", page.Find("form [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(("mine", Plain), Entered(page));

        await QueryAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE ProviderClients RENAME TO Lost", Stop));
        await page.Find("form").SubmitAsync();
        Assert.Contains("Hub could not save your changes", page.Find("form [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(("mine", Plain), Entered(page));

        await QueryAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE Lost RENAME TO ProviderClients", Stop));
        await page.Find("form").SubmitAsync();
        Assert.Equal("mine", (await StoredAsync())!.ClientId);
    }

    [Fact]
    public async Task another_client_is_saved_only_when_it_is_confirmed_as_long_as_accounts_live_on_the_old_one()
    {
        await BecomeAdministratorAsync();
        await SaveAsync();
        await AddAccountAsync(expired: false);
        var dialogs = RenderDialogs();
        var page = RenderPage();
        Enter(page, "another-app", Plain);
        foreach (var answer in new[] { "Cancel", "Replace client" })
        {
            var saving = page.Find("form").SubmitAsync();
            dialogs.WaitForElement("h2");
            Assert.Contains("1 account of Portal was linked with the client portal-app", dialogs.Markup, StringComparison.Ordinal);
            await Button(dialogs, answer).ClickAsync();
            await saving;
            Assert.Equal(answer == "Replace client" ? "another-app" : "portal-app", (await StoredAsync())!.ClientId);
        }
    }

    [Fact]
    public async Task a_client_is_removed_only_when_that_is_confirmed()
    {
        await BecomeAdministratorAsync();
        await SaveAsync();
        await AddAccountAsync(expired: false);
        await AddAccountAsync(expired: false);
        await AddAccountAsync(expired: true);
        var dialogs = RenderDialogs();
        var page = RenderPage();
        Assert.Contains("3 accounts linked by authorization · 1 expired", Text(page.Find("form > .hub-hint")), StringComparison.Ordinal);
        foreach (var answer in new[] { "Cancel", "Remove client" })
        {
            var removing = Button(page, "Remove client").ClickAsync();
            dialogs.WaitForElement(".hub-button-danger");
            Assert.Contains("Hub can no longer refresh 2 linked accounts", dialogs.Markup, StringComparison.Ordinal);
            await Button(dialogs, answer).ClickAsync();
            await removing;
            Assert.Equal(answer == "Remove client", await StoredAsync() is null);
        }

        Assert.Equal("Not set up", Text(page.Find(".state")));
        Assert.Contains("The client is removed", page.Find("form [role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task whoever_is_no_longer_an_Administrator_changes_nothing()
    {
        await BecomeAdministratorAsync();
        await SaveAsync();
        await QueryAsync(db => db.UserRoles.ExecuteDeleteAsync(Stop));
        var page = RenderPage();
        Enter(page, "portal-app", "newer");
        await page.Find("form").SubmitAsync();
        Assert.Contains("You are no longer an Administrator.", page.Find("form [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(Plain, Services.GetRequiredService<ProviderClients>().Unprotect("portal", (await StoredAsync())!.Secret)!.Reveal());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("lumen")]
    public void there_is_no_page_without_an_authorization_code_method(string slug) =>
        Assert.Equal("There is nothing here", RenderPage(slug).Find("h1").TextContent);

    [Fact]
    public void the_sandbox_needs_no_client()
    {
        var page = RenderPage("played");
        Assert.Equal("Needs no client", Text(page.Find(".state")));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task a_secret_that_cannot_be_read_is_asked_for_again()
    {
        await BecomeAdministratorAsync();
        await SaveAsync();
        await QueryAsync(db =>
            db.ProviderClients.ExecuteUpdateAsync(client => client.SetProperty(one => one.Secret, new byte[] { 1 }), Stop)
        );
        var page = RenderPage();
        Assert.Contains("Secret cannot be read", Text(page.Find(".state")), StringComparison.Ordinal);
        await page.Find("form").SubmitAsync();
        Assert.Contains("Enter it again", page.Find("#client-secret-error").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<ProviderClientPage> RenderPage(string slug = "portal") =>
        Render<ProviderClientPage>(parameters => parameters.Add(page => page.Slug, slug));

    private static IElement Button<T>(IRenderedComponent<T> component, string text)
        where T : IComponent => component.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IElement Input(IRenderedComponent<ProviderClientPage> page, int index) =>
        page.FindAll("form input:not([type=checkbox])")[index];

    private void Enter(IRenderedComponent<ProviderClientPage> page, string id, string secret)
    {
        Inputs.Enter(Input(page, 0), id);
        Inputs.Enter(Input(page, 1), secret);
    }

    private (string? Id, string? Secret) Entered(IRenderedComponent<ProviderClientPage> page) =>
        (Inputs.ValueOf(Input(page, 0)), Inputs.ValueOf(Input(page, 1)));

    private async Task SaveAsync(string id = "portal-app") =>
        Assert.IsType<ClientOutcome.Saved>(
            await Services
                .GetRequiredService<ProviderClientEditor>()
                .SaveAsync(
                    Owner,
                    "portal",
                    new ClientForm
                    {
                        ClientId = id,
                        Secret = new Core.Credentials.Secret(Plain),
                        Scopes = ["me"],
                        Seen = null,
                    },
                    Stop
                )
        );

    private Task<LinkedAccount> AddAccountAsync(bool expired, int failures = 0) =>
        AddAccountAsync(
            "portal",
            "Jane",
            change: account =>
            {
                account.AuthMethod = AuthMethodKind.Oauth2AuthorizationCode;
                account.Token = new AccountToken
                {
                    AccountId = account.Id,
                    CanRefresh = !expired,
                    Failures = failures,
                };
                if (expired)
                {
                    account.SetReason(ReasonGroup.Credential, new StatusReason.AuthorizationEnded(AuthorizationEnd.Revoked), Now);
                }
            }
        );

    private Task<ProviderClient?> StoredAsync() => QueryAsync(db => db.ProviderClients.AsNoTracking().FirstOrDefaultAsync(Stop));

    private async Task<T> QueryAsync<T>(Func<HubDbContext, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
        return await query(db);
    }
}
