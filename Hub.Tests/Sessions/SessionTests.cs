using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.AuthLinks;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Tests.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Sessions;

/// <summary>Auth links from their making to their end, and linking with them.</summary>
public abstract class SessionTests(DatabaseProvider database) : AccountTests(database)
{
    private const string ThirdKey = "live-key-5555555555-klmnopqrst";
    private const string Browser = "the-browser-of-john";
    private const string OtherBrowser = "the-browser-of-eve";

    private static readonly SessionRequest Globex = new()
    {
        Origin = new OriginOwner("globex-1", "Globex", "John"),
        Lifetime = TimeSpan.FromDays(30),
    };

    public sealed class OnSqlite() : SessionTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : SessionTests(DatabaseProvider.SqlServer);

    private SessionOpener Opener => Store.Get<SessionOpener>();

    private AuthLinkEditor Changer => Store.Get<AuthLinkEditor>();

    [Fact]
    public async Task a_link_is_stored_without_its_token()
    {
        var issued = await IssueAsync(
            await Store.NewOwnerAsync(),
            Globex with
            {
                Providers = ["lever", "smartrecruiters"],
                Categories = [ProviderCategory.Ats],
            }
        );

        Assert.StartsWith("hub_cs_", issued.Token.Reveal(), StringComparison.Ordinal);
        var open = Assert.IsType<SessionOutcome.Open>(await LookAsync(issued.Token));
        Assert.Equal("jane@hub.example", open.IssuerEmail);
        Assert.Equal(Globex.Origin, open.Grant.Origin);
        Assert.Equal(["lever", "smartrecruiters"], open.Grant.Providers);
        Assert.Equal([ProviderCategory.Ats], open.Grant.Categories);
        Assert.Equal(BearerToken.HashOf(issued.Token.Reveal()), issued.Session.TokenHash);
        Assert.Equal([AuditActions.SessionIssued], await AuditAsync());
    }

    [Theory]
    [InlineData("", "Globex", "Id")]
    [InlineData("globex-1", " ", "Name")]
    [InlineData("\u200b", "Globex", "Id")]
    [InlineData("globex-1\u200b", "Globex", "Id")]
    [InlineData("globex-1", "\u200b\u2060", "Name")]
    public async Task whose_accounts_it_is_about_must_be_said(string id, string name, string property)
    {
        var outcome = await Store
            .Get<SessionIssuer>()
            .IssueAsync(await Store.NewOwnerAsync(), Globex with { Origin = new OriginOwner(id, name) }, Stop);
        Assert.Equal([property], Assert.IsType<SessionIssueOutcome.Invalid>(outcome).Errors.Keys);
    }

    [Fact]
    public async Task looking_binds_and_records_nothing()
    {
        var issued = await IssueAsync(await Store.NewOwnerAsync());
        await LookAsync(issued.Token, OtherBrowser);
        Assert.False(Assert.IsType<SessionOutcome.Open>(await LookAsync(issued.Token, Browser)).Begun);
        Assert.Equal(SessionState.Created, (await RowAsync(issued)).State);
        Assert.Equal([AuditActions.SessionIssued], await AuditAsync());
    }

    [Fact]
    public async Task beginning_binds_it_to_the_browser()
    {
        var issued = await IssueAsync(await Store.NewOwnerAsync());

        Assert.True(Assert.IsType<SessionOutcome.Open>(await BeginAsync(issued.Token, Browser)).Begun);

        Assert.True(Assert.IsType<SessionOutcome.Open>(await LookAsync(issued.Token, Browser)).Begun);
        Assert.IsType<SessionOutcome.Open>(await BeginAsync(issued.Token, Browser));
        Assert.IsType<SessionOutcome.OpenedElsewhere>(await LookAsync(issued.Token, OtherBrowser));
        Assert.IsType<SessionOutcome.OpenedElsewhere>(await LookAsync(issued.Token));
        Assert.IsType<SessionOutcome.OpenedElsewhere>(await BeginAsync(issued.Token, OtherBrowser));
        Assert.Equal([AuditActions.SessionIssued, AuditActions.SessionOpened], await AuditAsync());
    }

