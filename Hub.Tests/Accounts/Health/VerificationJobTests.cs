using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Accounts.Health;

/// <summary>What becomes of an account by what its provider says over time.</summary>
public abstract class VerificationJobTests(DatabaseProvider database) : SweepTests(database)
{
    public sealed class OnSqlite() : VerificationJobTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : VerificationJobTests(DatabaseProvider.SqlServer);

    private static readonly VerificationOutcome Doubtful = new VerificationOutcome.InvalidCredentials(null, null, null)
    {
        Rule = new FailureRule
        {
            Status = 401,
            Outcome = FailureOutcome.InvalidCredentials,
            Confidence = Confidence.Documented,
            MayPass = true,
        },
    };

    public static TheoryData<string> NotJudged => AccountVerifierTests.NotJudged;

    [Fact]
    public async Task an_account_that_works_is_verified_about_daily_and_nothing_else_of_it_changes()
    {
        var account = await LinkedAsync();
        var before = await AccountAsync(account);
        Assert.InRange((await HealthAsync(account)).NextVerificationAt!.Value - Now, Day * 0.8, Day * 1.2);
        Assert.Equal(0, await RunAsync());

        var after = await VerifiedAsync(account);

        Assert.Equal(0, await RunAsync());
        Assert.Equal(Now, after.VerifiedAt);
        Assert.Equal((before.ConcurrencyStamp, before.UpdatedAt), (after.ConcurrencyStamp, after.UpdatedAt));
        Assert.Equal([AccountEventKind.Created], await EventsAsync(account));
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
        var health = await HealthAsync(account);
        Assert.InRange(health.NextVerificationAt!.Value - Now, Day * 0.8, Day * 1.2);
        Assert.Null(health.LeasedUntil);
        Assert.Equal(
            [new VerificationRecord(Now, "Verified", 120), new VerificationRecord(before.LinkedAt, "Verified", 120)],
            VerificationRecord.Read(health.History)
        );
    }

    [Fact]
    public async Task a_rejection_is_an_error_at_once_the_owner_is_told_and_recovery_ends_it()
    {
        var account = await LinkedAsync();
        Says(Rejection);

        var rejected = await VerifiedAsync(account);

        Assert.Equal(AccountStatus.Error, rejected.Status);
        Assert.Equal(new StatusReason.KeyRejected(), rejected.FindReason());
        Assert.Equal("key_rejected", Assert.Single(await NoticesAsync()).Cause);
        foreach (var hours in new[] { 1, 2, 4 })
        {
            Assert.InRange(
                (await HealthAsync(account)).NextVerificationAt!.Value - Now,
                TimeSpan.FromHours(hours),
                TimeSpan.FromHours(hours * 1.2)
            );
            await VerifiedAsync(account);
        }

        Says(Proof);
        var recovered = await VerifiedAsync(account);

        Assert.Equal((AccountStatus.Active, 0), (recovered.Status, recovered.Reasons.Count));
        Assert.Equal([AccountEventKind.Created, AccountEventKind.Error, AccountEventKind.Recovered], await EventsAsync(account));
        Assert.Single(await NoticesAsync());
        Assert.Equal(0, (await HealthAsync(account)).Rejections);
    }

    [Fact]
    public async Task a_rejection_that_may_pass_is_believed_after_a_second_one_an_hour_later()
    {
        var account = await LinkedAsync();
        Says(Doubtful);

        Assert.Equal(AccountStatus.Active, (await VerifiedAsync(account)).Status);
        Assert.InRange((await HealthAsync(account)).NextVerificationAt!.Value - Now, TimeSpan.FromHours(1), TimeSpan.FromHours(1.2));
        // Sooner, because a person asked: the same cause may last for a while.
        Pass(TimeSpan.FromMinutes(20));
        await Store.Get<AccountVerifier>().VerifyNowAsync(Owner, account, Stop);
        Assert.Equal(AccountStatus.Active, (await AccountAsync(account)).Status);

        Assert.Equal(AccountStatus.Error, (await VerifiedAsync(account)).Status);
    }

