using Bunit;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Web.Api;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Admin;
using Hub.Web.Components.Linking;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using MudBlazor;

namespace Hub.Tests.Components;

/// <summary>
/// For how long, and with which rights a sign-in gave access: what the popup, the account's pages and the operator's page say.
/// </summary>
public sealed class SignInAccessTests : HubTestContext
{
    private static readonly Provider Portal = Signing(SampleProviders.Portal);

    private static readonly string[] Asked = ["me", "jobs"];

    public SignInAccessTests() => Providers = [Portal];

    public static TheoryData<AccountAccess, string, string?, string?> Accesses =>
        new()
        {
            {
                new(IsRenewed: true, Now.AddHours(1), Asked, Asked),
                "The account is ready to use. Hub renews the access automatically.",
                null,
                null
            },
            {
                new(IsRenewed: true, ExpiresAt: null, Asked),
                "The account is ready to use. Hub renews the access automatically.",
                null,
                null
            },
            {
                new(IsRenewed: false, Now.AddHours(1)),
                "The account is ready to use. The access lasts until 23 November 2026, 13:00 UTC. Authorize again after that.",
                null,
                null
            },
            {
                new(IsRenewed: false, ExpiresAt: null),
                "The account is ready to use. The access lasts until it is revoked at Portal.",
                null,
                null
            },
            {
                new(IsRenewed: true, Now.AddHours(1), Asked, ["jobs"]),
                "The account is ready to use. Hub renews the access automatically.",
                "Linked, but a permission is missing. Portal did not grant me (Read who you are). Authorize again and allow everything "
                    + "that Hub asks for.",
                null
            },
            {
                new(IsRenewed: true, Now.AddHours(1), Asked, ["me"]),
                "The account is ready to use. Hub renews the access automatically.",
                null,
                "Not granted: jobs (Read the jobs)."
            },
        };

    [Theory]
    [MemberData(nameof(Accesses))]
    public async Task the_popup_says_how_long_it_lasts_and_what_is_missing(AccountAccess access, string next, string? limit, string? hint)
    {
        var dialogs = Render<MudDialogProvider>();
        var linked = new LinkOutcome.Linked(
            Guid.CreateVersion7(),
            "Jane Doe",
            ProviderIdentity.Unknown,
            Address: null,
            Updated: false,
            MissingPermission: null
        )
        {
            Access = access,
        };
        await dialogs.InvokeAsync(() =>
            LinkedDialog.ShowAsync(
                Services.GetRequiredService<IDialogService>(),
                Services.GetRequiredService<LinkedMessages>(),
                new ConnectContext(Portal, Owner),
                Portal.Methods[0],
                linked
            )
        );

        Assert.Equal(next, dialogs.Find(".next").TextContent.Trim());
        Assert.Equal(limit, dialogs.FindAll("[role=alert]").SingleOrDefault()?.TextContent);
        Assert.Equal(hint, dialogs.FindAll(".linked .hub-hint").SingleOrDefault()?.TextContent);
    }

    [Fact]
    public async Task the_accounts_page_says_it_too()
    {
        var account = await AddSignedInAsync(
            new AccountToken
            {
                CanRefresh = false,
                ExpiresAt = Now.AddHours(1),
                RequestedScopes = Asked,
                GrantedScopes = [],
            }
        );

        var page = Render<AccountDetailsPage>(parameters => parameters.Add(it => it.AccountId, account));

        Assert.Equal("Active, limited", page.Find(".badge").TextContent);
        Assert.Equal(
            "Portal did not grant me (Read who you are). Authorize again and allow everything that Hub asks for.",
            page.Find(".reason").TextContent
        );
        Assert.Equal("Until 23 November 2026, 13:00 UTC. It cannot be renewed.", FactOf(page, "Access"));
        Assert.Equal("me (Read who you are), jobs (Read the jobs)", FactOf(page, "Not granted"));
    }

    [Theory]
    [InlineData(AuthorizationEnd.AccessEnded, "The access at Portal has expired and cannot be renewed. Authorize again.")]
    [InlineData(AuthorizationEnd.Revoked, "Portal ended the access. It was revoked there, or not used for too long. Authorize again.")]
    [InlineData(
        AuthorizationEnd.AnswerLost,
        "Hub did not receive the renewed access from Portal, and the previous access is no longer valid. Authorize again."
    )]
    [InlineData(AuthorizationEnd.Rejected, "Portal no longer accepts the access. Authorize again.")]
    public async Task each_end_has_its_reason(AuthorizationEnd end, string reason)
    {
        var account = await AddSignedInAsync(
            new AccountToken(),
            it => it.SetReason(ReasonGroup.Credential, new StatusReason.AuthorizationEnded(end), Now)
        );
        var page = Render<AccountDetailsPage>(parameters => parameters.Add(it => it.AccountId, account));
        Assert.Equal(("Expired", reason), (page.Find(".badge").TextContent, page.Find(".reason").TextContent));
        Assert.DoesNotContain(page.FindAll("dt"), term => term.TextContent == "Access");
    }

    [Fact]
    public void every_end_has_words_and_a_code() =>
        Assert.All(
            Enum.GetValues<AuthorizationEnd>(),
            end =>
                Assert.True(
                    Services.GetRequiredService<AccountStatusMessages>().Explain(end, "x").Length > 0
                        && StatusReasons.CodeOf(end).Length > 0
                )
        );

