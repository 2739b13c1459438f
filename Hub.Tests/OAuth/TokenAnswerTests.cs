using System.Globalization;
using CsCheck;
using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Tests.Support;

namespace Hub.Tests.OAuth;

/// <summary>What token endpoints answer, in the forms that providers have given to it.</summary>
public sealed class TokenAnswerTests(TokenProvider provider) : TokenTests(DatabaseProvider.Sqlite, provider), IClassFixture<TokenProvider>
{
    [Fact]
    public async Task Every_form_of_expiry_is_read_and_what_is_not_replaced_stays()
    {
        Server.RefreshTokens = RefreshTokens.Kept;
        foreach (var unit in new[] { ExpiryUnit.Milliseconds, ExpiryUnit.AtSeconds, ExpiryUnit.AtMilliseconds, ExpiryUnit.AtDate })
        {
            // Those that say when, say it by this machine's clock.
            Store.Time.AdjustTime(TimeProvider.System.GetUtcNow());
            Server.TokenAnswer = TokenAnswers.WithExpiry("expires", unit);
            await RefreshedAsync($"{unit}".ToLowerInvariant(), TimeSpan.FromHours(1));
        }

        Server.TokenAnswer = TokenAnswers.Under("data");
        await RefreshedAsync("wrapped", TimeSpan.FromHours(1));
        Server.TokenAnswer = TokenAnswers.WithoutExpiry;
        await RefreshedAsync("hourly", TimeSpan.FromMinutes(30));

        async Task RefreshedAsync(string slug, TimeSpan lifetime)
        {
            var account = await SignedInAsync(slug);
            var linked = await StoredAsync(account);
            AssertIn(lifetime, linked.Token.ExpiresAt);
            AssertIn(lifetime * 0.8, linked.Token.RefreshAt);
            if (slug.StartsWith("at", StringComparison.Ordinal))
            {
                await Refresher.FreshenAsync(Owner, account, new Core.Credentials.Secret(linked.Access), Stop);
            }
            else
            {
                Pass(lifetime);
                await FreshTokenAsync(account);
            }

            var fresh = await StoredAsync(account);
            Assert.NotEqual(linked.Access, fresh.Access);
            Assert.Equal(linked.Refresh, fresh.Refresh);
            Assert.NotNull(fresh.Token.RefreshAt);
        }
    }

    [Fact]
    public async Task Without_an_expiry_nothing_is_refreshed_until_the_provider_rejects_the_token()
    {
        Server.TokenAnswer = TokenAnswers.WithoutExpiry;
        var account = await SignedInAsync();
        var linked = await StoredAsync(account);
        Assert.Equal((null, null, true), (linked.Token.ExpiresAt, linked.Token.RefreshAt, linked.Token.CanRefresh));
        Pass(TimeSpan.FromDays(400));
        Assert.Equal(0, await SweepAsync());
        Assert.Equal(linked.Access, await FreshTokenAsync(account));

        var fresh = Assert.IsType<FreshOutcome.Fresh>(await Refresher.FreshenAsync(Owner, account, new Core.Credentials.Secret(linked.Access), Stop));
        Assert.NotEqual(linked.Access, fresh.Values.Reveal(Template.AccessToken));
    }

    [Fact]
    public async Task Every_provider_ends_a_sign_in_in_its_own_words()
    {
        foreach (var (slug, refusal) in new (string, Func<TokenCall, (int, System.Text.Json.Nodes.JsonObject)>)[]
        {
            ("like-github", Refusals.LikeGitHub), ("like-slack", Refusals.LikeSlack), ("like-hubspot", Refusals.LikeHubSpot), ("like-atlassian", Refusals.LikeAtlassian),
        })
        {
            var account = await SignedInAsync(slug);
            await Server.RevokeAsync(OAuthPerson.Ines);
            Server.Refusal = refusal;
            Pass(Over);
            Assert.IsType<FreshOutcome.Expired>(await FreshenAsync(account));
            Assert.Equal(AccountStatus.Expired, (await StoredAsync(account)).Account.Status);
        }

        // Of another provider the same words say nothing.
        var other = await SignedInAsync();
        await Server.RevokeAsync(OAuthPerson.Ines);
        Server.Refusal = Refusals.LikeGitHub;
        Pass(Over);
        Assert.IsType<FreshOutcome.NotNow>(await FreshenAsync(other));
    }

    [Fact]
    public void Whatever_stands_where_the_expiry_should_the_token_is_good_from_now_on_or_nobody_knows() =>
        Gen.Select(
            Gen.OneOf<string?>(
                Gen.Const((string?)null),
                Gen.String,
                Gen.Double.Select(number => (string?)number.ToString(CultureInfo.InvariantCulture)),
                Gen.Decimal.Select(number => (string?)number.ToString(CultureInfo.InvariantCulture)),
                Gen.Long.Select(number => (string?)number.ToString(CultureInfo.InvariantCulture)),
                Gen.Select(Gen.Int[-999, 999], Gen.Int[-60, 60], (number, power) => (string?)$"{number}e{power}"),
                Gen.DateTimeOffset.Select(at => (string?)at.ToString("o", CultureInfo.InvariantCulture))),
            Gen.Enum<ExpiryUnit>(),
            Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, int.MaxValue].Select(lifetime => (int?)lifetime)))
        .Sample((text, unit, lifetime) =>
        {
            var now = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
            var expiry = TokenExchange.ExpiryOf(new TokenAnswer { Unit = unit, Lifetime = lifetime }, text, now);
            Assert.True(expiry is null || expiry > now, $"{text} is over at {expiry:o}");
            var token = new AccountToken();
            token.SignedIn(new TokenSet(new("a"), new("r"), expiry, new Dictionary<string, string>(StringComparer.Ordinal)), now);
            Assert.True(token.RefreshAt is null == expiry is null && (token.RefreshAt is null || (token.RefreshAt >= now && token.RefreshAt <= expiry)));
        });
}
