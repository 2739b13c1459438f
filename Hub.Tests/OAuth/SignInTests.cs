using System.Web;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Authorization;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.OAuth;

/// <summary>
/// From setting out to the linked account, over real HTTP with a conforming server; and everything that must not link one.
/// </summary>
public sealed class SignInTests(SignInHub hub) : IClassFixture<SignInHub>, IAsyncDisposable
{
    private readonly SignInHub.Window _window = hub.NewWindow();
    private readonly string _customer = $"customer-{Guid.CreateVersion7():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _window.Dispose();
        (hub.Provider.Person, hub.Provider.Denial, hub.Provider.Issuer, hub.Provider.Pkce) = (
            OAuthPerson.Ines,
            null,
            hub.Provider.Address.AbsoluteUri,
            PkcePolicy.Required
        );
        (hub.Provider.TokenAnswer, hub.Provider.ClientAuthentication) = (null, null);
        hub.Provider.Mend();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task who_signs_in_and_agrees_has_a_linked_account()
    {
        var (token, grant) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);

        var (status, page, _) = await _window.GoAsync(address);
        Assert.Equal(200, status);
        // Whose it becomes, and what is asked for, before anything is.
        Assert.Contains($"{_customer} Inc.", page, StringComparison.Ordinal);
        Assert.Contains("To read the jobs.", page, StringComparison.Ordinal);
        var authorize = Assert.IsType<string>(await _window.RedirectAsync(SignInHub.Window.TicketIn(page)));
        var asked = HttpUtility.ParseQueryString(new Uri(authorize).Query);
        Assert.Equal(
            ("code", "me.read jobs.read", "S256", OAuthProviderFile.CallbackOf(hub.Address, SignInHub.Slug)),
            (asked["response_type"], asked["scope"], asked["code_challenge_method"], asked["redirect_uri"])
        );
        Assert.Equal(("pending", null, null), await hub.PollAsync(token, attempt));

        var (end, _, onward) = await _window.GoAsync(await _window.SignInAsync(authorize));