    [Fact]
    public async Task an_administrator_verifies_what_no_person_owns()
    {
        Assert.Equal(
            HubRoles.Administrator,
            Assert.Single(typeof(ProductAccountPage).GetCustomAttributes(inherit: true).OfType<AuthorizeAttribute>()).Roles
        );
        SignIn(HubRoles.Administrator);
        await BecomeAdministratorAsync();
        var account = await AddSignedInAsync(
            new AccountToken { CanRefresh = true, ExpiresAt = Now.AddHours(1) },
            it => it.SessionId = Guid.CreateVersion7(),
            new OwnerId(HubUser.ProductId)
        );
        var mine = await AddSignedInAsync(new AccountToken());
        Assert.Equal(
            [$"admin/accounts/{account}"],
            Render<AllAccountsPage>().FindAll("tbody a.name").Select(link => link.GetAttribute("href"))
        );
        Assert.Equal("There is nothing here", Open(mine).Find("h1").TextContent);
        Verifier
            .Setup(verifier =>
                verifier.VerifyAsync(
                    It.IsAny<Provider>(),
                    It.IsAny<AuthMethod>(),
                    It.IsAny<Core.Credentials.CredentialValues>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(new VerificationReport(new VerificationOutcome.Verified(ProviderIdentity.Unknown), "REF"));

        var page = Open(account);
        Assert.Equal("Renewed automatically", FactOf(page, "Access"));
        // The product made the session: it is no request of the person who looks.
        Assert.DoesNotContain("Your link request", page.Markup, StringComparison.Ordinal);
        await page.Find("button").ClickAsync();

        Assert.Equal("The authorization is valid", page.Find("[role=alert] strong").TextContent);
        var entry = await QueryAsync(db => db.AuditEvents.SingleAsync(one => one.SubjectId == account, Stop));
        Assert.Equal((Core.Audit.AuditActions.AccountVerified, Owner.Value), (entry.Action, entry.ActorId));

        IRenderedComponent<ProductAccountPage> Open(Guid id) =>
            Render<ProductAccountPage>(parameters => parameters.Add(it => it.AccountId, id));
    }

    [Theory]
    [InlineData(ClientFault.Credentials, "invalid_client", "client ID and client secret")]
    [InlineData(ClientFault.RedirectUri, "redirect_uri_mismatch", "does not know the redirect URI")]
    [InlineData(ClientFault.Scopes, null, "one of the scopes")]
    [InlineData(ClientFault.Usage, "unauthorized_client", "be used for authorization")]
    [InlineData(ClientFault.Request, "invalid_request", "rejected a request as invalid")]
    public async Task the_operator_reads_why_a_client_is_rejected(ClientFault fault, string? code, string words)
    {
        SignIn(HubRoles.Administrator);
        await QueryAsync(db =>
        {
            db.ProviderClients.Add(
                new ProviderClient
                {
                    ProviderSlug = "portal",
                    ClientId = "hub",
                    Secret = Services.GetRequiredService<ProviderClients>().Protect("portal", "secret"),
                    Fault = fault,
                    FaultCode = code,
                    FaultAt = Now,
                    UpdatedAt = Now,
                }
            );
            return db.SaveChangesAsync(Stop);
        });

        var client = Render<ProviderClientPage>(parameters => parameters.Add(page => page.Slug, "portal"));
        var notice = client.Find(".rejection");

        Assert.Equal("Client rejected", client.Find(".state:not(.on)").TextContent.Trim());
        Assert.Contains(words, notice.TextContent, StringComparison.Ordinal);
        // The code, if there is one, then when: relative and exact.
        Assert.Equal(code ?? "just now", notice.QuerySelector(".hub-hint")!.TextContent.Split(" · ")[0].Trim());
        Assert.Contains(
            fault == ClientFault.Request ? "Request rejected" : "Client rejected",
            Render<ProvidersPage>().Markup,
            StringComparison.Ordinal
        );
    }

    private static Provider Signing(Provider provider) =>
        provider with
        {
            Methods =
            [
                provider.FindAuthorizationCodeMethod()! with
                {
                    Flow = provider.FindAuthorizationCodeMethod()!.Flow with
                    {
                        Scopes =
                        [
                            new Scope
                            {
                                Name = "me",
                                Reason = "Read who you are.",
                                Required = true,
                            },
                            new Scope { Name = "jobs", Reason = "Read the jobs." },
                        ],
                    },
                },
            ],
        };

    private static string FactOf<T>(IRenderedComponent<T> page, string term)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        page.FindAll("dl > div").Single(pair => pair.QuerySelector("dt")!.TextContent == term).QuerySelector("dd")!.TextContent;

    private async Task<Guid> AddSignedInAsync(AccountToken token, Action<LinkedAccount>? change = null, OwnerId? owner = null) =>
        (
            await AddAccountAsync(
                "portal",
                "Jane",
                owner,
                change: account =>
                {
                    account.AuthMethod = AuthMethodKind.Oauth2AuthorizationCode;
                    account.Token = token;
                    change?.Invoke(account);
                }
            )
        ).Id;

    private async Task<T> QueryAsync<T>(Func<HubDbContext, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
        return await query(db);
    }
}
