using System.Text.Json.Nodes;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Authorization;
using Hub.Core.Providers;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.OAuth;

/// <summary>
/// What comes of a sign-in whose answers are not what was asked for, as products see it; and how products say that a token is refused.
/// </summary>
public sealed class SignInAnswerTests(SignInHub hub) : IClassFixture<SignInHub>, IAsyncDisposable
{
    private readonly SignInHub.Window _window = hub.NewWindow();
    private readonly string _customer = $"customer-{Guid.CreateVersion7():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _window.Dispose();
        (hub.Provider.Person, hub.Provider.TokenAnswer, hub.Provider.RefreshTokens, hub.Provider.Denial) = (
            OAuthPerson.Ines,
            null,
            RefreshTokens.SingleUse,
            null
        );
        hub.Provider.Mend();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(
        "jobs.read",
        "right_missing",
        "Signer did not grant me.read (To know whose account it is). Authorize again and allow everything that Hub asks for."
    )]
    [InlineData(
        "",
        "right_missing",
        "Signer did not grant me.read (To know whose account it is). Authorize again and allow everything that Hub asks for."
    )]
    [InlineData("me.read", null, null)]
    [InlineData("me.read,jobs.read", null, null)]
    public async Task a_needed_right_that_was_not_granted_limits_the_account(string granted, string? code, string? description)
    {
        hub.Provider.TokenAnswer = TokenAnswers.With("scope", granted);
        var account = await LinkAsync();

        var body = (await hub.GetAsync($"/api/accounts/{account}")).Json;

        Assert.Equal("active", body["status"]!.GetValue<string>());
        var reason = body["status_reasons"]!.AsArray().SingleOrDefault();
        Assert.Equal((code, description), (reason?["code"]?.GetValue<string>(), reason?["description"]?.GetValue<string>()));
        var token = await TokenAsync(account);
        Assert.Equal(["me.read", "jobs.read"], token.RequestedScopes);
        Assert.Equal(granted.Split(',', StringSplitOptions.RemoveEmptyEntries), token.GrantedScopes);
        // Verifying it anew does not make one forget.
        Assert.Equal(code, (await VerifyAsync(account))["status_reasons"]!.AsArray().SingleOrDefault()?["code"]?.GetValue<string>());
    }

    [Fact]
    public async Task who_is_not_told_what_was_granted_has_what_was_asked_for()
    {
        hub.Provider.TokenAnswer = answer =>
        {
            answer.Remove("scope");
            return answer;
        };
        var account = await LinkAsync();
        Assert.Empty((await hub.GetAsync($"/api/accounts/{account}")).Json["status_reasons"]!.AsArray());
        Assert.Null((await TokenAsync(account)).GrantedScopes);
    }

    [Fact]
    public async Task two_codes_are_none()
    {
        var (token, _) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);
        var back = await _window.SignInAsync(await _window.SetOutFromAsync(address));
        var calls = hub.Provider.TokenCalls.Count;

        await _window.GoAsync($"{back}&code=another");

        Assert.Equal(("error", "provider_error", null), await hub.PollAsync(token, attempt));
        Assert.Equal(calls, hub.Provider.TokenCalls.Count);
    }

    [Fact]
    public async Task a_refusal_without_state_ends_the_one_attempt_of_its_browser()
    {
        var refusal = $"/connect/oauth2/{SignInHub.Slug}/callback?error=access_denied";
        var (token, _) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);
        await _window.SetOutFromAsync(address);
        using var stranger = hub.NewWindow();
        var (_, strangersAddress) = await hub.AttemptAsync((await hub.SessionAsync($"{_customer}-other")).Token);
        await stranger.SetOutFromAsync(strangersAddress);

        // Another provider, and what no refusal is.
        Assert.Equal(410, (await _window.GoAsync($"/connect/oauth2/{SignInHub.OtherSlug}/callback?error=access_denied")).Status);
        Assert.Equal(410, (await _window.GoAsync($"/connect/oauth2/{SignInHub.Slug}/callback?code=invented")).Status);
        Assert.Equal("pending", (await hub.PollAsync(token, attempt)).Status);

        Assert.Equal(302, (await stranger.GoAsync(refusal)).Status);
        Assert.Equal("pending", (await hub.PollAsync(token, attempt)).Status);

        Assert.Equal(302, (await _window.GoAsync(refusal)).Status);
        Assert.Equal(("error", "access_denied", null), await hub.PollAsync(token, attempt));
        Assert.Equal(410, (await _window.GoAsync(refusal)).Status);
    }

    [Fact]
    public async Task a_refusal_without_state_ends_neither_of_two_attempts()
    {
        var (token, _) = await hub.SessionAsync(_customer);
        var attempts = new[] { await hub.AttemptAsync(token), await hub.AttemptAsync(token) };
        foreach (var (_, address) in attempts)
        {
            await _window.SetOutFromAsync(address);
        }

        Assert.Equal(410, (await _window.GoAsync($"/connect/oauth2/{SignInHub.Slug}/callback?error=access_denied")).Status);
        foreach (var (attempt, _) in attempts)
        {
            Assert.Equal("pending", (await hub.PollAsync(token, attempt)).Status);
        }
    }

    [Fact]
    public async Task single_sign_on_with_an_approval_has_the_time_it_takes()
    {
        var (token, _) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);
        var authorize = await _window.SetOutFromAsync(address);
        await PassAsync(TimeSpan.FromMinutes(14));
        await _window.GoAsync(await _window.SignInAsync(authorize));
        Assert.Equal("authenticated", (await hub.PollAsync(token, attempt)).Status);

        (attempt, address) = await hub.AttemptAsync((await hub.SessionAsync(_customer)).Token);
        await _window.SetOutFromAsync(address);
        await PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(410, (await _window.GoAsync($"/connect/oauth2/{SignInHub.Slug}/callback?error=access_denied")).Status);

        Task<int> PassAsync(TimeSpan time) =>
            hub.QueryAsync(db =>
                db.ConnectionAttempts.Where(one => one.Id == attempt)
                    .ExecuteUpdateAsync(
                        change => change.SetProperty(one => one.CreatedAt, one => TimeProvider.System.GetUtcNow() - time),
                        Stop
                    )
            );
    }

    [Theory]
    [InlineData(200, """{"error":"redirect_uri_mismatch","error_description":"a secret word"}""", ClientFault.RedirectUri)]
    [InlineData(400, """{"error":"invalid_request"}""", ClientFault.Request)]
    public async Task a_client_that_is_refused_is_the_operators(int status, string body, ClientFault fault)
    {
        hub.Provider.Interrupt(OAuthEndpoint.Token, Answers.Json(status, body));
        Assert.Equal(("error", "client_rejected", null), await RunAsync((await hub.SessionAsync(_customer)).Token));
        Assert.Equal(fault, (await RefusalAsync())!.Fault);

        // The account is there before anything is said of the client.
        await ExecuteAsync(
            "CREATE TRIGGER Early BEFORE UPDATE ON ProviderClients WHEN EXISTS (SELECT 1 FROM ConnectionAttempts WHERE Status = "
                + "'Pending' AND ReturnedAt IS NOT NULL) "
                + "BEGIN SELECT RAISE(ABORT, 'early'); END"
        );
        await LinkAsync();
        await ExecuteAsync("DROP TRIGGER Early");
        Assert.Null(await RefusalAsync());

        Task<int> ExecuteAsync(string sql) => hub.QueryAsync(db => db.Database.ExecuteSqlRawAsync(sql, Stop));
    }

    [Fact]
    public async Task what_a_browser_says_of_the_client_is_not_recorded()
    {
        hub.Provider.Denial = "unauthorized_client";
        Assert.Equal(("error", "provider_error", null), await RunAsync((await hub.SessionAsync(_customer)).Token));
        Assert.Null(await RefusalAsync());

        // Some site makes it open an address.
        var (token, _) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);
        await _window.SetOutFromAsync(address);
        await _window.GoAsync($"/connect/oauth2/{SignInHub.Slug}/callback?error=invalid_client");
        Assert.Equal(("error", "provider_error", null), await hub.PollAsync(token, attempt));
        Assert.Null(await RefusalAsync());
    }

    private async Task<ClientRejectionRow?> RefusalAsync() =>
        (await hub.Get<ProviderClientDirectory>().FindAsync(SignInHub.Slug, Stop))!.Client!.Refusal;

    [Fact]
    public async Task a_product_that_says_that_a_token_is_refused_gets_a_new_one_once()
    {
        var account = await LinkAsync();
        var first = await AccessTokenAsync(account);
        // It may be the one before that was refused.
        await RefreshAsync(account);
        Assert.Equal(first, await AccessTokenAsync(account));
        await AgeAsync(account);
        var refreshes = hub.Provider.Refreshes.Count();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RefreshAsync(account)));

        Assert.All(answers, answer => Assert.Equal("active", answer["status"]!.GetValue<string>()));
        Assert.Equal(refreshes + 1, hub.Provider.Refreshes.Count());
        Assert.NotEqual(first, await AccessTokenAsync(account));
        Assert.Contains(AuditActions.AccountRefreshed, await AuditAsync(account));

        // The provider cannot be asked, and then it says that it is over.
        await AgeAsync(account);
        hub.Provider.Interrupt(OAuthEndpoint.Token, Answers.Html(503));
        var busy = await hub.PostAsync($"/api/accounts/{account}/refresh", "");
        Assert.Equal("token_not_refreshed", busy.ErrorCode(503));
        await hub.QueryAsync(db =>
            db.AccountTokens.Where(one => one.AccountId == account)
                .ExecuteUpdateAsync(change => change.SetProperty(one => one.RefreshAt, DateTimeOffset.UnixEpoch), Stop)
        );
        await hub.Provider.RevokeAsync(OAuthPerson.Ines);
        var ended = await RefreshAsync(account);
        Assert.Equal(
            ("expired", "sign_in_ended"),
            (ended["status"]!.GetValue<string>(), ended["status_reasons"]![0]!["code"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task what_cannot_be_refreshed_is_verified()
    {
        hub.Provider.RefreshTokens = RefreshTokens.None;
        var account = await LinkAsync();
        Assert.Equal("not_refreshable", (await hub.PostAsync($"/api/accounts/{account}/refresh", "")).ErrorCode(409));
        Assert.Equal("active", (await VerifyAsync(account))["status"]!.GetValue<string>());

        await hub.Provider.RevokeAsync(OAuthPerson.Ines);
        var rejected = await VerifyAsync(account);
        Assert.Equal(
            ("expired", "sign_in_ended"),
            (rejected["status"]!.GetValue<string>(), rejected["status_reasons"]![0]!["code"]!.GetValue<string>())
        );
        Assert.Equal(
            [AuditActions.AccountLinked, AuditActions.AccountStatusChanged, AuditActions.AccountVerified],
            (await AuditAsync(account)).Distinct().Order(StringComparer.Ordinal)
        );
        // As often as one likes.
        Assert.Equal("expired", (await VerifyAsync(account))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task verifying_refreshes_a_token_that_the_provider_no_longer_takes_and_a_busy_provider_judges_nothing()
    {
        var account = await LinkAsync();
        var first = await AccessTokenAsync(account);
        await hub.Provider.ExpireAsync(OAuthPerson.Ines);
        Assert.Equal("active", (await VerifyAsync(account))["status"]!.GetValue<string>());
        Assert.NotEqual(first, await AccessTokenAsync(account));

        hub.Provider.Interrupt(OAuthEndpoint.Me, Answers.Html(503));
        Assert.Equal("provider_unavailable", (await hub.PostAsync($"/api/accounts/{account}/verify", "")).ErrorCode(503));
        Assert.Equal("active", (await hub.GetAsync($"/api/accounts/{account}")).Json["status"]!.GetValue<string>());
        Assert.Equal(404, (await hub.PostAsync($"/api/accounts/{Guid.CreateVersion7()}/verify", "")).Status);
        Assert.Equal(404, (await hub.PostAsync("/api/accounts/none/refresh", "")).Status);
    }

    [Fact]
    public async Task access_that_is_over_says_so()
    {
        hub.Provider.RefreshTokens = RefreshTokens.None;
        var account = await LinkAsync();
        await hub.QueryAsync(db =>
            db.AccountTokens.Where(one => one.AccountId == account)
                .ExecuteUpdateAsync(
                    change =>
                        change
                            .SetProperty(one => one.ExpiresAt, DateTimeOffset.UnixEpoch)
                            .SetProperty(one => one.RefreshAt, DateTimeOffset.UnixEpoch),
                    Stop
                )
        );

        var read = await hub.GetAsync($"/api/accounts/{account}?include=credentials");

        Assert.Equal("sign_in_ended", read.ErrorCode(409));
        var reason = (await hub.GetAsync($"/api/accounts/{account}")).Json["status_reasons"]![0]!;
        Assert.Equal(
            ("access_ended", "The access at Signer has expired and cannot be renewed. Authorize again."),
            (reason["code"]!.GetValue<string>(), reason["description"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task another_person_in_the_place_of_the_one_before_is_said()
    {
        var account = await LinkAsync();
        var before = (await hub.GetAsync($"/api/accounts/{account}")).Json["identity"]!;
        Assert.Equal(
            ("Ines Signer", "ines@signing.example", "Signing GmbH", null),
            (
                before["name"]!.GetValue<string>(),
                before["email"]!.GetValue<string>(),
                before["organization"]!.GetValue<string>(),
                before["changed_at"]
            )
        );
        // The same person again is no change.
        Assert.Equal(account, await LinkAsync());
        Assert.Null((await hub.GetAsync($"/api/accounts/{account}")).Json["identity"]!["changed_at"]);

        hub.Provider.Person = OAuthPerson.Omar;
        Assert.Equal(account, await LinkAsync());

        var after = (await hub.GetAsync($"/api/accounts/{account}")).Json["identity"]!;
        Assert.Equal("Omar Signer", after["name"]!.GetValue<string>());
        Assert.NotNull(after["changed_at"]);
        Assert.Equal(
            [AuditActions.AccountLinked, AuditActions.AccountUpdated, AuditActions.AccountIdentityChanged, AuditActions.AccountUpdated],
            await AuditAsync(account)
        );
    }

    private async Task<Guid> LinkAsync()
    {
        var (status, error, linked) = await RunAsync((await hub.SessionAsync(_customer)).Token);
        Assert.Equal(("authenticated", null), (status, error));
        return linked!.Value;
    }

    private async Task<(string Status, string? Error, Guid? Account)> RunAsync(string token)
    {
        var (attempt, address) = await hub.AttemptAsync(token);
        await _window.GoAsync(await _window.SignInAsync(await _window.SetOutFromAsync(address)));
        return await hub.PollAsync(token, attempt);
    }

    private async Task<JsonNode> VerifyAsync(Guid account) => await PostAsync($"/api/accounts/{account}/verify");

    private async Task<JsonNode> RefreshAsync(Guid account) => await PostAsync($"/api/accounts/{account}/refresh");

    private async Task<JsonNode> PostAsync(string path)
    {
        var answer = await hub.PostAsync(path, "");
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json;
    }

    private async Task<string> AccessTokenAsync(Guid account) =>
        (await hub.GetAsync($"/api/accounts/{account}?include=credentials")).Json["credentials"]!["access_token"]!.GetValue<string>();

    private Task<int> AgeAsync(Guid account) =>
        hub.QueryAsync(db =>
            db.AccountTokens.Where(one => one.AccountId == account)
                .ExecuteUpdateAsync(change => change.SetProperty(one => one.RenewedAt, DateTimeOffset.UnixEpoch), Stop)
        );

    private Task<AccountToken> TokenAsync(Guid account) =>
        hub.QueryAsync(db => db.AccountTokens.AsNoTracking().SingleAsync(one => one.AccountId == account, Stop));

    private Task<List<string>> AuditAsync(Guid account) =>
        hub.QueryAsync(db =>
            db.AuditEvents.Where(entry => entry.SubjectId == account && entry.Action != AuditActions.CredentialRead)
                .OrderBy(entry => entry.At)
                .ThenBy(entry => entry.Id)
                .Select(entry => entry.Action)
                .ToListAsync(Stop)
        );
}
