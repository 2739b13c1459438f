using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Authorization;
using Hub.Core.Data;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Tests.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Sessions;

public abstract class SessionAccountsTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : SessionAccountsTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : SessionAccountsTests(DatabaseProvider.SqlServer);

    [Theory]
    [InlineData("elevenchars", "")]
    [InlineData("twelve-chars", "hars")]
    [InlineData(Key, "ghij")]
    public async Task of_a_secret_only_the_end_is_told_and_of_a_short_one_nothing(string key, string end)
    {
        Store.ProviderSays(Proof);
        var grant = await GrantAsync(new SessionRequest { Origin = Acme });
        var linked = await LinkedAsync(grant.Owner, AtAddress("acme", key) with { Session = grant });

        var account = await Store.Get<SessionAccounts>().FindAsync(grant, linked.AccountId, Stop);

        Assert.Equal("workable", account!.ProviderSlug);
        Assert.Equal("acme", Assert.Single(account.Values).Value);
        Assert.Equal(("api_token", end), (Assert.Single(account.SecretEnds).Key, account.SecretEnds["api_token"]));
    }

    [Fact]
    public async Task what_can_no_longer_be_read_is_to_be_entered_anew()
    {
        Store.ProviderSays(Proof);
        var grant = await GrantAsync(new SessionRequest { Origin = Acme });
        var linked = await LinkedAsync(grant.Owner, Request() with { Session = grant });
        await Store.QueryAsync(db => db.Credentials.ExecuteUpdateAsync(set => set.SetProperty(field => field.Ciphertext, [1, 2, 3]), Stop));

        var account = await Store.Get<SessionAccounts>().FindAsync(grant, linked.AccountId, Stop);

        Assert.Empty(account!.Values);
        Assert.Empty(account.SecretEnds);
    }

    [Fact]
    public async Task an_edit_keeps_what_is_left_out_but_not_for_another_host()
    {
        Store.ProviderSays(Proof);
        var grant = await GrantAsync(new SessionRequest { Origin = Acme });
        var linked = await LinkedAsync(grant.Owner, AtAddress("acme") with { Session = grant });

        await LinkedAsync(grant.Owner, Request("workable", []).Editing(linked.AccountId) with { Session = grant });
        Assert.Equal(("acme", Key), await StoredAsync());
        await LinkedAsync(
            grant.Owner,
            Request("workable", ("subdomain", "acme"), ("api_token", "")).Editing(linked.AccountId) with
            {
                Session = grant,
            }
        );
        Assert.Equal(("acme", Key), await StoredAsync());
        await LinkedAsync(grant.Owner, Request("workable", ("api_token", OtherKey)).Editing(linked.AccountId) with { Session = grant });
        Assert.Equal(("acme", OtherKey), await StoredAsync());

        // Whoever may name another host must know the key that goes there.
        var elsewhere = await LinkAsync(
            grant.Owner,
            Request("workable", ("subdomain", "evil")).Editing(linked.AccountId) with
            {
                Session = grant,
            }
        );
        Assert.Contains("api_token", Assert.IsType<LinkOutcome.Invalid>(elsewhere).Errors);
        // And a field that was emptied is not filled again.
        var emptied = await LinkAsync(
            grant.Owner,
            Request("workable", ("subdomain", "")).Editing(linked.AccountId) with
            {
                Session = grant,
            }
        );
        Assert.Contains("subdomain", Assert.IsType<LinkOutcome.Invalid>(emptied).Errors);
        Assert.Equal(("acme", OtherKey), await StoredAsync());

        async Task<(string?, string?)> StoredAsync()
        {
            var values = Store
                .Get<Hub.Core.Credentials.CredentialProtector>()
                .Unprotect((await AccountAsync(linked.AccountId)).Credentials);
            return (values?.Reveal("subdomain"), values?.Reveal("api_token"));
        }
    }

    [Fact]
    public async Task another_persons_key_takes_the_place_only_where_the_session_is_for_whichever_account()
    {
        Store.ProviderSays(Proof);
        var grant = await GrantAsync(new SessionRequest { Origin = Acme });
        var linked = await LinkedAsync(grant.Owner, Request() with { Session = grant });
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));

        var several = await GrantAsync(new SessionRequest { Origin = Acme, Multiple = true });
        var named = Request(OtherKey) with { Session = several, Target = new LinkTarget.Account(linked.AccountId) };
        var one = await GrantAsync(new SessionRequest { Origin = Acme, AccountId = linked.AccountId });
        foreach (var command in new[] { named, Request(OtherKey) with { Session = one } })
        {
            Assert.IsType<LinkOutcome.OtherIdentity>(
                await LinkAsync(grant.Owner, command with { Replacement = new Replacement.NoQuestion() })
            );
            Assert.IsType<LinkOutcome.WouldReplace>(await LinkAsync(grant.Owner, command));
        }

        Assert.Equal("Jane Doe", (await AccountAsync(linked.AccountId)).IdentityName);

        Assert.True(
            (
                await LinkedAsync(
                    grant.Owner,
                    Request(OtherKey) with
                    {
                        Session = grant,
                        Replacement = new Replacement.NoQuestion(),
                        Target = new LinkTarget.Account(linked.AccountId),
                    }
                )
            ).Updated
        );
        Assert.Equal("Anna Alt", Assert.Single(await AccountsAsync()).IdentityName);
    }

    [Fact]
    public async Task attempts_of_the_past_are_cleared_away_and_what_has_ended_stays_as_it_ended()
    {
        var attempts = Store.Get<ConnectionAttempts>();
        var grant = await GrantAsync(new SessionRequest { Origin = Acme });
        var old = (await attempts.StartAsync(grant.Owner, grant, Stop))!;
        Store.Time.Advance(ConnectionAttempt.Lifetime);
        Assert.Equal(AttemptStatus.Expired, (await attempts.FindAsync(grant.Owner, grant, old.Id, Stop))!.Status);
        Assert.NotNull(await attempts.StartAsync(grant.Owner, grant, Stop));
        Assert.NotNull(await attempts.FindAsync(grant.Owner, grant, old.Id, Stop));
        Store.Time.Advance(ConnectionAttempt.Lifetime);
        var next = (await attempts.StartAsync(grant.Owner, grant, Stop))!;
        Assert.Null(await attempts.FindAsync(grant.Owner, grant, old.Id, Stop));

        await Store.QueryAsync(db =>
            db.ConnectionAttempts.Where(one => one.Id == next.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.Status, AttemptStatus.Authenticated), Stop)
        );
        Assert.True(await attempts.CancelAsync(grant.Owner, grant, next.Id, Stop));
        Assert.Equal(AttemptStatus.Authenticated, (await attempts.FindAsync(grant.Owner, grant, next.Id, Stop))!.Status);
        Assert.False(await attempts.CancelAsync(grant.Owner, grant, old.Id, Stop));
    }

    private static OriginOwner Acme { get; } = new("acme", "Acme GmbH");

    private async Task<SessionGrant> GrantAsync(SessionRequest request) =>
        Assert
            .IsType<SessionIssueOutcome.Issued>(await Store.Get<SessionIssuer>().IssueForProductAsync(Guid.CreateVersion7(), request, Stop))
            .Session.ToGrant();
}
