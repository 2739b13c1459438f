using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Accounts;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Hub.Tests.OAuth;

/// <summary>The words in which tests of tokens are told. The provider is a real server, the clock is the test's.</summary>
public abstract class TokenTests(DatabaseProvider database, TokenProvider provider) : AccountTests(database)
{
    protected static readonly TimeSpan Due = TimeSpan.FromMinutes(50);
    protected static readonly TimeSpan Over = TimeSpan.FromMinutes(61);

    /// <summary>Of the machine's clock.</summary>
    protected static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    protected OAuthProvider Server => provider.Server;

    protected override string[] Settings => provider.Settings;

    private protected TokenRefresher Refresher => Store.Get<TokenRefresher>();

    protected OwnerId Owner { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        provider.Reset();
        Store.ProviderSays(Proof);
        Owner = await Store.NewOwnerAsync();
    }

    protected async Task<Guid> SignedInAsync(string slug = TokenProvider.Plain, bool asAnother = false) =>
        (await provider.LinkAsync(Store.Get<IServiceProvider>(), Owner, slug, asAnother)).AccountId;

    protected Task<int> RunAsync() => Store.Get<TokenRefreshJob>().RunAsync(Stop);

    protected Task<FreshTokenOutcome> GetFreshAsync(Guid account) => Refresher.GetFreshAsync(Owner, account, Stop);

    protected async Task<string> FreshTokenAsync(Guid account) =>
        Assert.IsType<FreshTokenOutcome.Fresh>(await GetFreshAsync(account)).Values.Reveal(Template.AccessToken);

    protected static AuthorizationEnd? EndOf(LinkedAccount account) => (account.FindReason() as StatusReason.AuthorizationEnded)?.End;

    /// <summary>The rows as they are, with the tokens in clear.</summary>
    protected async Task<(LinkedAccount Account, AccountToken Token, string Access, string Refresh)> StoredAsync(Guid account) =>
        await Store.QueryAsync(async db =>
        {
            var stored = await db
                .LinkedAccounts.Include(one => one.Credentials)
                .Include(one => one.Token)
                .SingleAsync(one => one.Id == account, Stop);
            var values = Store.Get<CredentialProtector>().Unprotect(stored.Credentials)!;
            return (stored, stored.Token!, values.Reveal(Template.AccessToken), values.Reveal(Template.RefreshToken));
        });

    /// <summary>Give or take ten seconds: the clock runs while work is done.</summary>
    protected void AssertIn(TimeSpan expected, DateTimeOffset? at) =>
        Assert.InRange(
            Assert.NotNull(at) - Store.Time.GetUtcNow(),
            expected - TimeSpan.FromSeconds(10),
            expected + TimeSpan.FromSeconds(10)
        );

    protected void Pass(TimeSpan time) => Store.Time.Advance(time);

    /// <summary>Lets the clock run until it has ended.</summary>
    protected async Task<T> RunAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            Store.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(work, Task.Delay(Moment, TimeProvider.System, Stop));
        }

        return await work;
    }

    /// <summary>In the middle of the next refresh, when the provider has made new tokens and the old ones are dead.</summary>
    protected void MeanwhileOnce(Func<Task> happens)
    {
        var done = false;
        Server.BeforeTokenAnswer = async (call, _) =>
        {
            if (!done && call.GrantType == "refresh_token")
            {
                done = true;
                await happens();
            }
        };
    }
}