    [Fact]
    public async Task a_rejection_that_passes_leaves_no_trace_in_the_status()
    {
        var account = await LinkedAsync();
        Says(Doubtful);
        await VerifiedAsync(account);
        Says(Proof);
        await VerifiedAsync(account);
        Says(Doubtful);
        await VerifiedAsync(account);

        Assert.Equal(AccountStatus.Active, (await AccountAsync(account)).Status);
        Assert.Equal([AccountEventKind.Created], await EventsAsync(account));
    }

    [Fact]
    public async Task an_address_that_is_unknown_once_may_be_the_resolvers_fault()
    {
        var account = await LinkedAsync();
        Says(VerificationSamples.Of(nameof(VerificationOutcome.WrongAddress)));

        Assert.Equal(AccountStatus.Active, (await VerifiedAsync(account)).Status);
        Assert.Equal(new StatusReason.AddressUnknown(), (await VerifiedAsync(account)).FindReason());
    }

    [Theory]
    [MemberData(nameof(NotJudged))]
    public async Task without_a_clear_answer_the_status_stays_and_after_three_days_it_says_not_verified(string outcome)
    {
        var account = await LinkedAsync();
        Says(VerificationSamples.Of(outcome));
        var first = await VerifiedAsync(account);
        var since = Now;
        var verified = first;
        while (Now - since < TimeSpan.FromDays(3))
        {
            Assert.Equal((AccountStatus.Active, 0), (verified.Status, verified.Reasons.Count));
            Assert.Equal(since, (await HealthAsync(account)).FailingSince);
            verified = await VerifiedAsync(account);
        }

        Assert.Equal(AccountStatus.Active, verified.Status);
        Assert.Equal(new StatusReason.NotVerified(), verified.FindReason());
        Assert.Equal(first.VerifiedAt, verified.VerifiedAt);
        // Five minutes, ten, and so on: about a dozen in three days.
        Assert.InRange(Asked.Count, 8, 16);
        Assert.Empty(await NoticesAsync());

        Says(Proof);
        Assert.Empty((await VerifiedAsync(account)).Reasons);
        Assert.Null((await HealthAsync(account)).FailingSince);
    }

    [Fact]
    public async Task a_provider_is_not_asked_again_before_it_said()
    {
        var account = await LinkedAsync();
        Says(new VerificationOutcome.RateLimited(TimeSpan.FromMinutes(47)));

        await VerifiedAsync(account);

        Assert.True((await HealthAsync(account)).NextVerificationAt!.Value - Now >= TimeSpan.FromMinutes(47));
    }

    [Fact]
    public async Task a_key_that_is_anothers_by_now_is_an_error_of_its_own_and_whose_it_was_stays()
    {
        var account = await LinkedAsync();
        var before = await AccountAsync(account);
        Says(new VerificationOutcome.Verified(Anna));

        var changed = await VerifiedAsync(account);

        Assert.Equal(AccountStatus.Error, changed.Status);
        Assert.Equal(new StatusReason.IdentityChanged(), changed.FindReason());
        Assert.Equal((before.Identity, before.IdentityKey, before.Name), (changed.Identity, changed.IdentityKey, changed.Name));
        Says(Proof);
        Assert.Equal(AccountStatus.Active, (await VerifiedAsync(account)).Status);
    }

    [Fact]
    public async Task an_answer_that_lacks_the_id_this_time_is_no_other_identity()
    {
        var account = await LinkedAsync();
        Says(new VerificationOutcome.Verified(Jane with { ExternalId = null }));
        Assert.Equal(AccountStatus.Active, (await VerifiedAsync(account)).Status);
    }

    [Fact]
    public async Task a_rejection_after_the_day_on_which_the_key_expires_says_that_it_expired()
    {
        var account = await LinkedAsync();
        await Store.QueryAsync(db =>
            db.LinkedAccounts.ExecuteUpdateAsync(set => set.SetProperty(one => one.KeyExpiresAt, Now.AddHours(1)), Stop)
        );
        Says(Rejection);

        var expired = await VerifiedAsync(account);

        Assert.Equal(AccountStatus.Expired, expired.Status);
        Assert.Equal(new StatusReason.KeyExpired(), expired.FindReason());
    }

