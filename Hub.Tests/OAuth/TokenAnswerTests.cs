using System.Globalization;
using CsCheck;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Authorization;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.OAuth;

/// <summary>What token endpoints answer, in the forms that providers have given to it.</summary>
public sealed class TokenAnswerTests(TokenProvider provider) : TokenTests(DatabaseProvider.Sqlite, provider), IClassFixture<TokenProvider>
{
    private int _before;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _before = Server.Refreshes.Count();
    }

    [Fact]
    public async Task every_form_of_expiry_is_read_and_what_is_not_replaced_stays()
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
                await Refresher.GetFreshAsync(Owner, account, new Core.Credentials.Secret(linked.Access), Stop);
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
    public async Task without_an_expiry_it_is_refreshed_daily_and_when_the_provider_rejects_the_token()
    {
        Server.TokenAnswer = TokenAnswers.WithoutExpiry;
        var account = await SignedInAsync();
        var linked = await StoredAsync(account);
        Assert.Equal((null, true), (linked.Token.ExpiresAt, linked.Token.CanRefresh));
        AssertIn(TimeSpan.FromDays(1), linked.Token.RefreshAt);
        Pass(TimeSpan.FromHours(23));
        Assert.Equal(0, await RunAsync());
        Assert.Equal(linked.Access, await FreshTokenAsync(account));

        Pass(TimeSpan.FromHours(2));
        Assert.Equal(1, await RunAsync());
        var daily = await StoredAsync(account);
        Assert.NotEqual(linked.Access, daily.Access);
        // Where no sweep came first.
        Pass(TimeSpan.FromHours(25));
        var read = await FreshTokenAsync(account);
        Assert.NotEqual(daily.Access, read);

        var fresh = Assert.IsType<FreshTokenOutcome.Fresh>(
            await Refresher.GetFreshAsync(Owner, account, new Core.Credentials.Secret(read), Stop)
        );
        Assert.NotEqual(read, fresh.Values.Reveal(Template.AccessToken));
    }

    [Fact]
    public async Task a_daily_refresh_that_fails_leaves_a_token_whose_end_nobody_knows_in_use()
    {
        Server.TokenAnswer = TokenAnswers.WithoutExpiry;
        var account = await SignedInAsync();
        var linked = await StoredAsync(account);
        Pass(TimeSpan.FromHours(25));
        Server.Interrupt(OAuthEndpoint.Token, Answers.Html(503), times: 2);
        Assert.Equal(0, await RunAsync());
        Assert.Equal(linked.Access, await FreshTokenAsync(account));
    }

    [Theory]
    [InlineData("""{"expires_in":3600}""", 3600)]
    [InlineData("""{"expires_in":"3600"}""", 3600)]
    [InlineData("""{"expires_in":" 3600 "}""", 3600)]
    [InlineData("""{"expires_in":"3600s"}""", 3600)]
    [InlineData("""{"expires_in":"3,600"}""", 3600)]
    [InlineData("""{"expires_in":"604,800s"}""", 604_800)]
    [InlineData("""{"expires_in":3.6e3}""", 3600)]
    [InlineData("""{"expires_in":1795863600}""", 3600)]
    [InlineData("""{"expires_in":"1795863600000"}""", 3600)]
    [InlineData("""{"expires_at":1795863600}""", 3600)]
    [InlineData("""{"expires_at":"2026-11-28T11:00:00Z"}""", 3600)]
    [InlineData("""{"expires_in":0,"expires_at":"2026-11-28T11:00:00+00:00"}""", 3600)]
    [InlineData("{}", null)]
    [InlineData("""{"expires_in":0}""", null)]
    [InlineData("""{"expires_in":-1}""", null)]
    [InlineData("""{"expires_in":null}""", null)]
    [InlineData("""{"expires_in":""}""", null)]
    [InlineData("""{"expires_in":"never"}""", null)]
    [InlineData("""{"expires_in":"3,60"}""", null)]
    [InlineData("""{"expires_in":true}""", null)]
    [InlineData("""{"expires_in":1795850000}""", null)]
    [InlineData("""{"expires_at":1795850000}""", null)]
    [InlineData("""{"expires_at":"2026-11-01T00:00:00Z"}""", null)]
    public void an_end_is_read_where_that_is_certain(string answer, int? seconds)
    {
        var now = new DateTimeOffset(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);
        using var json = System.Text.Json.JsonDocument.Parse(answer);
        var expiry = TokenAnswerReader.ExpiryOf(new TokenAnswer(), json.RootElement, now);
        Assert.Equal(seconds, expiry is { } at ? (int)(at - now).TotalSeconds : (int?)null);
        // Where it is not, what is known of the provider, else a day.
        Assert.Equal(
            seconds ?? 1800,
            (int)(TokenAnswerReader.ExpiryOf(new TokenAnswer { Lifetime = 1800 }, json.RootElement, now)!.Value - now).TotalSeconds
        );
        var token = new AccountToken();
        token.SignedIn(new TokenSet(new("a"), new("r"), expiry, new Dictionary<string, string>(StringComparer.Ordinal)), now);
        Assert.Equal(now.AddSeconds((seconds * 0.8) ?? 86400), token.RefreshAt);
    }

    [Fact]
    public async Task an_answer_in_the_form_of_a_form_is_read()
    {
        Server.AnswersAsForm = true;
        var account = await SignedInAsync();
        AssertIn(TimeSpan.FromHours(1), (await StoredAsync(account)).Token.ExpiresAt);
        Pass(Over);
        await FreshTokenAsync(account);

        await Server.RevokeAsync(OAuthPerson.Ines);
        Pass(Over);
        Assert.IsType<FreshTokenOutcome.Expired>(await GetFreshAsync(account));
    }

    [Theory]
    [InlineData("<html>access_token=a</html>")]
    [InlineData("access_token=a b")]
    [InlineData("access_token=")]
    [InlineData("please send access_token=a")]
    [InlineData("plain words")]
    public void what_only_looks_like_a_form_is_none(string body) =>
        Assert.Null(
            TokenAnswerReader.Parse(
                new Core.Outbound.OutboundAnswer(
                    200,
                    new Dictionary<string, string>(StringComparer.Ordinal),
                    System.Text.Encoding.UTF8.GetBytes(body)
                )
            )
        );

    [Fact]
    public async Task access_that_cannot_be_renewed_ends_when_its_time_is_over_and_says_why()
    {
        Server.RefreshTokens = RefreshTokens.None;
        var account = await SignedInAsync();
        Pass(TimeSpan.FromMinutes(59.5));
        Assert.Equal(0, await RunAsync());
        Assert.Equal(AccountStatus.Active, (await StoredAsync(account)).Account.Status);

        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await RunAsync());

        var (ended, token, _, _) = await StoredAsync(account);
        Assert.Equal((AccountStatus.Expired, AuthorizationEnd.AccessEnded, null), (ended.Status, EndOf(ended), token.RefreshAt));
        Assert.Equal([AuditActions.AccountLinked, AuditActions.AccountStatusChanged], await AuditAsync());
        Assert.Equal(AuthorizationEnd.AccessEnded, Assert.IsType<FreshTokenOutcome.Expired>(await GetFreshAsync(account)).Reason);
        Assert.Empty(Server.Refreshes.Skip(_before));

        // One without an end has none to say.
        Server.TokenAnswer = TokenAnswers.WithoutExpiry;
        Assert.Equal(account, await SignedInAsync());
        Pass(TimeSpan.FromDays(400));
        Assert.Equal(0, await RunAsync());
        Assert.Equal(
            (AccountStatus.Active, null),
            ((await StoredAsync(account)).Account.Status, EndOf((await StoredAsync(account)).Account))
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_refresh_token_whose_replacement_was_lost_on_the_way_is_said_to_be_lost(bool inTheNetwork)
    {
        var account = await SignedInAsync();
        Pass(Over);
        if (inTheNetwork)
        {
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Server.BeforeTokenAnswer = (_, aborted) =>
            {
                asked.TrySetResult();
                return Task.Delay(Timeout.Infinite, aborted);
            };
            var work = GetFreshAsync(account);
            await asked.Task.WaitAsync(Stop);
            Assert.IsType<FreshTokenOutcome.RetryLater>(await RunAsync(work));
            Server.BeforeTokenAnswer = null;
        }
        else
        {
            // A node used it and died.
            await Store.QueryAsync(db =>
                db.AccountTokens.ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(token => token.LeaseId, Guid.CreateVersion7())
                            .SetProperty(token => token.LeasedUntil, Store.Time.GetUtcNow().AddSeconds(1)),
                    Stop
                )
            );
            await Server.RevokeAsync(OAuthPerson.Ines);
        }

        Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(AuthorizationEnd.AnswerLost, Assert.IsType<FreshTokenOutcome.Expired>(await GetFreshAsync(account)).Reason);
        Assert.Equal(AuthorizationEnd.AnswerLost, EndOf((await StoredAsync(account)).Account));
    }

    [Fact]
    public async Task invalid_grant_is_understood_with_200_and_nested()
    {
        foreach (
            var (status, body) in new (int, string)[]
            {
                (200, """{"error":"invalid_grant"}"""),
                (200, """{"error":{"code":"invalid_grant","message":"x"}}"""),
                (400, """{"error":{"code":"invalid_grant"}}"""),
                (200, "error=invalid_grant&error_description=x"),
            }
        )
        {
            var account = await SignedInAsync();
            Pass(Over);
            Server.Interrupt(OAuthEndpoint.Token, Answers.Json(status, body));
            Assert.Equal(AuthorizationEnd.Revoked, Assert.IsType<FreshTokenOutcome.Expired>(await GetFreshAsync(account)).Reason);
        }
    }

    [Theory]
    [InlineData(200, """{"error":"redirect_uri_mismatch"}""", ClientFault.RedirectUri, "redirect_uri_mismatch")]
    [InlineData(400, """{"error":"redirect_uri_mismatch"}""", ClientFault.RedirectUri, "redirect_uri_mismatch")]
    [InlineData(400, """{"error":"invalid_request"}""", ClientFault.Request, "invalid_request")]
    [InlineData(401, """{"error":"invalid_client"}""", ClientFault.Credentials, "invalid_client")]
    [InlineData(200, """{"error":{"code":"invalid_client"}}""", ClientFault.Credentials, "invalid_client")]
    [InlineData(400, "error=unauthorized_client", ClientFault.Usage, "unauthorized_client")]
    [InlineData(400, """{"error":"invalid_scope"}""", ClientFault.Scopes, "invalid_scope")]
    [InlineData(200, """{"ok":false,"error":"bad_client_secret"}""", ClientFault.Credentials, "bad_client_secret")]
    [InlineData(200, """{"ok":false,"error":"bad_redirect_uri"}""", ClientFault.RedirectUri, "bad_redirect_uri")]
    public async Task a_client_that_is_not_accepted_is_told_to_the_operator_and_forgotten_when_it_is(
        int status,
        string body,
        ClientFault fault,
        string code
    )
    {
        var account = await SignedInAsync("like-slack-client");
        var directory = Store.Get<ProviderClientDirectory>();
        Pass(Over);
        Server.Interrupt(OAuthEndpoint.Token, Answers.Json(status, body));
        Assert.IsType<FreshTokenOutcome.RetryLater>(await GetFreshAsync(account));
        var refusal = (await directory.FindAsync("like-slack-client", Stop))!.Client!.Refusal;
        Assert.Equal((fault, code), (refusal!.Fault, refusal.Code));
        Assert.Equal(AccountStatus.Active, (await StoredAsync(account)).Account.Status);

        Pass(TimeSpan.FromMinutes(2));
        await FreshTokenAsync(account);
        Assert.Null((await directory.FindAsync("like-slack-client", Stop))!.Client!.Refusal);
    }

    [Fact]
    public async Task a_client_that_was_saved_and_is_still_refused_is_told_again()
    {
        var account = await SignedInAsync();
        Pass(Over);
        await RefusedAsync();
        // As saving does.
        await ChangeClientAsync(client =>
            (client.Fault, client.FaultCode, client.FaultAt, client.ConcurrencyStamp) = (null, null, null, Guid.CreateVersion7())
        );
        Pass(TimeSpan.FromMinutes(2));
        await RefusedAsync();

        async Task RefusedAsync()
        {
            Server.Interrupt(OAuthEndpoint.Token, Answers.Json(401, """{"error":"invalid_client"}"""));
            Assert.IsType<FreshTokenOutcome.RetryLater>(await GetFreshAsync(account));
            Assert.NotNull(await RefusalAsync());
        }
    }

    [Fact]
    public async Task what_is_answered_to_a_client_that_was_saved_meanwhile_says_nothing_of_the_new_one()
    {
        await SignedInAsync();
        var known = Store.Get<ProviderCatalog>().Find(TokenProvider.Plain)!;
        var asked = (await Store.Get<ProviderClients>().FindAsync(known, Stop))!;
        await ChangeClientAsync(client => client.ConcurrencyStamp = Guid.CreateVersion7());

        await Store
            .Get<ClientFaultRecorder>()
            .RecordAsync(known, asked, new TokenOutcome.ClientRejected(ClientRejection.From("invalid_client")!), Stop);

        Assert.Null(await RefusalAsync());
        // And the other way round.
        await ChangeClientAsync(client => (client.Fault, client.FaultAt) = (ClientFault.Credentials, Store.Time.GetUtcNow()));
        var refused = (await Store.Get<ProviderClients>().FindAsync(known, Stop))!;
        await ChangeClientAsync(client => client.ConcurrencyStamp = Guid.CreateVersion7());
        var granted = new TokenOutcome.Granted(
            new TokenSet(new("a"), refreshToken: null, expiresAt: null, new Dictionary<string, string>(StringComparer.Ordinal))
        );
        await Store.Get<ClientFaultRecorder>().RecordAsync(known, refused, granted, Stop);
        Assert.NotNull(await RefusalAsync());
    }

    [Fact]
    public async Task new_tokens_are_stored_before_anything_is_said_of_the_client()
    {
        var account = await SignedInAsync();
        await ChangeClientAsync(client => (client.Fault, client.FaultAt) = (ClientFault.Credentials, Store.Time.GetUtcNow()));
        await Store.QueryAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER Early BEFORE UPDATE ON ProviderClients WHEN EXISTS (SELECT 1 FROM AccountTokens WHERE LeasedUntil IS "
                    + "NOT NULL) BEGIN SELECT RAISE(ABORT, 'early'); END",
                Stop
            )
        );
        Pass(Over);

        await FreshTokenAsync(account);

        Assert.Null(await RefusalAsync());
    }

    private async Task<ClientRejectionRow?> RefusalAsync() =>
        (await Store.Get<ProviderClientDirectory>().FindAsync(TokenProvider.Plain, Stop))!.Client!.Refusal;

    private Task<int> ChangeClientAsync(Action<ProviderClient> change) =>
        Store.QueryAsync(async db =>
        {
            change(await db.ProviderClients.SingleAsync(client => client.ProviderSlug == TokenProvider.Plain, Stop));
            return await db.SaveChangesAsync(Stop);
        });

    [Fact]
    public async Task what_no_rule_and_no_standard_knows_is_nobodys_fault()
    {
        var account = await SignedInAsync("like-slack-client");
        foreach (
            var (status, body) in new (int, string)[]
            {
                (200, """{"error":"my_own_words"}"""),
                (500, """{"error":"invalid_client"}"""),
                (403, """{"error":"invalid_grant"}"""),
                (200, "[]"),
            }
        )
        {
            Pass(Over);
            Server.Interrupt(OAuthEndpoint.Token, Answers.Json(status, body));
            Assert.IsType<FreshTokenOutcome.RetryLater>(await GetFreshAsync(account));
            Assert.Null((await Store.Get<ProviderClientDirectory>().FindAsync("like-slack-client", Stop))!.Client!.Refusal);
        }
    }

    public static TheoryData<string, string[], bool, string[]> Grants =>
        new()
        {
            { """{}""", ["me.read", "jobs.read"], true, [] },
            { """{"scope":null}""", ["me.read", "jobs.read"], true, [] },
            { """{"scope":"me.read jobs.read"}""", ["me.read", "jobs.read"], true, [] },
            { """{"scope":"jobs.read,ME.READ"}""", ["me.read", "jobs.read"], true, [] },
            { """{"scope":["me.read","jobs.read","more"]}""", ["me.read", "jobs.read"], true, [] },
            { """{"scope":"https://api.example/me.read jobs.read"}""", ["me.read", "jobs.read"], true, [] },
            { """{"scope":"person jobs.read"}""", ["me.read", "jobs.read"], true, [] },
            { """{"scope":"jobs.read"}""", ["me.read", "jobs.read"], true, ["me.read"] },
            { """{"scope":""}""", ["me.read", "jobs.read"], true, ["me.read", "jobs.read"] },
            { """{"scope":[]}""", ["me.read"], true, ["me.read"] },
            { """{"scope":"me.readers"}""", ["me.read"], true, ["me.read"] },
            { """{"scope":"me.read"}""", ["me.read", "offline_access"], true, [] },
            { """{"scope":"me.read"}""", ["me.read", "offline_access"], false, ["offline_access"] },
        };

    [Theory]
    [MemberData(nameof(Grants))]
    public void what_was_not_granted_is_known(string answer, string[] requested, bool canRefresh, string[] missing)
    {
        var signIn = OAuthProviderFile.FlowAt(Server) with
        {
            Scopes =
            [
                new Scope
                {
                    Name = "me.read",
                    Reason = "x",
                    Required = true,
                    GrantedAs = ["person"],
                },
            ],
        };
        using var json = System.Text.Json.JsonDocument.Parse(answer);
        Assert.Equal(missing, signIn.MissingScopes(requested, TokenAnswerReader.ScopesOf(signIn, json.RootElement), canRefresh));
        if (answer.Contains("\"\"", StringComparison.Ordinal))
        {
            Assert.Null(
                TokenAnswerReader.ScopesOf(signIn with { Answer = new TokenAnswer { EmptyScopeMeansNone = false } }, json.RootElement)
            );
        }
    }

    [Fact]
    public async Task every_provider_ends_a_sign_in_in_its_own_words()
    {
        foreach (
            var (slug, refusal) in new (string, Func<TokenCall, (int, System.Text.Json.Nodes.JsonObject)>)[]
            {
                ("like-github", Refusals.LikeGitHub),
                ("like-slack", Refusals.LikeSlack),
                ("like-hubspot", Refusals.LikeHubSpot),
                ("like-atlassian", Refusals.LikeAtlassian),
            }
        )
        {
            var account = await SignedInAsync(slug);
            await Server.RevokeAsync(OAuthPerson.Ines);
            Server.Refusal = refusal;
            Pass(Over);
            Assert.IsType<FreshTokenOutcome.Expired>(await GetFreshAsync(account));
            Assert.Equal(AccountStatus.Expired, (await StoredAsync(account)).Account.Status);
        }

        // Of another provider the same words say nothing.
        var other = await SignedInAsync();
        await Server.RevokeAsync(OAuthPerson.Ines);
        Server.Refusal = Refusals.LikeGitHub;
        Pass(Over);
        Assert.IsType<FreshTokenOutcome.RetryLater>(await GetFreshAsync(other));
    }

    [Fact]
    public void whatever_stands_where_the_expiry_should_the_token_is_good_from_now_on_or_nobody_knows() =>
        Gen.Select(
                Gen.OneOf<string?>(
                    Gen.Const((string?)null),
                    Gen.String,
                    Gen.Double.Select(number => (string?)number.ToString(CultureInfo.InvariantCulture)),
                    Gen.Decimal.Select(number => (string?)number.ToString(CultureInfo.InvariantCulture)),
                    Gen.Long.Select(number => (string?)number.ToString(CultureInfo.InvariantCulture)),
                    Gen.Select(Gen.Int[-999, 999], Gen.Int[-60, 60], (number, power) => (string?)$"{number}e{power}"),
                    Gen.DateTimeOffset.Select(at => (string?)at.ToString("o", CultureInfo.InvariantCulture))
                ),
                Gen.Enum<ExpiryUnit>(),
                Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, int.MaxValue].Select(lifetime => (int?)lifetime))
            )
            .Sample(
                (text, unit, lifetime) =>
                {
                    var now = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
                    using var answer = System.Text.Json.JsonDocument.Parse(
                        System.Text.Json.JsonSerializer.Serialize(new { expires_in = text })
                    );
                    var expiry = TokenAnswerReader.ExpiryOf(new TokenAnswer { Unit = unit, Lifetime = lifetime }, answer.RootElement, now);
                    Assert.True(expiry is null || expiry > now, $"{text} is over at {expiry:o}");
                    var token = new AccountToken();
                    token.SignedIn(new TokenSet(new("a"), new("r"), expiry, new Dictionary<string, string>(StringComparer.Ordinal)), now);
                    Assert.True(token.RefreshAt >= now && token.RefreshAt <= (expiry ?? now + AccountToken.SafeAge));
                }
            );
}