public abstract class TokenRefresherTests(DatabaseProvider database, TokenProvider provider)
    : TokenTests(database, provider),
        IClassFixture<TokenProvider>
{
    public sealed class OnSqlite(TokenProvider provider) : TokenRefresherTests(DatabaseProvider.Sqlite, provider);

    public sealed class OnSqlServer(TokenProvider provider) : TokenRefresherTests(DatabaseProvider.SqlServer, provider);

    private int _before;

    private int Refreshes => Server.Refreshes.Count() - _before;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _before = Server.Refreshes.Count();
    }

    [Fact]
    public async Task what_is_due_is_refreshed_in_the_background_and_the_replaced_refresh_token_is_stored()
    {
        var account = await SignedInAsync();
        var linked = await StoredAsync(account);
        AssertIn(TimeSpan.FromHours(1), linked.Token.ExpiresAt);
        Assert.Equal(0, await RunAsync());
        Assert.Equal(0, Refreshes);

        Pass(Due);
        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());

        var first = await StoredAsync(account);
        Assert.Equal(1, Refreshes);
        Assert.NotEqual(linked.Access, first.Access);
        Assert.NotEqual(linked.Refresh, first.Refresh);
        Assert.Equal((AccountStatus.Active, linked.Account.UpdatedAt), (first.Account.Status, first.Account.UpdatedAt));
        // Of single use: with the one before, it would end here.
        Pass(Due);
        Assert.Equal(1, await RunAsync());
        Assert.Equal(OAuthHash.Of(first.Refresh), Server.Refreshes.Last().RefreshToken);
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }

    [Fact]
    public async Task who_reads_a_credential_gets_an_access_token_that_is_good_and_stored_already()
    {
        var account = await SignedInAsync();
        var linked = await StoredAsync(account);
        Assert.Equal(linked.Access, await FreshTokenAsync(account));

        // Good for less than a minute.
        Pass(TimeSpan.FromMinutes(59.2));
        var read = Assert.IsType<CredentialOutcome.Read>(await Store.Get<CredentialReader>().ReadAsync(Owner, account, Owner, Stop)).Values;

        var stored = await StoredAsync(account);
        Assert.NotEqual(linked.Access, stored.Access);
        // The refresh token stays: whoever used it would take it from Hub.
        Assert.Equal((stored.Access, ""), (read.Reveal(Template.AccessToken), read.Reveal(Template.RefreshToken)));
        Assert.Equal(1, Refreshes);
    }

    [Fact]
    public async Task of_many_who_want_it_at_the_same_moment_one_asks_the_provider()
    {
        var account = await SignedInAsync();
        Pass(Over);
        Store.Time.AutoAdvanceAmount = TimeSpan.Zero;

        var tokens = await RunAsync(Task.WhenAll(Enumerable.Range(0, 25).Select(_ => Task.Run(() => FreshTokenAsync(account)))));

        Assert.Equal(1, Refreshes);
        Assert.Equal([(await StoredAsync(account)).Access], tokens.Distinct());
    }

    [Fact]
    public async Task a_provider_in_trouble_is_asked_again_later_and_later_and_when_it_says()
    {
        var account = await SignedInAsync();
        Pass(Due);
        Server.Interrupt(OAuthEndpoint.Token, Answers.Html(503));
        Assert.Equal(0, await RunAsync());
        await PostponedAsync(TimeSpan.FromSeconds(30), failures: 1);
        Assert.Equal(0, await RunAsync());
        Assert.Equal(1, Refreshes);

        Pass(TimeSpan.FromSeconds(31));
        Server.Interrupt(OAuthEndpoint.Token, Answers.Abort);
        await RunAsync();
        await PostponedAsync(TimeSpan.FromSeconds(60), failures: 2);

        Pass(TimeSpan.FromSeconds(61));
        Server.Interrupt(
            OAuthEndpoint.Token,
            Answers.Json(429, """{"error":"invalid_grant_is_not_what_it_says"}""", ("Retry-After", "900"))
        );
        await RunAsync();
        await PostponedAsync(TimeSpan.FromSeconds(900), failures: 3);
        Assert.Equal(3, Refreshes);

        // Still good for a while, then not any more; the provider is left alone.
        var old = (await StoredAsync(account)).Access;
        Assert.Equal(old, await FreshTokenAsync(account));
        Pass(TimeSpan.FromMinutes(9));
        var wait = Assert.IsType<FreshTokenOutcome.RetryLater>(await GetFreshAsync(account)).RetryAfter;
        Assert.InRange(wait, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));
        Assert.IsType<CredentialOutcome.RetryLater>(await Store.Get<CredentialReader>().ReadAsync(Owner, account, Owner, Stop));
        Assert.Equal(3, Refreshes);

        Pass(wait);
        Assert.NotEqual(old, await FreshTokenAsync(account));
        Assert.Equal((0, AccountStatus.Active), ((await StoredAsync(account)).Token.Failures, (await StoredAsync(account)).Account.Status));

        async Task PostponedAsync(TimeSpan by, int failures)
        {
            var (stored, token, _, _) = await StoredAsync(account);
            Assert.Equal((AccountStatus.Active, failures, (DateTimeOffset?)null), (stored.Status, token.Failures, token.LeasedUntil));
            AssertIn(by, token.RefreshAt);
        }
    }

    [Fact]
    public async Task a_sign_in_that_the_provider_ended_is_expired_until_the_person_signs_in_again()
    {
        var account = await SignedInAsync();
        await Server.RevokeAsync(OAuthPerson.Ines);
        Pass(Due);

        Assert.Equal(0, await RunAsync());

        var (expired, token, _, _) = await StoredAsync(account);
        Assert.Equal((AccountStatus.Expired, AuthorizationEnd.Revoked), (expired.Status, EndOf(expired)));
        Assert.Equal((null, false), (token.RefreshAt, token.CanRefresh));
        var entry = (await AuditEventsAsync())[^1];
        Assert.Equal(
            (AuditActions.AccountStatusChanged, ActorKind.Hub, account, "Active > Expired: authorization_ended"),
            (entry.Action, entry.ActorKind, entry.SubjectId, entry.Detail)
        );
        Assert.IsType<CredentialOutcome.Expired>(await Store.Get<CredentialReader>().ReadAsync(Owner, account, Owner, Stop));
        Assert.IsType<VerifyNowOutcome.AuthorizationEnded>(await Store.Get<AccountVerifier>().VerifyNowAsync(Owner, account, Stop));
        Pass(Due);
        await RunAsync();
        Assert.Equal(1, Refreshes);

        Assert.Equal(account, await SignedInAsync());

        var again = await StoredAsync(account);
        Assert.Equal((AccountStatus.Active, null, true), (again.Account.Status, again.Account.FindReason(), again.Token.CanRefresh));
        Pass(Over);
        Assert.NotEqual(again.Access, await FreshTokenAsync(account));
        Assert.Equal(
            [AuditActions.AccountLinked, AuditActions.AccountStatusChanged, AuditActions.AccountStatusChanged, AuditActions.AccountUpdated],
            (await AuditAsync()).Order()
        );
    }

    [Fact]
    public async Task a_client_that_the_provider_rejects_is_the_operators_to_mend_and_expires_no_account()
    {
        var account = await SignedInAsync();
        await Store.QueryAsync(db => db.ProviderClients.ExecuteDeleteAsync(Stop));
        Pass(Over);
        Assert.IsType<FreshTokenOutcome.RetryLater>(await GetFreshAsync(account));
        Assert.Equal(0, Refreshes);

        await TokenProvider.RegisterAsync(Store.Get<IServiceProvider>(), TokenProvider.Plain, "not the secret");
        Pass(TimeSpan.FromMinutes(1));
        Assert.IsType<FreshTokenOutcome.RetryLater>(await GetFreshAsync(account));
        Assert.Equal("invalid_client", Server.Refreshes.Last().Error);
        Assert.Equal((AccountStatus.Active, 2), ((await StoredAsync(account)).Account.Status, (await StoredAsync(account)).Token.Failures));

        await Store.QueryAsync(db => db.ProviderClients.ExecuteDeleteAsync(Stop));
        await TokenProvider.RegisterAsync(Store.Get<IServiceProvider>(), TokenProvider.Plain);
        Pass(TimeSpan.FromMinutes(2));
        await FreshTokenAsync(account);
    }

    [Fact]
    public async Task a_token_that_the_provider_no_longer_takes_is_refreshed_once_before_the_account_is_said_to_be_expired()
    {
        var account = await SignedInAsync();
        var linked = await StoredAsync(account);
        Takes(access => access != linked.Access);
        Assert.IsType<VerificationOutcome.Verified>((await VerifyAsync()).Report.Outcome);
        Assert.Equal((1, AccountStatus.Active), (Refreshes, (await StoredAsync(account)).Account.Status));

        Takes(_ => false);
        Assert.IsType<VerificationOutcome.InvalidCredentials>((await VerifyAsync()).Report.Outcome);
        Assert.Equal((2, AccountStatus.Expired), (Refreshes, (await StoredAsync(account)).Account.Status));
        Assert.Equal(
            [AuditActions.AccountLinked, AuditActions.AccountStatusChanged, AuditActions.AccountVerified, AuditActions.AccountVerified],
            (await AuditAsync()).Order(StringComparer.Ordinal)
        );

        // One without a refresh token has only that.
        Server.RefreshTokens = RefreshTokens.None;
        Takes(_ => true);
        Assert.Equal(account, await SignedInAsync());
        Assert.False((await StoredAsync(account)).Token.CanRefresh);
        Takes(_ => false);
        Assert.IsType<VerifyNowOutcome.AuthorizationEnded>(await Store.Get<AccountVerifier>().VerifyNowAsync(Owner, account, Stop));
        Assert.Equal((2, AccountStatus.Expired), (Refreshes, (await StoredAsync(account)).Account.Status));

        async Task<VerifyNowOutcome.Verified> VerifyAsync() =>
            Assert.IsType<VerifyNowOutcome.Verified>(await Store.Get<AccountVerifier>().VerifyNowAsync(Owner, account, Stop));
    }

    [Fact]
    public async Task an_account_that_is_unlinked_gives_its_tokens_back_unless_the_identity_is_linked_once_more()
    {
        var unlinker = Store.Get<AccountUnlinker>();
        var before = Server.RevokeCalls.Count;
        var first = await SignedInAsync();
        var second = await SignedInAsync(asAnother: true);
        Assert.NotEqual(first, second);
        var last = await StoredAsync(second);
        await unlinker.UnlinkAsync(Owner, first, Stop);
        Assert.Equal(before, Server.RevokeCalls.Count);

        await unlinker.UnlinkAsync(Owner, second, Stop);
        Assert.Equal(new RevokeCall(OAuthHash.Of(last.Refresh), "refresh_token", ByItself: false), Server.RevokeCalls.Last());

        var bearer = await SignedInAsync(TokenProvider.Bearer);
        last = await StoredAsync(bearer);
        await unlinker.UnlinkAsync(Owner, bearer, Stop);
        Assert.Equal(new RevokeCall(OAuthHash.Of(last.Access), Hint: null, ByItself: true), Server.RevokeCalls.Last());

        // The provider's trouble is not the person's.
        var third = await SignedInAsync();
        Server.Interrupt(OAuthEndpoint.Revoke, Answers.Abort);
        Assert.True(await unlinker.UnlinkAsync(Owner, third, Stop));
        Assert.Empty(await AccountsAsync());

        var leaver = await StoredAsync(await SignedInAsync());
        var user = await Store.QueryAsync(db => db.Users.SingleAsync(one => one.Id == Owner.Value, Stop));
        Assert.True(await Store.InScopeAsync<UserRemover, bool>(async remover => await remover.RemoveAsync(user, Stop)));
        Assert.Equal(OAuthHash.Of(leaver.Refresh), Server.RevokeCalls.Last().Token);
    }

    [Fact]
    public async Task an_account_that_is_unlinked_while_it_is_refreshed_gives_back_what_it_would_have_got()
    {
        var account = await SignedInAsync();
        var linked = await StoredAsync(account);
        var before = Server.RevokeCalls.Count;
        Pass(Over);
        MeanwhileOnce(() => Store.Get<AccountUnlinker>().UnlinkAsync(Owner, account, Stop));

        Assert.IsType<FreshTokenOutcome.NotFound>(await GetFreshAsync(account));

        var given = Server.RevokeCalls.Skip(before).Select(call => call.Token).ToList();
        Assert.Equal(2, given.Count);
        Assert.Equal(OAuthHash.Of(linked.Refresh), given[0]);
        Assert.NotEqual(given[0], given[1]);
    }

    [Fact]
    public async Task a_person_who_signs_in_again_while_it_is_refreshed_comes_last()
    {
        var account = await SignedInAsync();
        Pass(Over);
        var again = "";
        MeanwhileOnce(async () =>
        {
            Assert.Equal(account, await SignedInAsync());
            again = (await StoredAsync(account)).Access;
        });

        var fresh = await FreshTokenAsync(account);

        Assert.Equal((again, again), (fresh, (await StoredAsync(account)).Access));
        Assert.Null((await StoredAsync(account)).Token.LeasedUntil);
    }

    [Fact]
    public async Task an_account_that_is_renamed_while_it_expires_has_its_new_name_and_is_expired()
    {
        var account = await SignedInAsync();
        await Server.RevokeAsync(OAuthPerson.Ines);
        Pass(Over);
        MeanwhileOnce(() => Store.Get<AccountRenamer>().RenameAsync(Owner, account, "Renamed", Stop));

        Assert.IsType<FreshTokenOutcome.Expired>(await GetFreshAsync(account));

        var stored = await StoredAsync(account);
        Assert.Equal(
            ("Renamed", AccountStatus.Expired, (DateTimeOffset?)null),
            (stored.Account.Name, stored.Account.Status, stored.Token.LeasedUntil)
        );
    }

    [Fact]
    public async Task a_store_that_is_busy_when_the_answer_comes_is_tried_until_it_takes_it()
    {
        var account = await SignedInAsync();
        Pass(Over);
        Store.Time.AutoAdvanceAmount = TimeSpan.Zero;
        MeanwhileOnce(() =>
        {
            Store.Events.FailAfter = "UPDATE";
            return Task.CompletedTask;
        });
        var work = Task.Run(() => FreshTokenAsync(account));
        // Until then the provider is at work, whose time is limited.
        await Until.TrueAsync(() => Task.FromResult(Store.Events.Failed > 0), "the store fails");
        while (Store.Events.Failed < 2)
        {
            Store.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(work, Task.Delay(Moment, TimeProvider.System, Stop));
            Assert.False(work.IsCompleted);
        }

        Store.Events.FailAfter = null;
        var fresh = await RunAsync(work);

        Assert.Equal(1, Refreshes);
        Assert.Equal(fresh, (await StoredAsync(account)).Access);
        // The one that is stored is the one that is good.
        Pass(Over);
        Assert.NotEqual(fresh, await FreshTokenAsync(account));
    }

    [Fact]
    public async Task what_a_node_left_that_died_is_taken_over_when_its_lease_is_over()
    {
        var account = await SignedInAsync();
        Pass(Due);
        await Store.QueryAsync(db =>
            db.AccountTokens.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(token => token.LeaseId, Guid.CreateVersion7())
                        .SetProperty(token => token.LeasedUntil, Store.Time.GetUtcNow().AddMinutes(1)),
                Stop
            )
        );
        Assert.Equal(0, await RunAsync());
        Assert.Equal(0, Refreshes);
        Pass(TimeSpan.FromSeconds(61));

        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task a_node_that_slept_beyond_its_lease_still_stores_what_it_was_given()
    {
        var account = await SignedInAsync();
        Pass(Over);
        // Another node takes over; the provider will refuse it, for this one has used the refresh token.
        MeanwhileOnce(() =>
            Store.QueryAsync(db =>
                db.AccountTokens.ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(token => token.LeaseId, Guid.CreateVersion7())
                            .SetProperty(token => token.LeasedUntil, Store.Time.GetUtcNow().AddMinutes(1)),
                    Stop
                )
            )
        );

        var fresh = await FreshTokenAsync(account);

        Assert.Equal((1, fresh), (Refreshes, (await StoredAsync(account)).Access));
    }

    [Fact]
    public async Task what_has_begun_when_hub_stops_is_stored_and_nothing_else_begins()
    {
        var first = await SignedInAsync();
        var second = await SignedInAsync(TokenProvider.Bearer);
        Pass(Due);
        using var stop = new CancellationTokenSource();
        MeanwhileOnce(stop.CancelAsync);
        // One after the other.
        await Store.QueryAsync(db =>
            db.AccountTokens.Where(token => token.AccountId == second)
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.RefreshAt, Store.Time.GetUtcNow().AddSeconds(40)), Stop)
        );

        Assert.Equal(1, await Store.Get<TokenRefreshJob>().RunAsync(stop.Token));
        await Refresher.WhenStoredAsync(Stop);

        Assert.Equal(1, Refreshes);
        Assert.Null((await StoredAsync(first)).Token.LeasedUntil);
    }

    [Fact]
    public async Task a_token_that_lives_for_seconds_is_refreshed_once_and_used()
    {
        var account = await SignedInAsync();
        Pass(Over);
        Server.Lifetime = TimeSpan.FromSeconds(20);
        Store.Time.AutoAdvanceAmount = TimeSpan.Zero;

        var fresh = await FreshTokenAsync(account);

        Assert.Equal(fresh, await FreshTokenAsync(account));
        Assert.Equal(1, Refreshes);
    }

    [Fact]
    public async Task a_provider_out_of_order_is_asked_a_few_times_and_holds_up_no_other_and_neither_does_what_cannot_be_read()
    {
        var good = await SignedInAsync();
        var broken = await SignedInAsync(TokenProvider.Bearer);
        await CopyAsync(broken, times: 40, readable: true);
        var unreadable = await CopyAsync(good, times: 3, readable: false);
        Pass(Due);
        Store.Time.AutoAdvanceAmount = TimeSpan.Zero;
        await Store.QueryAsync(db =>
            db.ProviderClients.Where(client => client.ProviderSlug == TokenProvider.Bearer).ExecuteDeleteAsync(Stop)
        );

        Assert.Equal(1, await RunAsync());

        Assert.Equal(1, Refreshes);
        var postponed = await Store.QueryAsync(db => db.AccountTokens.CountAsync(token => token.Failures > 0, Stop));
        Assert.InRange(postponed, 8, 16);
        var rested = await Store.QueryAsync(db =>
            db.AccountTokens.Where(token => unreadable.Contains(token.AccountId)).Select(token => token.RefreshAt).ToListAsync(Stop)
        );
        Assert.All(rested, at => AssertIn(TimeSpan.FromHours(1), at));
    }

    /// <summary>More accounts of another identity each, due as this one is.</summary>
    private async Task<List<Guid>> CopyAsync(Guid account, int times, bool readable)
    {
        var (original, token, access, refresh) = await StoredAsync(account);
        var protector = Store.Get<CredentialProtector>();
        var values = Some.Values((Template.AccessToken, access), (Template.RefreshToken, refresh));
        return await Store.QueryAsync(async db =>
        {
            var copies = Enumerable
                .Range(0, times)
                .Select(_ => Some.Account(Owner.Value, original.ProviderSlug, linkedAt: original.LinkedAt))
                .ToList();
            foreach (var copy in copies)
            {
                copy.AuthMethod = original.AuthMethod;
                copy.Token = new AccountToken
                {
                    AccountId = copy.Id,
                    CanRefresh = true,
                    ExpiresAt = token.ExpiresAt,
                    RefreshAt = token.RefreshAt,
                };
                // Bound to its account: another's cannot be read.
                copy.ReplaceCredential(
                    protector
                        .Protect(readable ? copy.Id : Guid.CreateVersion7(), values)
                        .Select(field => new StoredCredential
                        {
                            AccountId = copy.Id,
                            FieldKey = field.FieldKey,
                            Ciphertext = field.Ciphertext,
                        })
                );
                db.LinkedAccounts.Add(copy);
            }

            await db.SaveChangesAsync(Stop);
            return copies.ConvertAll(copy => copy.Id);
        });
    }

    /// <summary>From now on the provider's API takes these access tokens.</summary>
    private void Takes(Func<string, bool> access) =>
        Store
            .Verifier.Setup(verifier =>
                verifier.VerifyAsync(
                    It.IsAny<Provider>(),
                    It.IsAny<AuthMethod>(),
                    It.IsAny<CredentialValues>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(
                (Provider _, AuthMethod _, CredentialValues values, CancellationToken _) =>
                    Task.FromResult(
                        new VerificationReport(
                            access(values.Reveal(Template.AccessToken))
                                ? Proof
                                : VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials)),
                            "REF23456"
                        )
                    )
            );
}