    [Fact]
    public async Task a_credential_that_cannot_be_read_is_an_error_before_it_is_due()
    {
        var account = await LinkedAsync();
        await SpoilCredentialsAsync();

        await RunAsync();

        var unreadable = await AccountAsync(account);
        Assert.Equal(AccountStatus.Error, unreadable.Status);
        Assert.Equal(new StatusReason.CredentialUnreadable(), unreadable.FindReason());
        Assert.Empty(Asked);
        await VerifiedAsync(account);
        Assert.Equal([AccountEventKind.Created, AccountEventKind.Error], await EventsAsync(account));
        Assert.Empty(Asked);
    }

    [Fact]
    public async Task a_credential_that_turns_unreadable_later_is_an_error_when_it_is_due()
    {
        var account = await LinkedAsync();
        await RunAsync();
        await SpoilCredentialsAsync();
        Assert.Equal(new StatusReason.CredentialUnreadable(), (await VerifiedAsync(account)).FindReason());
    }

    [Fact]
    public async Task suspended_accounts_are_not_verified_and_resumed_ones_soon()
    {
        var account = await LinkedAsync();
        await Store.Get<AccountSuspender>().SuspendAsync(Owner, account, Owner, Stop);
        Pass(Due);
        Assert.Equal(0, await RunAsync());
        await Store.Get<AccountVerifier>().VerifyNowAsync(Owner, account, Stop);
        Assert.Null((await HealthAsync(account)).NextVerificationAt);

        await Store.Get<AccountSuspender>().ResumeAsync(Owner, account, Owner, Stop);
        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task what_a_person_verifies_counts_too()
    {
        var account = await LinkedAsync();
        Pass(TimeSpan.FromHours(10));
        Says(Rejection);

        await Store.Get<AccountVerifier>().VerifyNowAsync(Owner, account, Stop);

        var health = await HealthAsync(account);
        Assert.InRange(health.NextVerificationAt!.Value - Now, TimeSpan.FromHours(1), TimeSpan.FromHours(1.2));
        Assert.Equal(
            [VerificationVerdict.Rejected, VerificationVerdict.Accepted],
            VerificationRecord.Read(health.History).Select(one => one.Verdict)
        );
    }

    [Fact]
    public async Task what_was_verified_while_the_key_was_replaced_is_not_recorded()
    {
        var account = await LinkedAsync();
        Pass(Due);
        Does(
            async (key, _) =>
            {
                if (key == Key)
                {
                    Assert.IsType<LinkOutcome.Linked>(await LinkAsync(Owner, Request(Sandbox, ("api_key", OtherKey))));
                    return Rejection;
                }

                return Proof;
            }
        );

        Assert.Equal(0, await RunAsync());

        var replaced = await AccountAsync(account);
        Assert.Equal((AccountStatus.Active, OtherKey), (replaced.Status, StoredKeyOf(replaced)));
        Assert.InRange((await HealthAsync(account)).NextVerificationAt!.Value - Now, Day * 0.8, Day * 1.2);
    }

    [Fact]
    public async Task the_history_never_outgrows_its_column()
    {
        var account = await LinkedAsync();
        Says(new VerificationOutcome.ProviderUnavailable(UnavailableCause.AddressForbidden));
        await Store.QueryAsync(async db =>
        {
            var health = await db.AccountHealth.SingleAsync(Stop);
            for (var i = 0; i < 100; i++)
            {
                health.Add(new VerificationRecord(DateTimeOffset.MaxValue, "ProviderUnavailable:NameNotResolved", int.MaxValue));
            }

            Assert.True(health.History!.Length <= 4000, $"{health.History.Length}");
            return await db.SaveChangesAsync(Stop);
        });
        await VerifiedAsync(account);
    }

    private Task<AccountNotice[]> NoticesAsync() => Store.QueryAsync(db => db.AccountNotices.ToArrayAsync(Stop));
}
