using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Accounts.Health;

/// <summary>When keys expire, who tells, and who is told.</summary>
public abstract class KeyExpiryTests(DatabaseProvider database) : SweepTests(database)
{
    public sealed class OnSqlite() : KeyExpiryTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : KeyExpiryTests(DatabaseProvider.SqlServer);

    private static readonly DateTimeOffset End = new(2027, 1, 15, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task owners_are_reminded_14_3_and_1_day_before_once_each()
    {
        var account = await LinkedAsync();
        await SaysItExpiresAsync(account, End);
        foreach (var days in new[] { 14, 3, 1 })
        {
            Pass(End - Now - TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1));
            Assert.Equal(0, await RemindAsync());
            Pass(TimeSpan.FromMinutes(1));
            Assert.Equal(1, await RemindAsync());
            Assert.Equal(0, await RemindAsync());
        }

        Pass(Day * 2);
        Assert.Equal(0, await RemindAsync());
        Assert.Equal(3, (await EventsAsync(account)).Count(kind => kind == AccountEventKind.Expiring));
        Assert.Equal(
            ["expiring", "expiring", "expiring"],
            await Store.QueryAsync(db => db.AccountNotices.Select(one => one.Cause).ToArrayAsync(Stop))
        );
    }

    [Fact]
    public async Task of_a_key_that_expires_tomorrow_one_reminder_is_sent_and_another_day_begins_anew()
    {
        var account = await LinkedAsync();
        await SaysItExpiresAsync(account, End);
        Pass(End - Now - (Day * 0.5));
        Assert.Equal(1, await RemindAsync());
        Assert.Equal(0, await RemindAsync());

        await SaysItExpiresAsync(account, End.AddDays(2));
        Assert.Equal(1, await RemindAsync());
    }

    [Fact]
    public async Task what_the_provider_tells_is_stored_at_each_verification_and_counts_more_than_what_a_person_says()
    {
        var account = await LinkedAsync();
        await SaysItExpiresAsync(account, End);
        Tells(new ToldExpiry(End.AddDays(30)));
        var told = await VerifiedAsync(account);
        Assert.Equal((End.AddDays(30), KeyExpirySource.Provider), (told.KeyExpiresAt, told.KeyExpirySource));

        await SaysItExpiresAsync(account, End);
        Assert.Equal(End.AddDays(30), (await AccountAsync(account)).KeyExpiresAt);
        Tells(new ToldExpiry(null));
        Assert.Null((await VerifiedAsync(account)).KeyExpiresAt);
    }

    [Fact]
    public async Task a_day_that_a_person_entered_stays_where_the_provider_tells_nothing_and_ends_with_the_key()
    {
        var command = Request(Sandbox, ("api_key", Key)) with { KeyExpiresOn = new DateOnly(2027, 1, 15) };
        var account = (await LinkedAsync(Owner, command)).AccountId;
        var linked = await AccountAsync(account);
        Assert.Equal((End, KeyExpirySource.Person), (linked.KeyExpiresAt, linked.KeyExpirySource));
        Assert.Equal(End, (await VerifiedAsync(account)).KeyExpiresAt);

        await LinkedAsync(Owner, Request(Sandbox, ("api_key", Key)));
        Assert.Equal(End, (await AccountAsync(account)).KeyExpiresAt);
        await LinkedAsync(Owner, Request(Sandbox, ("api_key", OtherKey)));
        Assert.Null((await AccountAsync(account)).KeyExpiresAt);
    }

    [Fact]
    public async Task a_key_is_verified_soon_after_it_was_to_expire()
    {
        var account = await LinkedAsync();
        var expires = (await HealthAsync(account)).NextVerificationAt!.Value.AddHours(2);
        await SaysItExpiresAsync(account, expires);
        Tells(new ToldExpiry(expires));
        await VerifiedAsync(account);
        Assert.Equal(expires.AddMinutes(5), (await HealthAsync(account)).NextVerificationAt);
    }

