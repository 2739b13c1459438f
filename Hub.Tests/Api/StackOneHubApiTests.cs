using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hub.Core.AuthLinks;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Tests.Support;
using Hub.Tests.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Api;

/// <summary><c>/api/hub</c> as the official component calls it, over HTTP.</summary>
public sealed class StackOneHubApiTests(StackOneHubApiTests.EmbeddingHub hub) : IClassFixture<StackOneHubApiTests.EmbeddingHub>
{
    private const string Sandbox = "sandbox-ats";
    private const string Key = "sandbox-good-anna";

    [Fact]
    public async Task settings_name_the_account_that_would_get_the_new_credential()
    {
        var owner = SessionsOf.NewOwner();
        var (first, _) = await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner, Providers = [Sandbox] });
        Assert.Equal("""{"enabled_features":[]}""", await BodyAsync(await GetAsync(first, "settings"), HttpStatusCode.OK));

        var account = await LinkAsync(first, Key);
        Assert.Equal(account, await ExistingAsync(new SessionRequest { Origin = owner, Providers = [Sandbox] }));
        Assert.Equal(account, await ExistingAsync(new SessionRequest { Origin = owner, AccountId = account }));
        Assert.Null(
            await ExistingAsync(
                new SessionRequest
                {
                    Origin = owner,
                    Providers = [Sandbox],
                    Multiple = true,
                }
            )
        );
        Assert.Null(await ExistingAsync(new SessionRequest { Origin = owner, Providers = [Sandbox, "lever"] }));
        Assert.Null(await ExistingAsync(new SessionRequest { Origin = owner }));
        Assert.Null(await ExistingAsync(new SessionRequest { Origin = SessionsOf.NewOwner(), Providers = [Sandbox] }));

        async Task<Guid?> ExistingAsync(SessionRequest request)
        {
            var (token, _) = await hub.Sessions.IssueAsync(request);
            return (await ReadAsync(await GetAsync(token, "settings"), HttpStatusCode.OK))["existing_account_id"]?.GetValue<Guid>();
        }
    }

    [Fact]
    public async Task connectors_are_those_of_the_session()
    {
        var one = await ListAsync(new SessionRequest { Origin = SessionsOf.NewOwner(), Providers = [Sandbox] });
        Assert.Equal(
            $$"""{"active":true,"name":"Sandbox ATS (API key)","provider":"sandbox-ats","type":"Recruiting","version":"1.0.0\u002Bapi_key","authentication_config_key":"api_key","environment":"production","integration_id":"sandbox-ats.api_key","logo_url":"{{hub.Hub.Address}}/providers/sandbox-ats/logo.svg"}""",
            one[0]!.ToJsonString()
        );
        Assert.Equal(
            ["sandbox-ats.api_key", "sandbox-ats.oauth2_authorization_code"],
            one.Select(row => row!["integration_id"]!.GetValue<string>())
        );

        var crm = await ListAsync(new SessionRequest { Origin = SessionsOf.NewOwner(), Categories = [ProviderCategory.Crm] });
        Assert.True(crm.Count > 3);
        Assert.All(crm, row => Assert.Equal("CRM", row!["type"]!.GetValue<string>()));

        var two = await ListAsync(new SessionRequest { Origin = SessionsOf.NewOwner(), Providers = ["smartrecruiters"] });
        Assert.Equal(["SmartRecruiters (API key)", "SmartRecruiters (OAuth client)"], two.Select(row => row!["name"]!.GetValue<string>()));
        // The component tells rows apart by these two.
        Assert.Equal(2, two.Select(row => $"{row!["provider"]}@{row["version"]}").Distinct(StringComparer.Ordinal).Count());

        var all = await ListAsync(new SessionRequest { Origin = SessionsOf.NewOwner() });
        Assert.True(all.Count > 76);
        Assert.Equal(all.Count, all.Select(row => row!["integration_id"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(await ListAsync(new SessionRequest { Origin = SessionsOf.NewOwner() }, "?provider=lever"));
        Assert.Single(
            await ListAsync(
                new SessionRequest
                {
                    Origin = SessionsOf.NewOwner(),
                    Providers = ["smartrecruiters"],
                    AuthMethod = AuthMethodKind.Oauth2ClientCredentials,
                }
            )
        );
        Assert.Empty(await ListAsync(new SessionRequest { Origin = SessionsOf.NewOwner(), Providers = [Sandbox] }, "?provider=lever"));

        async Task<JsonArray> ListAsync(SessionRequest request, string query = "")
        {
            var (token, _) = await hub.Sessions.IssueAsync(request);
            return (await ReadAsync(await GetAsync(token, $"connectors{query}"), HttpStatusCode.OK))["integrations"]!.AsArray();
        }
    }

    [Fact]
    public async Task an_account_is_edited_in_the_way_it_was_linked()
    {
        var owner = SessionsOf.NewOwner();
        var (token, _) = await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner, Providers = [Sandbox] });
        var account = await LinkAsync(token, Key);
        // SmartRecruiters cannot be asked here; the account is made one of its own in the store.
        await hub.Sessions.ChangeAsync(db =>
            db.LinkedAccounts.Where(one => one.Id == account)
                .ExecuteUpdateAsync(
                    change =>
                        change
                            .SetProperty(one => one.ProviderSlug, "smartrecruiters")
                            .SetProperty(one => one.AuthMethod, AuthMethodKind.Oauth2ClientCredentials),
                    TestContext.Current.CancellationToken
                )
        );

        const string First = "smartrecruiters.api_key";
        const string Used = "smartrecruiters.oauth2_client_credentials";
        // The component takes the first row of the provider that it edits.
        Assert.Equal([Used], await IdsAsync(new SessionRequest { Origin = owner, Providers = ["smartrecruiters"] }));
        Assert.Equal([Used], await IdsAsync(new SessionRequest { Origin = owner, AccountId = account }, "?provider=smartrecruiters"));
        Assert.Equal([Used], await IdsAsync(new SessionRequest { Origin = owner }, "?provider=smartrecruiters"));
        Assert.Equal([Used, First], await IdsAsync(new SessionRequest { Origin = owner, Multiple = true }, "?provider=smartrecruiters"));
        Assert.Equal(
            [First, Used],
            await IdsAsync(
                new SessionRequest
                {
                    Origin = owner,
                    Providers = ["smartrecruiters"],
                    Multiple = true,
                }
            )
        );
        // What a session offers is offered, however the account that is there was linked.
        Assert.Equal(
            [First],
            await IdsAsync(
                new SessionRequest
                {
                    Origin = owner,
                    Providers = ["smartrecruiters"],
                    AuthMethod = AuthMethodKind.ApiKey,
                }
            )
        );

        async Task<IEnumerable<string>> IdsAsync(SessionRequest request, string query = "")
        {
            var (asking, _) = await hub.Sessions.IssueAsync(request);
            return (await ReadAsync(await GetAsync(asking, $"connectors{query}"), HttpStatusCode.OK))["integrations"]!
                .AsArray()
                .Select(row => row!["integration_id"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task a_link_that_is_sent_again_is_answered_the_same_and_tried_once()
    {
        var asked = hub.Provider.Requests.Count;
        var (token, _) = await hub.Sessions.IssueAsync(
            new SessionRequest
            {
                Origin = SessionsOf.NewOwner(),
                Providers = [EmbeddingHub.CountingSlug],
                Multiple = true,
            }
        );
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = Request(HttpMethod.Post, token, "accounts");
            request.Headers.Add("Idempotency-Key", "the-same");
            request.Content = JsonContent.Create(
                Form($"{EmbeddingHub.CountingSlug}.api_key", new { api_key = EmbeddingHub.CountingKey, environment = "production" })
            );
            using var answer = await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
            answers.Add(await BodyAsync(answer, HttpStatusCode.Created));
            Assert.Equal(i == 1, answer.Headers.Contains("Idempotent-Replayed"));
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(1, hub.Provider.Requests.Count - asked);
        Assert.Equal(1, await CountAsync(JsonNode.Parse(answers[0])!["id"]!.GetValue<Guid>()));
    }

    [Fact]
    public async Task neither_token_nor_key_reaches_the_log()
    {
        var token = await hub.Sessions.IssueAsync(Sandbox);
        var account = await LinkAsync(token, "sandbox-good-canary");
        await PostAsync(token, "accounts", Form("sandbox-ats.api_key", new { api_key = "sandbox-bad-canary" }));
        await PatchAsync(token, account, Form("sandbox-ats.api_key", new { workspace = "workspace-canary" }));
        await GetAsync(token + "-canary", "settings");
        // It logs all that it ever does; once this last request is there, everything before it is.
        await GetAsync(token, "connectors/the-last-one");
        await hub.Hub.WroteAsync("/connectors/the-last-one");
        Assert.Contains("/api/hub/settings", hub.Hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", hub.Hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, hub.Hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_connector_is_a_form_that_leaves_nothing_to_work_out()
    {
        var token = await hub.Sessions.IssueAsync(Sandbox);
        var connector = await ReadAsync(await GetAsync(token, "connectors/sandbox-ats.api_key"), HttpStatusCode.OK);
        Assert.Equal("""{"configured_webhook_events":{},"project_settings":{}}""", connector["hub_settings"]!.ToJsonString());
        var config = connector["config"]!.AsObject();
        Assert.Equal(
            ("sandbox-ats", "Sandbox ATS", "custom"),
            (config["key"]!.GetValue<string>(), config["name"]!.GetValue<string>(), config["type"]!.GetValue<string>())
        );
        Assert.Equal($"{hub.Hub.Address}/providers/sandbox-ats", config["support"]!["link"]!.GetValue<string>());
        Assert.Equal($"{hub.Hub.Address}/providers/sandbox-ats/logo.svg", config["assets"]!["icon"]!.GetValue<string>());
        // With it the component would take the form for one of the old kind.
        Assert.Null(config["authentication"]);
        Assert.Null(config["grantType"]);
        Assert.Equal(
            """{"key":"api_key","label":"API Key","type":"password","required":true,"readOnly":false,"secret":true,"placeholder":"sandbox-good","description":"Any of the keys in the guide."}""",
            config["configFields"]![0]!.ToJsonString()
        );
        var workspace = config["configFields"]![1]!;
        Assert.Equal(
            ("text", false, false),
            (workspace["type"]!.GetValue<string>(), workspace["required"]!.GetValue<bool>(), workspace["secret"]!.GetValue<bool>())
        );
        Assert.Equal("html-pattern", workspace["validation"]!["type"]!.GetValue<string>());
        Assert.Equal("Use lower-case letters, digits and dashes.", workspace["validation"]!["error"]!.GetValue<string>());

        // A bare provider is its first method.
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(token, "connectors/sandbox-ats")).StatusCode);
        foreach (var id in new[] { "lever.api_key", "sandbox-ats.basic", "nobody", "nobody.api_key", "sandbox-ats." })
        {
            Assert.Equal(
                "connector_not_found",
                (await ReadAsync(await GetAsync(token, $"connectors/{id}"), HttpStatusCode.NotFound))["errorCode"]!.GetValue<string>()
            );
        }
    }

    [Fact]
    public async Task every_form_of_the_catalog_can_be_read_by_the_component()
    {
        var token = await hub.Sessions.IssueAsync();
        var ids = (await ReadAsync(await GetAsync(token, "connectors"), HttpStatusCode.OK))["integrations"]!
            .AsArray()
            .Select(row => row!["integration_id"]!.GetValue<string>())
            .ToList();
        foreach (var id in ids)
        {
            var config = (await ReadAsync(await GetAsync(token, $"connectors/{id}"), HttpStatusCode.OK))["config"]!;
            // Who signs in has nothing to fill in, at most places.
            Assert.True(
                config["configFields"]!.AsArray().Count > 0 || id.EndsWith("oauth2_authorization_code", StringComparison.Ordinal),
                id
            );
            Assert.All(
                config["configFields"]!.AsArray(),
                field =>
                {
                    Assert.Contains(field!["type"]!.GetValue<string>(), new[] { "text", "password", "select" });
                    Assert.Equal(field["type"]!.GetValue<string>() == "password", field["secret"]!.GetValue<bool>());
                    Assert.False(field.AsObject().ContainsKey("condition"));
                    Assert.Equal(field["type"]!.GetValue<string>() == "select", field["options"] is JsonArray { Count: > 0 });
                }
            );
            if (id.EndsWith("oauth2_client_credentials", StringComparison.Ordinal))
            {
                // Anything else would open a window for signing in.
                Assert.Equal(
                    ("oauth2", "client_credentials"),
                    (config["type"]!.GetValue<string>(), config["grantType"]!.GetValue<string>())
                );
            }
        }

        var region = (await ReadAsync(await GetAsync(token, "connectors/surveysparrow"), HttpStatusCode.OK))["config"]!["configFields"]!
            .AsArray()
            .Single(field => field!["type"]!.GetValue<string>() == "select")!;
        Assert.False(region["required"]!.GetValue<bool>());
        Assert.Equal("""{"label":"Find out for me","value":""}""", region["options"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task an_account_is_linked_read_and_edited()
    {
        var token = await hub.Sessions.IssueAsync(Sandbox);
        using var created = await PostAsync(token, "accounts", Form("sandbox-ats.api_key", new { api_key = Key, workspace = "acme" }));
        var linked = await ReadAsync(created, HttpStatusCode.Created);
        Assert.Equal(Sandbox, linked["provider"]!.GetValue<string>());
        var id = linked["id"]!.GetValue<Guid>();
        Assert.Equal(2, linked.AsObject().Count);

        Assert.Equal(
            $$"""{"secureId":"{{id}}","provider":"sandbox-ats","setupInformation":{"workspace":"acme"},"secrets":{"api_key":"__secretvalue:**redacted**anna"},"version":"1.0.0","authConfigKey":"api_key","environment":"production","integrationId":"sandbox-ats.api_key"}""",
            await BodyAsync(await GetAsync(token, $"accounts/{id}"), HttpStatusCode.OK)
        );

        // The component leaves out a secret that nobody touched; what comes back masked counts the same.
        await OkAsync(await PatchAsync(token, id, Form("sandbox-ats.api_key", new { workspace = "other" })));
        Assert.Equal(("other", "anna"), await StateAsync(token, id));
        await OkAsync(
            await PatchAsync(
                token,
                id,
                Form("sandbox-ats.api_key", new { api_key = "__secretvalue:**redacted**anna", workspace = "third" })
            )
        );
        Assert.Equal(("third", "anna"), await StateAsync(token, id));
        // A field that was emptied is left out as well.
        await OkAsync(await PatchAsync(token, id, Form("sandbox-ats.api_key", new { })));
        Assert.Equal((null, "anna"), await StateAsync(token, id));
        // The key of another person takes its place: the session is for one account there, whoever's it is.
        await OkAsync(await PatchAsync(token, id, Form("sandbox-ats.api_key", new { api_key = "sandbox-good-berta" })));
        Assert.Equal((null, "erta"), await StateAsync(token, id));
        Assert.Equal(1, await CountAsync(id));
    }

    [Fact]
    public async Task a_session_for_one_account_takes_no_other_persons_key()
    {
        var owner = SessionsOf.NewOwner();
        var (token, _) = await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner });
        var account = await LinkAsync(token, Key);
        var (edit, _) = await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner, AccountId = account });
        var refused = await ReadAsync(
            await PatchAsync(edit, account, Form("sandbox-ats.api_key", new { api_key = "sandbox-good-berta" })),
            HttpStatusCode.Conflict
        );
        Assert.Equal("other_identity", refused["errorCode"]!.GetValue<string>());
        Assert.Equal((null, "anna"), await StateAsync(edit, account));
    }

    [Theory]
    [InlineData(
        "sandbox-bad",
        422,
        "invalid_credentials",
        "Sandbox ATS rejected this key. Try sandbox-good.\n\n"
            + "Step 1 of the guide: To link an account, enter `sandbox-good` and press **Connect**.",
        "Nothing was saved."
    )]
    [InlineData("sandbox-partner", 422, "wrong_key_kind", "This is a partner key.", "Nothing was saved.")]
    [InlineData("sandbox-address", 422, "wrong_address", "Sandbox ATS does not know this address.", "Nothing was saved.")]
    [InlineData("sandbox-busy", 429, "provider_rate_limited", "Too many requests at Sandbox ATS.", "Wait a minute.\nNothing was saved.")]
    [InlineData("sandbox-down", 503, "provider_unavailable", "Sandbox ATS is not available right now.", "Reference for support: ")]
    [InlineData("sandbox-html", 502, "provider_answer_unexpected", "Sandbox ATS gave an unexpected answer.", "Reference for support: ")]
    [InlineData("", 400, "invalid_fields", "Enter the API Key.", "Nothing was saved.")]
    public async Task a_refusal_says_what_to_do_and_is_never_taken_for_the_sessions(
        string key,
        int status,
        string code,
        string message,
        string next
    )
    {
        var token = await hub.Sessions.IssueAsync(Sandbox);
        using var answer = await PostAsync(token, "accounts", Form("sandbox-ats.api_key", new { api_key = key }));
        var error = await ReadAsync(answer, (HttpStatusCode)status);
        Assert.Equal((status, code), (error["statusCode"]!.GetValue<int>(), error["errorCode"]!.GetValue<string>()));
        Assert.StartsWith(message, error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(next, error["provider_response"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("still here", error.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("invalid_key", error.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"integration_id":"lever.api_key","credentials":{"api_key":"x"}}""", "integration_id")]
    [InlineData("""{"integration_id":"nobody","credentials":{}}""", "integration_id")]
    [InlineData("""{"credentials":{"api_key":"x"}}""", "integration_id")]
    [InlineData("""{"integration_id":"sandbox-ats.api_key","credentials":{"apiKey":"x"}}""", "credentials.apiKey")]
    [InlineData("""{"integration_id":"sandbox-ats.api_key"}""", "credentials.api_key")]
    [InlineData("""{"integration_id":"sandbox-ats.api_key","credentials":"x"}""", "credentials")]
    [InlineData("""{"integration_id":"sandbox-ats.api_key","credentials":{"api_key":{}}}""", "credentials")]
    [InlineData("""{"integration_id":5}""", "integration_id")]
    public async Task a_request_that_makes_no_sense_is_told_where(string body, string field)
    {
        var token = await hub.Sessions.IssueAsync(Sandbox);
        using var request = Request(HttpMethod.Post, token, "accounts");
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var error = await ReadAsync(answer, HttpStatusCode.BadRequest);
        Assert.Contains(error["errors"]!.AsArray(), one => one!.GetValue<string>().StartsWith($"{field}: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task nobody_elses_account_is_there()
    {
        var owner = SessionsOf.NewOwner();
        var (mine, _) = await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner });
        var account = await LinkAsync(mine, Key);
        var another = await LinkAsync(
            (await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner, Multiple = true })).Token,
            "sandbox-good-berta"
        );
        await ThereAsync(mine, HttpStatusCode.OK);
        await ThereAsync((await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner, Multiple = true })).Token, HttpStatusCode.OK);
        await ThereAsync(
            (await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner, AccountId = account })).Token,
            HttpStatusCode.OK
        );
        // Another customer, one whose id differs in case alone, another provider, another category, another account of the same customer.
        await ThereAsync(await hub.Sessions.IssueAsync(), HttpStatusCode.NotFound);
        await ThereAsync(
            (await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner with { Id = owner.Id.ToUpperInvariant() } })).Token,
            HttpStatusCode.NotFound
        );
        await ThereAsync(
            (await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner, Providers = ["lever"] })).Token,
            HttpStatusCode.NotFound
        );
        await ThereAsync(
            (await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner, Categories = [ProviderCategory.Crm] })).Token,
            HttpStatusCode.NotFound
        );
        await ThereAsync(
            (await hub.Sessions.IssueAsync(new SessionRequest { Origin = owner, AccountId = another })).Token,
            HttpStatusCode.NotFound
        );
        Assert.Equal((null, "anna"), await StateAsync(mine, account));

        async Task ThereAsync(string token, HttpStatusCode expected)
        {
            Assert.Equal(expected, (await GetAsync(token, $"accounts/{account}")).StatusCode);
            Assert.Equal(expected, (await PatchAsync(token, account, Form("sandbox-ats.api_key", new { }))).StatusCode);
        }
    }

    [Fact]
    public async Task a_connection_attempt_is_the_sessions_own_and_ends()
    {
        var token = await hub.Sessions.IssueAsync(Sandbox);
        using var started = await PostAsync(token, "connection_attempts", new { token });
        var id = (await ReadAsync(started, HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        Assert.Equal(
            $$"""{"id":"{{id}}","status":"pending","account":null,"error":null}""",
            await BodyAsync(await GetAsync(token, $"connection_attempts/{id}"), HttpStatusCode.OK)
        );

        var stranger = await hub.Sessions.IssueAsync(Sandbox);
        await ReadAsync(await GetAsync(stranger, $"connection_attempts/{id}"), HttpStatusCode.NotFound);
        using var foreign = Request(HttpMethod.Delete, stranger, $"connection_attempts/{id}");
        await ReadAsync(await hub.Client.SendAsync(foreign, TestContext.Current.CancellationToken), HttpStatusCode.NotFound);
        Assert.Equal("pending", await StatusAsync());

        await hub.Sessions.ChangeAsync(db =>
            db.ConnectionAttempts.Where(one => one.Id == id)
                .ExecuteUpdateAsync(
                    change => change.SetProperty(one => one.CreatedAt, TimeProvider.System.GetUtcNow() - ConnectionAttempt.Lifetime),
                    TestContext.Current.CancellationToken
                )
        );
        Assert.Equal("expired", await StatusAsync());

        using var again = await PostAsync(token, "connection_attempts", new { token });
        id = (await ReadAsync(again, HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        using var cancel = Request(HttpMethod.Delete, token, $"connection_attempts/{id}");
        await OkAsync(await hub.Client.SendAsync(cancel, TestContext.Current.CancellationToken));
        Assert.Equal("cancelled", await StatusAsync());

        async Task<string> StatusAsync() =>
            (await ReadAsync(await GetAsync(token, $"connection_attempts/{id}"), HttpStatusCode.OK))["status"]!.GetValue<string>();
    }

    [Fact]
    public async Task a_session_has_so_many_attempts_in_progress_and_no_more()
    {
        var token = await hub.Sessions.IssueAsync(Sandbox);
        for (var i = 0; i < ConnectionAttempts.MaxPending; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await PostAsync(token, "connection_attempts", new { token })).StatusCode);
        }

        using var one = await PostAsync(token, "connection_attempts", new { token });
        await ReadAsync(one, HttpStatusCode.TooManyRequests);
        Assert.NotNull(one.Headers.RetryAfter);
    }

    public static TheoryData<string, string> Routes =>
        new()
        {
            { "GET", "settings" },
            { "GET", "connectors" },
            { "GET", "connectors/sandbox-ats.api_key" },
            { "POST", "accounts" },
            { "GET", "accounts/0199b1f0-0000-7000-8000-000000000000" },
            { "PATCH", "accounts/0199b1f0-0000-7000-8000-000000000000" },
            { "POST", "connection_attempts" },
            { "GET", "connection_attempts/0199b1f0-0000-7000-8000-000000000000" },
            { "DELETE", "connection_attempts/0199b1f0-0000-7000-8000-000000000000" },
        };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task a_session_that_is_not_good_reaches_nothing_and_is_told_why(string method, string route)
    {
        var (expired, expiredId) = await hub.Sessions.IssueAsync(new SessionRequest { Origin = SessionsOf.NewOwner() });
        await hub.Sessions.ChangeAsync(expiredId, session => session.ExpiresAt = TimeProvider.System.GetUtcNow());
        var (used, usedId) = await hub.Sessions.IssueAsync(new SessionRequest { Origin = SessionsOf.NewOwner(), EndsAfterOne = true });
        await hub.Sessions.ChangeAsync(usedId, session => session.UsedAt = TimeProvider.System.GetUtcNow());
        var (revoked, revokedId) = await hub.Sessions.IssueAsync(new SessionRequest { Origin = SessionsOf.NewOwner() });
        await hub.Sessions.ChangeAsync(revokedId, session => session.RevokedAt = TimeProvider.System.GetUtcNow());
        var (bound, boundId) = await hub.Sessions.IssueAsync(new SessionRequest { Origin = SessionsOf.NewOwner() });
        await hub.Sessions.ChangeAsync(
            boundId,
            session => (session.OpenedAt, session.BrowserHash) = (TimeProvider.System.GetUtcNow(), BearerToken.HashOf("this-browser"))
        );

        // The component takes 401 for success where it changes a credential, and says nothing of it where it makes an account.
        var known =
            route.StartsWith("accounts", StringComparison.Ordinal) && method != "GET"
                ? HttpStatusCode.Conflict
                : HttpStatusCode.Unauthorized;
        await RefusedAsync(token: null, browser: null, HttpStatusCode.Unauthorized, "unauthorized");
        await RefusedAsync("hub_cs_nobodys", browser: null, known, "session_unknown");
        await RefusedAsync(expired, browser: null, known, "session_expired");
        await RefusedAsync(used, browser: null, known, "session_used");
        await RefusedAsync(revoked, browser: null, known, "session_revoked");
        await RefusedAsync(bound, browser: null, known, "session_opened_elsewhere");
        await RefusedAsync(bound, "another-browser", known, "session_opened_elsewhere");
        using var good = await SendAsync(bound, "this-browser");
        Assert.NotEqual(HttpStatusCode.Unauthorized, good.StatusCode);
        Assert.NotEqual(HttpStatusCode.Conflict, good.StatusCode);

        async Task RefusedAsync(string? token, string? browser, HttpStatusCode status, string code)
        {
            using var answer = await SendAsync(token, browser);
            var error = await ReadAsync(answer, status);
            Assert.Equal(code, error["errorCode"]!.GetValue<string>());
            Assert.NotEmpty(error["message"]!.GetValue<string>());
            Assert.Equal(status == HttpStatusCode.Unauthorized, answer.Headers.WwwAuthenticate.Count > 0);
        }

        async Task<HttpResponseMessage> SendAsync(string? token, string? browser)
        {
            using var request = Request(new HttpMethod(method), token, route);
            if (browser is not null)
            {
                request.Headers.Add("x-hub-browser", browser);
            }

            if (method is "POST" or "PATCH")
            {
                request.Content = JsonContent.Create(Form("sandbox-ats.api_key", new { }));
            }

            return await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task pages_of_the_configured_origins_may_call_and_no_others(string method, string route)
    {
        var token = await hub.Sessions.IssueAsync();
        using var preflight = await PreflightAsync(EmbeddingHub.Origin, $"/api/hub/{route}", method);
        Assert.Equal(EmbeddingHub.Origin, preflight.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains(method, preflight.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        var headers = preflight.Headers.GetValues("Access-Control-Allow-Headers").Single().Split(',');
        Assert.All(
            ["x-hub-session-token", "x-hub-browser", "x-hub-version", "content-type", "idempotency-key"],
            header => Assert.Contains(header, headers, StringComparer.OrdinalIgnoreCase)
        );
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Credentials"));

        foreach (
            var origin in new[]
            {
                "https://elsewhere.example",
                "https://shop.example.com.elsewhere.example",
                "http://shop.example.com",
                "null",
            }
        )
        {
            using var refused = await PreflightAsync(origin, $"/api/hub/{route}", method);
            Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
        }

        // What goes wrong can be read as well.
        using var request = Request(new HttpMethod(method), token + "x", route);
        request.Headers.Add("Origin", EmbeddingHub.Origin);
        using var answer = await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Equal(EmbeddingHub.Origin, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("/api/accounts")]
    [InlineData("/api/connect_sessions")]
    [InlineData("/api/connectors/meta")]
    [InlineData("/api/nowhere")]
    [InlineData("/accounts")]
    [InlineData("/Account/Login")]
    public async Task nothing_else_may_be_called_from_another_page(string path)
    {
        using var preflight = await PreflightAsync(EmbeddingHub.Origin, path, "GET");
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Origin"));
        using var request = new HttpRequestMessage(HttpMethod.Get, hub.Hub.Address + path);
        request.Headers.Add("Origin", EmbeddingHub.Origin);
        using var answer = await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task no_answer_is_kept_or_leads_elsewhere()
    {
        using var answer = await GetAsync(await hub.Sessions.IssueAsync(), "settings");
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task a_logo_can_be_shown_by_any_page()
    {
        using var answer = await LogoAsync("smartrecruiters");
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("public, max-age=86400", answer.Headers.CacheControl!.ToString());
        Assert.Equal("cross-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        var svg = System.Xml.Linq.XDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Root!;
        Assert.Equal("SmartRecruiters", svg.Attribute("aria-label")!.Value);
        Assert.Equal("SR", svg.Value);
        using var nobody = await LogoAsync("nobody");
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);

        async Task<HttpResponseMessage> LogoAsync(string slug)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{hub.Hub.Address}/providers/{slug}/logo.svg");
            return await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    private static object Form(string integrationId, object credentials) => new { integration_id = integrationId, credentials };

    private HttpRequestMessage Request(HttpMethod method, string? token, string route)
    {
        var request = new HttpRequestMessage(method, $"{hub.Hub.Address}/api/hub/{route}");
        if (token is not null)
        {
            request.Headers.Add("x-hub-session-token", token);
        }

        return request;
    }

    private async Task<HttpResponseMessage> GetAsync(string token, string route)
    {
        using var request = Request(HttpMethod.Get, token, route);
        return await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> PostAsync(string token, string route, object body)
    {
        using var request = Request(HttpMethod.Post, token, route);
        request.Content = JsonContent.Create(body);
        return await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> PatchAsync(string token, Guid account, object body)
    {
        using var request = Request(HttpMethod.Patch, token, $"accounts/{account}");
        request.Content = JsonContent.Create(body);
        return await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> PreflightAsync(string origin, string path, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, hub.Hub.Address + path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-hub-session-token,x-hub-version");
        return await hub.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<Guid> LinkAsync(string token, string key) =>
        (await ReadAsync(await PostAsync(token, "accounts", Form("sandbox-ats.api_key", new { api_key = key })), HttpStatusCode.Created))[
            "id"
        ]!.GetValue<Guid>();

    private async Task<(string? Workspace, string KeyEnd)> StateAsync(string token, Guid account)
    {
        var read = await ReadAsync(await GetAsync(token, $"accounts/{account}"), HttpStatusCode.OK);
        return (
            read["setupInformation"]!["workspace"]?.GetValue<string>(),
            read["secrets"]!["api_key"]!.GetValue<string>()["__secretvalue:**redacted**".Length..]
        );
    }

    private async Task<int> CountAsync(Guid account)
    {
        var count = 0;
        await hub.Sessions.ChangeAsync(async db =>
        {
            var owner = await db
                .LinkedAccounts.Where(one => one.Id == account)
                .Select(one => one.OriginOwnerId)
                .SingleAsync(TestContext.Current.CancellationToken);
            count = await db.LinkedAccounts.CountAsync(one => one.OriginOwnerId == owner, TestContext.Current.CancellationToken);
        });
        return count;
    }

    private static async Task OkAsync(HttpResponseMessage answer) => await ReadAsync(answer, HttpStatusCode.OK);

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected) =>
        JsonNode.Parse(await BodyAsync(answer, expected))!;

    private static async Task<string> BodyAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, $"{(int)answer.StatusCode} instead of {(int)expected}: {body}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return body;
    }

    /// <summary>A Hub whose sandbox is on, which pages of one origin may hold.</summary>
    public sealed class EmbeddingHub : IAsyncLifetime
    {
        public const string Origin = "https://shop.example.com";

        /// <summary>The provider that <see cref="Provider"/> stands in for, and a key that it accepts.</summary>
        public const string CountingSlug = "lever";
        public const string CountingKey = "lever-key-0123456789";

        private StandInProvider? _provider;
        private RunningHub? _hub;
        private SessionsOf? _sessions;

        public StandInProvider Provider => _provider!;

        public RunningHub Hub => _hub!;

        public SessionsOf Sessions => _sessions!;

        public HttpMessageInvoker Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        public async ValueTask InitializeAsync()
        {
            _provider = await StandInProvider.StartAsync(
                Answers.Json(200, ProviderSamples.Of(CountingSlug, AuthMethodKind.ApiKey).Success.Body)
            );
            _hub = await RunningHub.StartAsync(
                $"Hub:Providers:Overrides:{CountingSlug}:BaseUrl={_provider.Address}",
                $"Hub:Embed:AllowedOrigins:0={Origin}",
                "Logging:LogLevel:Default=Debug",
                "Logging:LogLevel:Microsoft.AspNetCore=Debug",
                "Logging:LogLevel:Microsoft.EntityFrameworkCore=Debug"
            );
            _sessions = new SessionsOf(_hub);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            if (_sessions is not null)
            {
                await _sessions.DisposeAsync();
            }

            if (_hub is not null)
            {
                await _hub.DisposeAsync();
            }

            if (_provider is not null)
            {
                await _provider.DisposeAsync();
            }
        }
    }
}