    [Fact]
    public async Task an_auth_link_is_no_good_but_to_the_browser_that_began_with_it_on_its_page()
    {
        var issued = await IssueAsync(await Store.NewOwnerAsync());
        Assert.IsType<SessionOutcome.OpenedElsewhere>(await Opener.LookWithoutBeginningAsync(issued.Token.Reveal(), browser: null, Stop));
        Assert.IsType<SessionOutcome.OpenedElsewhere>(await Opener.LookWithoutBeginningAsync(issued.Token.Reveal(), Browser, Stop));

        var begun = Assert.IsType<SessionOutcome.Open>(await BeginAsync(issued.Token, Browser));

        Assert.IsType<SessionOutcome.OpenedElsewhere>(await Opener.LookWithoutBeginningAsync(issued.Token.Reveal(), OtherBrowser, Stop));
        Assert.IsType<SessionOutcome.Open>(await Opener.LookWithoutBeginningAsync(issued.Token.Reveal(), Browser, Stop));
        Store.ProviderSays(Proof);
        // What was permitted before somebody began with it is so no longer.
        Assert.Equal(new LinkOutcome.SessionEnded(SessionState.Revoked), await LinkWithAsync(issued.Session.ToGrant()));
        Assert.IsType<LinkOutcome.Linked>(await LinkWithAsync(begun.Grant));
    }

    [Fact]
    public async Task what_a_product_makes_is_good_at_once_and_names_no_person_as_who_asks()
    {
        var owner = await Store.NewOwnerAsync();
        Store.ProviderSays(Proof);
        var own = await LinkedAsync(owner);
        var issued = Assert.IsType<SessionIssueOutcome.Issued>(
            await Store
                .Get<SessionIssuer>()
                .IssueForProductAsync(Guid.CreateVersion7(), new SessionRequest { Origin = new OriginOwner("globex-1", "Globex") }, Stop)
        );
        Assert.Null(
            Assert
                .IsType<SessionOutcome.Open>(await Opener.LookWithoutBeginningAsync(issued.Token.Reveal(), browser: null, Stop))
                .IssuerEmail
        );

        await Store.QueryAsync(db =>
            db.LinkedAccounts.Where(account => account.Id == own.AccountId)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(account => account.OriginOwnerId, "globex-1")
                            .SetProperty(account => account.Type, AccountType.Test),
                    Stop
                )
        );
        var renewal = Assert.IsType<SessionIssueOutcome.Issued>(
            await Store
                .Get<SessionIssuer>()
                .IssueForProductAsync(
                    Guid.CreateVersion7(),
                    new SessionRequest { Origin = new OriginOwner("globex-1", "Globex"), AccountId = own.AccountId },
                    Stop
                )
        );
        var open = Assert.IsType<SessionOutcome.Open>(await LookAsync(renewal.Token));
        Assert.Equal(owner, open.Grant.Owner);
        Assert.Null(open.IssuerEmail);