        Assert.Equal((302, "/embedded/accounts/callback"), (end, onward));
        Assert.Contains("You can close this window", (await _window.GoAsync(onward!)).Text, StringComparison.Ordinal);
        var (polled, _, account) = await hub.PollAsync(token, attempt);
        Assert.Equal("authenticated", polled);
        var stored = await AccountAsync(account!.Value);
        Assert.Equal(
            ("Ines Signer", "ines@signing.example", "Signing GmbH", AccountStatus.Active, _customer),
            (stored.IdentityName, stored.IdentityEmail, stored.IdentityOrganization, stored.Status, stored.OriginOwnerId)
        );
        Assert.Equal(grant.SessionId, stored.SessionId);
        Assert.True(stored.Token is { CanRefresh: true, ExpiresAt: not null } && stored.Token.RefreshAt < stored.Token.ExpiresAt);
        Assert.Equal(["access_token", "refresh_token"], stored.Credentials.Select(field => field.FieldKey).Order(StringComparer.Ordinal));
        Assert.Equal(
            [AuditActions.AccountLinked],
            await hub.QueryAsync(db =>
                db.AuditEvents.Where(entry => entry.SubjectId == account).Select(entry => entry.Action).ToListAsync(Stop)
            )
        );
        // Nothing of the flow is left that could be used.
        var row = await hub.QueryAsync(db => db.ConnectionAttempts.AsNoTracking().SingleAsync(one => one.Id == attempt, Stop));
        Assert.True(row is { Payload: null, TicketHash: null });
    }

    [Fact]
    public async Task a_provider_that_is_odd_in_many_ways_is_linked_as_its_file_says()
    {
        hub.Provider.Pkce = PkcePolicy.Refused;
        hub.Provider.ClientAuthentication = ClientAuthentication.Body;
        hub.Provider.TokenAnswer = TokenAnswers.Under("data");
        var (token, _) = await hub.SessionAsync(_customer);
        Assert.Equal("authenticated", (await RunAsync(token, SignInHub.OddSlug)).Status);
        var call = hub.Provider.TokenCalls.Last();
        Assert.Equal(
            (TokenRequestFormat.Json, ClientAuthentication.Body, false),
            (call.Format, call.ClientAuthentication!.Value, call.HasVerifier)
        );
        Assert.True((await AccountAsync(Assert.Single(await AccountsAsync()).Id)).Token is { CanRefresh: true, ExpiresAt: not null });

        // Its own word for a refusal.
        hub.Provider.Denial = "user_denied";
        Assert.Equal(("error", "access_denied", null), await RunAsync((await hub.SessionAsync(_customer)).Token, SignInHub.OddSlug));
    }

    [Fact]
    public async Task whoever_signs_in_again_keeps_the_account()
    {
        var first = await LinkAsync();
        await hub.QueryAsync(async db =>
        {
            (await db.LinkedAccounts.SingleAsync(one => one.Id == first, Stop)).SetReason(
                ReasonGroup.Credential,
                new StatusReason.AuthorizationEnded(AuthorizationEnd.Revoked),
                DateTimeOffset.UnixEpoch
            );
            return await db.SaveChangesAsync(Stop);
        });

        Assert.Equal(first, await LinkAsync(account: first));
        Assert.Equal(AccountStatus.Active, (await AccountAsync(first)).Status);
    }

    [Fact]
    public async Task who_signs_in_as_somebody_else_does_not_take_the_place()
    {
        var account = await LinkAsync();
        hub.Provider.Person = OAuthPerson.Omar;
        var (token, _) = await hub.SessionAsync(_customer, account);
        Assert.Equal(("error", "other_identity", null), await RunAsync(token));
        Assert.Equal("Ines Signer", (await AccountAsync(account)).IdentityName);
    }

    [Theory]
    [InlineData("access_denied", "access_denied")]
    [InlineData("user_said_no_in_its_own_words", "provider_error")]
    [InlineData("server_error", "provider_unavailable")]
    public async Task a_refusal_is_told_in_our_words(string error, string code)
    {
        hub.Provider.Denial = error;
        var (token, _) = await hub.SessionAsync(_customer);
        Assert.Equal(("error", code, null), await RunAsync(token));
    }

    [Theory]
    [InlineData(OAuthEndpoint.Token, "token_not_given")]
    [InlineData(OAuthEndpoint.Me, "provider_unavailable")]
    public async Task a_provider_in_trouble_is_not_asked_twice_with_the_same_code(OAuthEndpoint endpoint, string code)
    {
        hub.Provider.Interrupt(
            endpoint,
            context =>
            {
                context.Response.StatusCode = 503;
                return Task.CompletedTask;
            }
        );
        var calls = hub.Provider.TokenCalls.Count;
        var (token, _) = await hub.SessionAsync(_customer);
        Assert.Equal(("error", code, null), await RunAsync(token));
        Assert.Equal(calls + 1, hub.Provider.TokenCalls.Count);
        Assert.Empty(await AccountsAsync());
    }

    [Fact]
    public async Task a_callback_counts_once()
    {
        var (token, _) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);
        var back = await _window.SignInAsync(await _window.SetOutFromAsync(address));
        var calls = hub.Provider.TokenCalls.Count;

        var ends = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _window.GoAsync(back)));

        Assert.All(ends, end => Assert.Equal("/embedded/accounts/callback", end.Location));
        Assert.Equal(calls + 1, hub.Provider.TokenCalls.Count);
        Assert.Equal("authenticated", (await hub.PollAsync(token, attempt)).Status);
        Assert.Single(await AccountsAsync());
        // A ticket counts once, too.
        Assert.Equal(410, (await _window.GoAsync(address)).Status);
    }

    [Fact]
    public async Task another_browser_cannot_end_what_this_one_began()
    {
        var (token, _) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);
        // Login CSRF: the attacker signs in, and sends the victim where the provider would have sent the attacker.
        var back = await _window.SignInAsync(await _window.SetOutFromAsync(address));
        using var victim = hub.NewWindow();
        var calls = hub.Provider.TokenCalls.Count;

        var (status, text, _) = await victim.GoAsync(back);

        Assert.Equal(403, status);
        Assert.Contains("began in another browser", text, StringComparison.Ordinal);
        Assert.Equal(calls, hub.Provider.TokenCalls.Count);
        Assert.Equal("pending", (await hub.PollAsync(token, attempt)).Status);
        // The one who began is not stopped by it.
        Assert.Equal(302, (await _window.GoAsync(back)).Status);
        Assert.Equal("authenticated", (await hub.PollAsync(token, attempt)).Status);
    }

    [Fact]
    public async Task a_code_of_another_flow_is_not_taken()
    {
        // Code injection: the victim's code, brought into the attacker's flow. The verifier does not fit.
        var (victims, _) = await hub.SessionAsync($"{_customer}-victim");
        var stolen = HttpUtility.ParseQueryString(
            new Uri(await _window.SignInAsync(await _window.SetOutFromAsync((await hub.AttemptAsync(victims)).Address))).Query
        )["code"];
        using var attacker = hub.NewWindow();
        var (token, _) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);
        var back = new Uri(await attacker.SignInAsync(await attacker.SetOutFromAsync(address)));
        var query = HttpUtility.ParseQueryString(back.Query);
        query["code"] = stolen;

        await attacker.GoAsync($"{back.GetLeftPart(UriPartial.Path)}?{query}");

        Assert.Equal(("error", "code_rejected", null), await hub.PollAsync(token, attempt));
        Assert.Empty(await AccountsAsync());
    }

    [Theory]
    [InlineData("path")]
    [InlineData("issuer")]
    public async Task an_answer_of_another_provider_is_not_taken(string by)
    {
        var (token, _) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);
        hub.Provider.Issuer = by == "issuer" ? "https://attacker.example" : null;
        var back = await _window.SignInAsync(await _window.SetOutFromAsync(address));
        var calls = hub.Provider.TokenCalls.Count;

        await _window.GoAsync(
            by == "path" ? back.Replace($"/{SignInHub.Slug}/", $"/{SignInHub.OtherSlug}/", StringComparison.Ordinal) : back
        );

        Assert.Equal(("error", "wrong_provider", null), await hub.PollAsync(token, attempt));
        Assert.Equal(calls, hub.Provider.TokenCalls.Count);
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("//attacker.example")]
    [InlineData("javascript:alert(1)")]
    public async Task nobody_is_sent_on_to_another_site(string redirect)
    {
        var (token, _) = await hub.SessionAsync(_customer);
        var (status, text, location) = await _window.GoAsync((await hub.AttemptAsync(token, redirect: redirect)).Address);
        Assert.Equal((400, null), (status, location));
        Assert.DoesNotContain(redirect, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    public async Task only_a_page_of_hub_sends_a_browser_to_the_provider(string site)
    {
        var (token, _) = await hub.SessionAsync(_customer);
        var ticket = SignInHub.Window.TicketIn((await _window.GoAsync((await hub.AttemptAsync(token)).Address)).Text);
        Assert.Null(await _window.RedirectAsync(ticket, site));
        Assert.Equal(403, (await _window.GoAsync("/connect/oauth2/window", site)).Status);
        Assert.Equal(200, (await _window.GoAsync("/connect/oauth2/window", "same-origin")).Status);
        Assert.NotNull(await _window.RedirectAsync(ticket));
        Assert.Null(await _window.RedirectAsync(ticket));
    }

    [Fact]
    public async Task a_signed_in_owners_attempt_is_nobody_elses()
    {
        var owner = new OwnerId(await hub.NewPersonAsync());
        var other = new OwnerId(await hub.NewPersonAsync());
        var (starter, redirector) = (hub.Get<AuthorizationStarter>(), hub.Get<AuthorizationRedirector>());
        var ready = Assert.IsType<StartOutcome.Ready>(
            await starter.StartAsync(owner, Request(), AttemptReturn.Popup, attemptId: null, Stop)
        );
        // The attacker's ticket in the victim's browser; and in one where nobody is signed in.
        Assert.Null(await redirector.RedirectAsync(ready.Ticket.Reveal(), "browser", other, hub.Address, sameTab: false, Stop));
        Assert.Null(await redirector.RedirectAsync(ready.Ticket.Reveal(), "browser", signedIn: null, hub.Address, sameTab: false, Stop));
        var authorize = Assert.IsType<Uri>(
            await redirector.RedirectAsync(ready.Ticket.Reveal(), "browser", owner, hub.Address, sameTab: false, Stop)
        );
        var back = HttpUtility.ParseQueryString(new Uri(await _window.SignInAsync(authorize.AbsoluteUri)).Query);
        var callback = new AuthorizationCallback
        {
            ProviderSlug = SignInHub.Slug,
            State = back["state"],
            Code = back["code"],
            Others = new Dictionary<string, string>(StringComparer.Ordinal),
        };
        var finisher = hub.Get<AuthorizationCallbackHandler>();

        // Signed out, or signed in as somebody else, meanwhile.
        Assert.IsType<CallbackOutcome.WrongBrowser>(await finisher.HandleAsync(callback, "browser", other, Stop));
        Assert.IsType<CallbackOutcome.WrongBrowser>(await finisher.HandleAsync(callback, "browser", signedIn: null, Stop));
        Assert.IsType<CallbackOutcome.WrongBrowser>(await finisher.HandleAsync(callback, browser: null, owner, Stop));
        Assert.IsType<CallbackOutcome.Accepted>(await finisher.HandleAsync(callback, "browser", owner, Stop));
        Assert.Equal(
            owner.Value,
            (await hub.QueryAsync(db => db.LinkedAccounts.SingleAsync(one => one.OwnerId == owner.Value, Stop))).OwnerId
        );
    }

    [Fact]
    public async Task a_cancelled_or_expired_attempt_links_nothing()
    {
        var (token, grant) = await hub.SessionAsync(_customer);
        var (attempt, address) = await hub.AttemptAsync(token);
        var back = await _window.SignInAsync(await _window.SetOutFromAsync(address));
        Assert.True(await hub.Get<ConnectionAttempts>().CancelAsync(grant.Owner, grant, attempt, Stop));
        var calls = hub.Provider.TokenCalls.Count;

        Assert.Equal(302, (await _window.GoAsync(back)).Status);

        Assert.Equal("cancelled", (await hub.PollAsync(token, attempt)).Status);
        var (late, lateAddress) = await hub.AttemptAsync(token);
        back = await _window.SignInAsync(await _window.SetOutFromAsync(lateAddress));
        await hub.QueryAsync(db =>
            db.ConnectionAttempts.Where(one => one.Id == late)
                .ExecuteUpdateAsync(
                    change => change.SetProperty(one => one.CreatedAt, one => TimeProvider.System.GetUtcNow() - ConnectionAttempt.Lifetime),
                    Stop
                )
        );
        await _window.GoAsync(back);
        Assert.Equal("expired", (await hub.PollAsync(token, late)).Status);
        Assert.Equal(calls, hub.Provider.TokenCalls.Count);
        Assert.Empty(await AccountsAsync());
    }

    [Fact]
    public async Task what_nobody_began_ends_nowhere()
    {
        Assert.Equal(410, (await _window.GoAsync($"/connect/oauth2/{SignInHub.Slug}/callback?code=abc&state=invented")).Status);
        Assert.Equal(410, (await _window.GoAsync($"/connect/oauth2/{SignInHub.Slug}/callback")).Status);
        Assert.Equal(410, (await _window.GoAsync($"/connect/oauth2/ended/{Guid.CreateVersion7()}")).Status);
        Assert.Equal(410, (await _window.GoAsync($"/connect/oauth2/{SignInHub.Slug}?token=hub_cs_invented")).Status);
    }

    [Fact]
    public async Task tokens_that_somebody_brings_along_are_not_taken()
    {
        var values = Some.Values(("access_token", "another-clients"));
        Assert.IsType<LinkOutcome.ProviderUnknown>(
            await hub.Get<IAccountLinker>()
                .LinkAsync(new OwnerId(await hub.NewPersonAsync()), Request() with { Values = values }, progress: null, Stop)
        );
    }

    [Fact]
    public async Task without_a_client_nobody_can_set_out()
    {
        var owner = new OwnerId(await hub.NewPersonAsync());
        await hub.QueryAsync(db => db.ProviderClients.Where(client => client.ProviderSlug == SignInHub.OtherSlug).ExecuteDeleteAsync(Stop));
        var refused = Assert.IsType<StartOutcome.Refused>(
            await hub.Get<AuthorizationStarter>()
                .StartAsync(owner, Request() with { ProviderSlug = SignInHub.OtherSlug }, AttemptReturn.Popup, attemptId: null, Stop)
        );
        Assert.IsType<LinkOutcome.ProviderUnknown>(refused.Reason);
        var (token, _) = await hub.SessionAsync(_customer);
        Assert.Equal(404, (await _window.GoAsync((await hub.AttemptAsync(token, SignInHub.OtherSlug)).Address)).Status);
    }

    [Fact]
    public async Task the_API_offers_signing_in_where_a_client_is_and_takes_no_values_in_its_place()
    {
        await hub.QueryAsync(db => db.ProviderClients.Where(client => client.ProviderSlug == SignInHub.OtherSlug).ExecuteDeleteAsync(Stop));
        var listed = (await hub.GetAsync("/api/connectors/meta"))
            .Json.AsArray()
            .ToDictionary(
                one => one!["provider"]!.GetValue<string>(),
                one => one!["integration_ids"]!.ToJsonString(),
                StringComparer.Ordinal
            );
        Assert.Equal("""["signer.oauth2_authorization_code"]""", listed[SignInHub.Slug]);
        Assert.DoesNotContain(SignInHub.OtherSlug, listed.Keys);
        var missing = (await hub.GetAsync($"/api/connectors/meta/{SignInHub.OtherSlug}")).Json;
        Assert.Equal((false, "[]"), (missing["active"]!.GetValue<bool>(), missing["integration_ids"]!.ToJsonString()));

        foreach (
            var (member, value) in new[]
            {
                ("provider", SignInHub.OtherSlug),
                ("integration_id", $"{SignInHub.OtherSlug}.oauth2_authorization_code"),
            }
        )
        {
            var refused = await hub.PostAsync(
                "/api/connect_sessions",
                $$"""{"origin_owner_id":"a","origin_owner_name":"A","{{member}}":"{{value}}"}"""
            );
            Assert.Equal("invalid_fields", refused.ErrorCode(400));
            Assert.Contains($"{member}: Notary is not available yet", refused.Text, StringComparison.Ordinal);
        }

        Assert.Equal(
            201,
            (
                await hub.PostAsync(
                    "/api/connect_sessions",
                    $$"""{"origin_owner_id":"a","origin_owner_name":"A","provider":"{{SignInHub.Slug}}"}"""
                )
            ).Status
        );
        var account = await LinkAsync();
        var patched = await hub.PatchAsync($"/api/accounts/{account}", """{"credentials":{"access_token":"mine"}}""");
        Assert.Equal("invalid_fields", patched.ErrorCode(400));
        Assert.Contains("people sign in at the provider themselves", patched.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await hub.PatchAsync($"/api/accounts/{account}", """{"label":"mine"}""")).Status);
        // What was given can be sent back.
        var given = await hub.GetAsync($"/api/accounts/{account}");
        Assert.Equal(200, (await hub.PatchAsync($"/api/accounts/{account}", given.Text)).Status);
    }

    private static LinkCommand.Link Request() => new(SignInHub.Slug, AuthMethodKind.Oauth2AuthorizationCode, Some.Values());

    private async Task<Guid> LinkAsync(Guid? account = null)
    {
        var (token, _) = await hub.SessionAsync(_customer, account);
        var (status, error, linked) = await RunAsync(token);
        Assert.Equal(("authenticated", null), (status, error));
        return linked!.Value;
    }

    private async Task<(string Status, string? Error, Guid? Account)> RunAsync(string token, string slug = SignInHub.Slug)
    {
        var (attempt, address) = await hub.AttemptAsync(token, slug);
        await _window.GoAsync(await _window.SignInAsync(await _window.SetOutFromAsync(address)));
        return await hub.PollAsync(token, attempt);
    }

    private Task<LinkedAccount> AccountAsync(Guid id) =>
        hub.QueryAsync(db =>
            db.LinkedAccounts.AsNoTracking()
                .Include(one => one.Credentials)
                .Include(one => one.Token)
                .SingleAsync(one => one.Id == id, Stop)
        );

    private Task<List<LinkedAccount>> AccountsAsync() =>
        hub.QueryAsync(db => db.LinkedAccounts.AsNoTracking().Where(one => one.OriginOwnerId == _customer).ToListAsync(Stop));
}