    private Task<int> RemindAsync() => Store.Get<ExpiryReminderJob>().RunAsync(Stop);

    private void Tells(ToldExpiry expiry) => Reports(new VerificationReport(Proof, "REF23456") { KeyExpiry = expiry });

    private Task<int> SaysItExpiresAsync(Guid account, DateTimeOffset at) =>
        Store.QueryAsync(async db =>
        {
            var stored = await db.LinkedAccounts.SingleAsync(one => one.Id == account, Stop);
            await AccountEditor.ApplyAsync(db, stored, new AccountEdit { KeyExpiresOn = DateOnly.FromDateTime(at.UtcDateTime) });
            if (stored.KeyExpirySource == KeyExpirySource.Person)
            {
                stored.KeyExpiresAt = at;
            }

            return await db.SaveChangesAsync(Stop);
        });
}

/// <summary>How providers tell when a key expires, over real HTTP.</summary>
public sealed class KeyExpiryReaderTests
{
    [Theory]
    [InlineData("2026-06-03 19:52:44 UTC", "2026-06-03T19:52:44Z")]
    [InlineData("2026-06-03 19:52:44 +0200", "2026-06-03T17:52:44Z")]
    [InlineData("2026-06-03 19:52:44 -0700", "2026-06-04T02:52:44Z")]
    [InlineData("2026-06-03", "2026-06-03T00:00:00Z")]
    [InlineData("2026-06-03T19:52:44.000Z", "2026-06-03T19:52:44Z")]
    [InlineData("1780516364", "2026-06-03T19:52:44Z")]
    [InlineData("soon", null)]
    [InlineData("99999999999999999", null)]
    public void dates_are_read_as_providers_write_them(string text, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            KeyExpiryReader.Parse(text)
        );

    [Fact]
    public async Task GitHub_tells_in_a_header()
    {
        const string Jane = """{"id":1,"login":"jane"}""";
        Assert.Equal(
            new DateTimeOffset(2026, 12, 3, 19, 52, 44, TimeSpan.Zero),
            (
                await VerifyAsync(
                    "github",
                    Answers.Json(200, Jane, ("github-authentication-token-expiration", "2026-12-03 19:52:44 UTC")),
                    ("token", "github_pat_x")
                )
            )!.At
        );
        Assert.Null((await VerifyAsync("github", Answers.Json(200, Jane), ("token", "github_pat_x")))!.At);
    }

    [Theory]
    [InlineData(200, """{"expires_at":"2026-12-03"}""", "2026-12-03", true)]
    [InlineData(200, """{"expires_at":null}""", null, true)]
    [InlineData(403, """{"error":"insufficient_scope"}""", null, false)]
    [InlineData(200, "<html>", null, false)]
    public async Task GitLab_tells_at_an_address_of_its_own(int status, string body, string? day, bool isTold)
    {
        Answer answer = context =>
            context.Request.Path == "/api/v4/personal_access_tokens/self"
                ? Answers.Json(status, body)(context)
                : Answers.Json(200, """{"id":1,"username":"jane","name":"Jane"}""")(context);

        var told = await VerifyAsync("gitlab", answer, ("host", "gitlab.com"), ("token", "glpat-x"));

        Assert.Equal(isTold, told is not null);
        Assert.Equal(day, told?.At?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<ToldExpiry?> VerifyAsync(string slug, Answer answer, params (string Key, string Value)[] values)
    {
        await using var server = await StandInProvider.StartAsync(answer);
        var provider = ProviderCatalog.Load(directory: null, withSandbox: false).Find(slug)!;
        var report = await ProviderChecker.VerifyAsync(
            provider,
            provider.FindMethod(AuthMethodKind.ApiKey)!,
            server.Address,
            Some.Values(values),
            TestContext.Current.CancellationToken
        );
        Assert.IsType<VerificationOutcome.Verified>(report.Outcome);
        return report.KeyExpiry;
    }
}