        // A new key makes no production account of a test account.
        Assert.IsType<LinkOutcome.Linked>(await LinkWithAsync(open.Grant));
        Assert.Equal(AccountType.Test, (await AccountAsync(own.AccountId)).Type);
    }

    [Fact]
    public async Task of_browsers_that_begin_at_the_same_moment_one_gets_it()
    {
        var issued = await IssueAsync(await Store.NewOwnerAsync());
        Store.Events.MeetBeforeWriting(3);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => BeginAsync(issued.Token, $"browser-{number}")));

        Assert.Single(outcomes.OfType<SessionOutcome.Open>());
        Assert.Equal(2, outcomes.OfType<SessionOutcome.OpenedElsewhere>().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hub_cs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task a_token_that_nobody_has_is_unknown(string? token)
    {
        await IssueAsync(await Store.NewOwnerAsync());
        Assert.IsType<SessionOutcome.Unknown>(await Opener.LookAsync(token, Browser, Stop));
        Assert.IsType<SessionOutcome.Unknown>(await Opener.BeginAsync(token, Browser, Stop));
    }

    [Fact]
    public async Task a_link_expires()
    {
        var issued = await IssueAsync(await Store.NewOwnerAsync());
        Store.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(new SessionOutcome.Ended(SessionState.Expired, "Globex", "jane@hub.example"), await LookAsync(issued.Token));
        Assert.IsType<SessionOutcome.Ended>(await BeginAsync(issued.Token, Browser));
        Assert.Equal(new LinkOutcome.SessionEnded(SessionState.Expired), await LinkWithAsync(issued.Session.ToGrant()));
    }

    [Fact]
    public async Task only_its_maker_revokes_a_link_and_what_was_linked_stays()
    {
        Store.ProviderSays(Proof);
        var (jane, eve) = (await Store.NewOwnerAsync(), await Store.NewOwnerAsync("eve@hub.example"));
        var issued = await IssueAsync(jane);
        await LinkedWithAsync(issued.Session.ToGrant());

        Assert.False(await Changer.RevokeAsync(eve, issued.Session.Id, Stop));
        Assert.IsType<SessionOutcome.Open>(await LookAsync(issued.Token));
        Assert.True(await Changer.RevokeAsync(jane, issued.Session.Id, Stop));

        Assert.Equal(new SessionOutcome.Ended(SessionState.Revoked, "Globex", "jane@hub.example"), await LookAsync(issued.Token));
        var row = await RowAsync(issued);
        Assert.Equal((SessionState.Revoked, false), (row.State, row.IsOpen));
        Assert.Single(row.Accounts);
    }

    [Fact]
    public async Task a_link_that_is_revoked_while_the_provider_is_asked_links_nothing()
    {
        var owner = await Store.NewOwnerAsync();
        var issued = await IssueAsync(owner);
        Store.ProviderDoes(async _ =>
        {
            await Changer.RevokeAsync(owner, issued.Session.Id, Stop);
            return Proof;
        });

        Assert.Equal(new LinkOutcome.SessionEnded(SessionState.Revoked), await LinkWithAsync(issued.Session.ToGrant()));
        Assert.Empty(await AccountsAsync());
    }

    [Fact]
    public async Task a_link_that_is_sent_again_has_a_new_token_for_as_long_again_and_any_browser()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var issued = await IssueAsync(owner);
        var old = Assert.IsType<SessionOutcome.Open>(await BeginAsync(issued.Token, Browser)).Grant;
        Store.Time.Advance(TimeSpan.FromDays(29));

        var again = await Changer.ReissueAsync(owner, issued.Session.Id, Stop);

        Assert.NotEqual(issued.Token.Reveal(), again!.Token.Reveal());
        Assert.IsType<SessionOutcome.Unknown>(await LookAsync(issued.Token, Browser));
        // Whoever still has the old one open in the form, too.
        Assert.Equal(new LinkOutcome.SessionEnded(SessionState.Revoked), await LinkWithAsync(old));
        Store.Time.Advance(TimeSpan.FromDays(29));
        Assert.True(Assert.IsType<SessionOutcome.Open>(await BeginAsync(again.Token, OtherBrowser)).Begun);
        Assert.Null(await Changer.ReissueAsync(await Store.NewOwnerAsync("eve@hub.example"), issued.Session.Id, Stop));
        Assert.Contains(AuditActions.SessionReissued, await AuditAsync());
    }

    [Fact]
    public async Task a_used_and_a_revoked_link_can_be_sent_again()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var issued = await IssueAsync(owner, Globex with { EndsAfterOne = true });
        await LinkedWithAsync(issued.Session.ToGrant());
        await Changer.RevokeAsync(owner, issued.Session.Id, Stop);
        var again = await Changer.ReissueAsync(owner, issued.Session.Id, Stop);
        Assert.IsType<SessionOutcome.Open>(await LookAsync(again!.Token));
    }

    [Fact]
    public async Task the_list_has_ones_own_links_newest_first_with_who_linked_what()
    {
        Store.ProviderSays(Proof);
        var (jane, eve) = (await Store.NewOwnerAsync(), await Store.NewOwnerAsync("eve@hub.example"));
        await IssueAsync(eve);
        var first = await IssueAsync(jane, Globex with { Providers = ["smartrecruiters"] });
        var second = await IssueAsync(jane);
        var linked = await LinkedWithAsync(first.Session.ToGrant());

        var page = await Store.Get<AuthLinkDirectory>().ListAsync(jane, new AuthLinkQuery(), Stop);

        Assert.Equal(2, page.Total);
        Assert.Equal([second.Session.Id, first.Session.Id], page.Rows.Select(row => row.Id));
        var account = Assert.Single(page.Rows[1].Accounts);
        Assert.Equal(
            (linked.AccountId, "smartrecruiters", "Jane Doe", "jane@acme.example"),
            (account.Id, account.ProviderSlug, account.IdentityName, account.IdentityEmail)
        );
        Assert.Equal((SessionState.Used, true), (page.Rows[1].State, page.Rows[1].IsOpen));
        Assert.Equal(
            [first.Session.Id],
            (await Store.Get<AuthLinkDirectory>().ListAsync(jane, new AuthLinkQuery(Page: 1, PageSize: 1), Stop)).Rows.Select(row => row.Id)
        );
        Assert.Equal(
            [first.Session.Id],
            (await Store.Get<AuthLinkDirectory>().ListAsync(jane, new AuthLinkQuery(Only: first.Session.Id), Stop)).Rows.Select(row =>
                row.Id
            )
        );
        Assert.Empty((await Store.Get<AuthLinkDirectory>().ListAsync(eve, new AuthLinkQuery(Only: first.Session.Id), Stop)).Rows);
    }

    [Fact]
    public async Task an_account_that_is_linked_with_a_session_carries_what_the_session_says()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var issued = await IssueAsync(owner, Globex with { Label = "Gold", Metadata = """{"plan":"gold"}""", Type = AccountType.Test });

        var linked = await LinkedWithAsync(issued.Session.ToGrant());

        var account = await AccountAsync(linked.AccountId);
        Assert.Equal(
            (owner.Value, "globex-1", "Globex", "John"),
            (account.OwnerId, account.OriginOwnerId, account.OriginOwnerName, account.OriginUsername)
        );
        Assert.Equal(
            ("Gold", """{"plan":"gold"}""", AccountType.Test, issued.Session.Id),
            (account.Label, account.Metadata, account.Type, account.SessionId)
        );
        var entry = (await AuditEventsAsync())[^1];
        Assert.Equal((AuditActions.AccountLinked, ActorKind.Session, issued.Session.Id), (entry.Action, entry.ActorKind, entry.ActorId));
    }

    [Theory]
    [InlineData(new[] { "lever" }, null, null)]
    [InlineData(new string[0], ProviderCategory.Crm, null)]
    [InlineData(new string[0], null, AuthMethodKind.Basic)]
    public async Task what_a_session_is_not_for_cannot_be_linked_with_it(
        string[] providers,
        ProviderCategory? category,
        AuthMethodKind? method
    )
    {
        var issued = await IssueAsync(
            await Store.NewOwnerAsync(),
            Globex with
            {
                Providers = providers,
                Categories = category is { } one ? [one] : null,
                AuthMethod = method,
            }
        );
        Assert.IsType<LinkOutcome.ProviderUnknown>(await LinkWithAsync(issued.Session.ToGrant()));
        Store.Verifier.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task the_origin_owner_has_one_account_at_a_provider_which_gets_the_next_key_whoevers_it_is()
    {
        Store.ProviderSays(Proof);
        var grant = (await IssueAsync(await Store.NewOwnerAsync())).Session.ToGrant();
        var first = await LinkedWithAsync(grant);
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));

        var second = await LinkedWithAsync(grant, Request(OtherKey) with { Replacement = new Replacement.NoQuestion() });

        Assert.Equal((first.AccountId, true, true), (second.AccountId, second.Updated, second.Replaced));
        var account = Assert.Single(await AccountsAsync());
        Assert.Equal(("Anna Alt", OtherKey), (account.Identity.Name, StoredKeyOf(account)));
    }

    [Fact]
    public async Task another_identity_replaces_nothing_before_the_person_agrees()
    {
        Store.ProviderSays(Proof);
        var grant = (await IssueAsync(await Store.NewOwnerAsync())).Session.ToGrant();
        var first = await LinkedWithAsync(grant);
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));

        var question = Assert.IsType<LinkOutcome.WouldReplace>(await LinkWithAsync(grant, Request(OtherKey)));

        Assert.Equal((first.AccountId, Anna), (question.Present.Id, question.Identity));
        Assert.Equal(Key, StoredKeyOf(Assert.Single(await AccountsAsync())));
        Assert.DoesNotContain(AuditActions.AccountIdentityChanged, await AuditAsync());

        var replaced = await LinkedWithAsync(grant, Request(OtherKey) with { Replacement = new Replacement.Agreed(question.Present) });

        Assert.Equal((first.AccountId, true, true), (replaced.AccountId, replaced.Updated, replaced.Replaced));
        Assert.Equal(OtherKey, StoredKeyOf(Assert.Single(await AccountsAsync())));
        var entry = Assert.Single(await AuditEventsAsync(), entry => entry.Action == AuditActions.AccountIdentityChanged);
        Assert.Contains($"session {grant.SessionId}", entry.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_same_identity_needs_no_question()
    {
        Store.ProviderSays(Proof);
        var grant = (await IssueAsync(await Store.NewOwnerAsync())).Session.ToGrant();
        await LinkedWithAsync(grant);
        var again = await LinkedWithAsync(grant, Request(OtherKey));
        Assert.Equal((true, false), (again.Updated, again.Replaced));
    }

    [Fact]
    public async Task what_was_agreed_to_is_what_is_replaced_else_the_person_is_asked_again()
    {
        Store.ProviderSays(Proof);
        var grant = (await IssueAsync(await Store.NewOwnerAsync())).Session.ToGrant();
        await LinkedWithAsync(grant);
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));
        var ofAnna = Assert.IsType<LinkOutcome.WouldReplace>(await LinkWithAsync(grant, Request(OtherKey)));
        // Meanwhile, in another tab.
        Store.ProviderSays(new VerificationOutcome.Verified(Anna with { Name = "Bob", ExternalId = "u-3" }));
        await LinkedWithAsync(grant, Request(ThirdKey) with { Replacement = new Replacement.Agreed(ofAnna.Present) });
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));

        var again = Assert.IsType<LinkOutcome.WouldReplace>(
            await LinkWithAsync(grant, Request(OtherKey) with { Replacement = new Replacement.Agreed(ofAnna.Present) })
        );

        Assert.Equal(ofAnna.Present.Id, again.Present.Id);
        Assert.NotEqual(ofAnna.Present, again.Present);
        Assert.Equal("Bob", Assert.Single(await AccountsAsync()).IdentityName);
    }

    [Fact]
    public async Task of_two_who_agreed_at_the_same_moment_one_replaces_and_the_other_is_asked_again()
    {
        Store.ProviderSays(Proof);
        var grant = (await IssueAsync(await Store.NewOwnerAsync())).Session.ToGrant();
        await LinkedWithAsync(grant);
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));
        var present = Assert.IsType<LinkOutcome.WouldReplace>(await LinkWithAsync(grant, Request(OtherKey))).Present;
        var asked = 0;
        Store.ProviderDoes(_ =>
            Task.FromResult<VerificationOutcome>(
                new VerificationOutcome.Verified(Interlocked.Increment(ref asked) == 1 ? Anna : Anna with { ExternalId = "u-3" })
            )
        );
        Store.Events.MeetBeforeWriting(2);

        var outcomes = await Task.WhenAll(
            new[] { OtherKey, ThirdKey }.Select(key =>
                LinkWithAsync(grant, Request(key) with { Replacement = new Replacement.Agreed(present) })
            )
        );

        Assert.Single(outcomes.OfType<LinkOutcome.Linked>());
        Assert.Single(outcomes.OfType<LinkOutcome.WouldReplace>());
        Assert.Single(await AccountsAsync());
    }

    [Theory]
    [InlineData("John", "Jane Doe")]
    [InlineData("Eve", null)]
    [InlineData(null, null)]
    public async Task whose_account_it_is_only_the_same_person_learns(string? user, string? name)
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        await LinkedWithAsync((await IssueAsync(owner)).Session.ToGrant());
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));
        var grant = (await IssueAsync(owner, Globex with { Origin = Globex.Origin with { Username = user } })).Session.ToGrant();

        var question = Assert.IsType<LinkOutcome.WouldReplace>(await LinkWithAsync(grant, Request(OtherKey)));

        Assert.Equal(name, question.Present.Name);
        Assert.Equal(question.Present, await Store.Get<SessionAccounts>().FindPresentAsync(grant, "smartrecruiters", Stop));
        Assert.Null(await Store.Get<SessionAccounts>().FindPresentAsync(grant with { Multiple = true }, "smartrecruiters", Stop));
        Assert.Null(await Store.Get<SessionAccounts>().FindPresentAsync(grant, "lever", Stop));
    }

    [Fact]
    public async Task a_session_for_several_makes_an_account_of_each_identity()
    {
        Store.ProviderSays(Proof);
        var grant = (await IssueAsync(await Store.NewOwnerAsync(), Globex with { Multiple = true })).Session.ToGrant();
        var first = await LinkedWithAsync(grant);
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));
        Assert.False((await LinkedWithAsync(grant, Request(OtherKey))).Updated);
        Store.ProviderSays(Proof);
        Assert.Equal(first.AccountId, (await LinkedWithAsync(grant)).AccountId);
        Assert.Equal(2, (await AccountsAsync()).Length);
    }

    [Fact]
    public async Task the_same_identity_of_two_origin_owners_is_two_accounts()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        await LinkedAsync(owner);
        Assert.False((await LinkedWithAsync((await IssueAsync(owner)).Session.ToGrant())).Updated);
        Assert.False(
            (
                await LinkedWithAsync(
                    (await IssueAsync(owner, Globex with { Origin = new OriginOwner("initech", "Initech") })).Session.ToGrant()
                )
            ).Updated
        );
        Assert.Equal(["", "globex-1", "initech"], (await AccountsAsync()).Select(account => account.OriginOwnerId));
    }

    [Fact]
    public async Task a_session_for_an_account_gives_that_one_a_new_key_and_no_other()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var account = (await LinkedWithAsync((await IssueAsync(owner, Globex with { Multiple = true })).Session.ToGrant())).AccountId;
        var grant = (await IssueAsync(owner, Globex with { AccountId = account })).Session.ToGrant();
        Assert.Equal(["smartrecruiters"], grant.Providers);

        Assert.Equal(
            account,
            (await LinkedWithAsync(grant, Request(OtherKey) with { Target = new LinkTarget.Account(Guid.CreateVersion7()) })).AccountId
        );
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));
        Assert.IsType<LinkOutcome.OtherIdentity>(await LinkWithAsync(grant, Request() with { Replacement = new Replacement.NoQuestion() }));
        Assert.IsType<LinkOutcome.WouldReplace>(await LinkWithAsync(grant));
        Assert.Equal(OtherKey, StoredKeyOf(Assert.Single(await AccountsAsync())));
        await Store.Get<AccountUnlinker>().UnlinkAsync(owner, account, Stop);
        Assert.IsType<LinkOutcome.AccountGone>(await LinkWithAsync(grant));
    }

    [Theory]
    [InlineData("eve@hub.example", "globex-1", "smartrecruiters")]
    [InlineData(null, "initech", "smartrecruiters")]
    [InlineData(null, "globex-1", "lever")]
    public async Task a_session_for_an_account_is_made_by_its_owner_for_its_origin_owner_and_provider_alone(
        string? other,
        string origin,
        string provider
    )
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var account = (await LinkedWithAsync((await IssueAsync(owner)).Session.ToGrant())).AccountId;
        var outcome = await Store
            .Get<SessionIssuer>()
            .IssueAsync(
                other is null ? owner : await Store.NewOwnerAsync(other),
                new SessionRequest
                {
                    Origin = new OriginOwner(origin, "Globex"),
                    AccountId = account,
                    Providers = [provider],
                },
                Stop
            );
        Assert.IsType<SessionIssueOutcome.AccountNotFound>(outcome);
    }

    [Fact]
    public async Task what_is_left_out_of_a_request_for_a_new_key_is_taken_from_the_account()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var account = (await LinkedWithAsync((await IssueAsync(owner)).Session.ToGrant())).AccountId;
        var request = new SessionRequest { Origin = new OriginOwner("", "", "Eve"), AccountId = account };

        var session = (await IssueAsync(owner, request)).Session;

        Assert.Equal(("globex-1", "Globex", "Eve"), (session.OriginOwnerId, session.OriginOwnerName, session.OriginUsername));
        Assert.Equal(["smartrecruiters"], session.Providers);
        Assert.Equal(account, (await LinkedWithAsync(session.ToGrant(), Request(OtherKey))).AccountId);
        var row = (await Store.Get<AuthLinkDirectory>().ListAsync(owner, new AuthLinkQuery(), Stop)).Rows[0];
        Assert.Equal(new RenewedAccount(account, "Jane Doe"), row.Renews);
        Assert.Equal("Eve", await Store.Get<AuthLinkDirectory>().FindLastPersonAsync(owner, account, Stop));
        await Store.Get<AccountUnlinker>().UnlinkAsync(owner, account, Stop);
        row = (await Store.Get<AuthLinkDirectory>().ListAsync(owner, new AuthLinkQuery(), Stop)).Rows[0];
        Assert.Equal(new RenewedAccount(account, Name: null), row.Renews);
    }

    /// <remarks>Somebody linked it for themselves. Who comes with the link sees who asks, and the account gets no customer.</remarks>
    [Fact]
    public async Task an_account_without_a_customer_can_be_renewed_by_another_person_too()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var account = (await LinkedAsync(owner)).AccountId;

        var session = (await IssueAsync(owner, new SessionRequest { Origin = new OriginOwner("", "", null), AccountId = account })).Session;

        Assert.Equal("", session.OriginOwnerId);
        Assert.Contains("@", session.OriginOwnerName, StringComparison.Ordinal);
        Assert.Equal(account, (await LinkedWithAsync(session.ToGrant(), Request(OtherKey))).AccountId);
        var stored = await AccountAsync(account);
        Assert.Equal(("", null, OtherKey), (stored.OriginOwnerId, stored.OriginOwnerName, StoredKeyOf(stored)));
    }

    [Fact]
    public async Task a_link_for_one_account_is_used_up_once_by_many_at_the_same_moment()
    {
        Store.ProviderSays(Proof);
        var grant = (await IssueAsync(await Store.NewOwnerAsync(), Globex with { EndsAfterOne = true })).Session.ToGrant();
        Store.Events.MeetBeforeWriting(4);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LinkWithAsync(grant)));

        Assert.Single(outcomes.OfType<LinkOutcome.Linked>());
        Assert.All(
            outcomes.Where(outcome => outcome is not LinkOutcome.Linked),
            outcome => Assert.Equal(new LinkOutcome.SessionEnded(SessionState.Used), outcome)
        );
        Assert.Single(await AccountsAsync());
        Assert.Equal(new LinkOutcome.SessionEnded(SessionState.Used), await LinkWithAsync(grant));
    }

    [Fact]
    public async Task a_refused_key_does_not_use_a_link_up()
    {
        var issued = await IssueAsync(await Store.NewOwnerAsync(), Globex with { EndsAfterOne = true });
        Store.ProviderSays(new VerificationOutcome.InvalidCredentials(null, null, null));
        Assert.IsType<LinkOutcome.Refused>(await LinkWithAsync(issued.Session.ToGrant()));
        Assert.IsType<SessionOutcome.Open>(await LookAsync(issued.Token));
    }

    [Fact]
    public async Task a_secret_that_is_left_empty_stays_where_it_is_known_and_goes_to_no_other_host()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var account = (await LinkedWithAsync((await IssueAsync(owner)).Session.ToGrant(), AtAddress("acme"))).AccountId;
        var grant = (await IssueAsync(owner, Globex with { AccountId = account })).Session.ToGrant();
        Store.Verifier.Invocations.Clear();

        Assert.IsType<LinkOutcome.Invalid>(await LinkWithAsync(grant, AtAddress("evil", key: "").Editing(account)));
        Assert.Empty(Store.Verifier.Invocations);
        await LinkedWithAsync(grant, AtAddress("acme", key: "").Editing(account));

        Assert.Equal(Key, Assert.IsType<CredentialValues>(Assert.Single(Store.Verifier.Invocations).Arguments[2]).Reveal("api_token"));
    }

    [Fact]
    public async Task sessions_go_with_their_maker()
    {
        var owner = await Store.NewOwnerAsync();
        var issued = await IssueAsync(owner);
        await RemoveAsync(owner);
        Assert.IsType<SessionOutcome.Unknown>(await LookAsync(issued.Token));
        Assert.IsType<LinkOutcome.OwnerNotAllowed>(await LinkWithAsync(issued.Session.ToGrant()));
        Assert.IsType<SessionIssueOutcome.OwnerNotAllowed>(await Store.Get<SessionIssuer>().IssueAsync(owner, Globex, Stop));
    }

    private async Task<SessionIssueOutcome.Issued> IssueAsync(OwnerId owner, SessionRequest? request = null) =>
        Assert.IsType<SessionIssueOutcome.Issued>(await Store.Get<SessionIssuer>().IssueAsync(owner, request ?? Globex, Stop));

    private Task<SessionOutcome> LookAsync(Secret token, string? browser = null) => Opener.LookAsync(token.Reveal(), browser, Stop);

    private Task<SessionOutcome> BeginAsync(Secret token, string browser) => Opener.BeginAsync(token.Reveal(), browser, Stop);

    private async Task<AuthLinkRow> RowAsync(SessionIssueOutcome.Issued issued) =>
        Assert.Single(
            (
                await Store
                    .Get<AuthLinkDirectory>()
                    .ListAsync(new OwnerId(issued.Session.OwnerId), new AuthLinkQuery(Only: issued.Session.Id), Stop)
            ).Rows
        );

    private Task<LinkOutcome> LinkWithAsync(SessionGrant grant, LinkCommand? request = null) =>
        LinkAsync(grant.Owner, (request ?? Request()) with { Session = grant });

    private Task<LinkOutcome.Linked> LinkedWithAsync(SessionGrant grant, LinkCommand? request = null) =>
        LinkedAsync(grant.Owner, (request ?? Request()) with { Session = grant });
}
