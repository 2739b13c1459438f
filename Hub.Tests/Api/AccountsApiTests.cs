using System.Text.Json.Nodes;
using Hub.Core.AccessKeys;
using Hub.Core.Audit;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Api;

public sealed class AccountsApiTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Path = "/api/accounts";
    private const string OldSdk = "speakeasy-sdk/typescript 4.28.0 2.753.1 1.0.0 @stackone/stackone-client-ts";

    [Fact]
    public async Task an_account_has_all_that_clients_need()
    {
        var id = await hub.LinkAsync("shape", "sandbox-limited");

        var answer = await hub.GetAsync($"{Path}/{id}");

        Assert.Equal((200, "application/json"), (answer.Status, answer.MediaType));
        var account = answer.Json.AsObject();
        Assert.Equal(
            [
                "created_at",
                "credentials",
                "id",
                "identity",
                "integration_id",
                "label",
                "metadata",
                "name",
                "origin_owner_id",
                "origin_owner_name",
                "origin_username",
                "provider",
                "provider_name",
                "setup_information",
                "status",
                "status_reasons",
                "type",
                "updated_at",
            ],
            account.Select(member => member.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            (id.ToString(), "sandbox-ats", "Sandbox ATS"),
            (Text(account, "id"), Text(account, "provider"), Text(account, "provider_name"))
        );
        Assert.Equal(
            ("active", "production", "sandbox-ats.api_key"),
            (Text(account, "status"), Text(account, "type"), Text(account, "integration_id"))
        );
        Assert.Equal(("shape", "shape Inc."), (Text(account, "origin_owner_id"), Text(account, "origin_owner_name")));
        Assert.All(["credentials", "setup_information", "label", "metadata", "origin_username"], member => Assert.Null(account[member]));
        var reason = Assert.Single(account["status_reasons"]!.AsArray())!.AsObject();
        Assert.Equal("right_missing", Text(reason, "code"));
        Assert.All(
            ["created_at", "updated_at"],
            member => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", Text(account, member))
        );
    }

    [Fact]
    public async Task accounts_are_listed_in_pages_newest_first()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await hub.StoreAsync("pages")).ToString());
        }

        Assert.Equal(ids[..2], await IdsAsync("?origin_owner_id=pages&page=1&page_size=2"));
        Assert.Equal(ids[..2], await IdsAsync("?origin_owner_id=pages&page=0&page_size=2"));
        Assert.Equal(ids[2..4], await IdsAsync("?origin_owner_id=pages&page=2&page_size=2"));
        Assert.Equal(ids[4..], await IdsAsync("?origin_owner_id=pages&page=3&page_size=2"));
        Assert.Empty(await IdsAsync("?origin_owner_id=pages&page=2147483647&page_size=100"));
        Assert.Equal(ids, await IdsAsync("?origin_owner_id=pages"));
    }

    [Fact]
    public async Task lists_are_written_in_several_ways()
    {
        var one = (await hub.StoreAsync("one", "lever")).ToString();
        var two = (await hub.StoreAsync("two, too", "greenhouse", rejected: true)).ToString();
        var three = (await hub.StoreAsync("three", "ashby")).ToString();
        string[] all = [three, two, one];
        var ids = $"account_ids={one},{two}&account_ids[]={three}";

        Assert.Equal(all, await IdsAsync($"?account_ids={one}&account_ids={two}&account_ids={three}"));
        Assert.Equal(all, await IdsAsync($"?{ids}"));
        Assert.Equal([one], await IdsAsync($"?{ids}&provider=lever"));
        Assert.Equal([two, one], await IdsAsync($"?{ids}&providers=Lever&providers=greenhouse"));
        Assert.Equal([three, one], await IdsAsync($"?{ids}&providers[]=lever,ashby"));
        Assert.Equal([two], await IdsAsync($"?{ids}&status=error"));
        Assert.Equal([three, one], await IdsAsync($"?{ids}&status=active&status[]=inactive"));
        Assert.Empty(await IdsAsync($"?{ids}&status=inactive"));
        Assert.Equal([two], await IdsAsync("?origin_owner_id=two%2C%20too"));
        Assert.Equal([three, one], await IdsAsync("?origin_owner_ids=one&origin_owner_ids=three"));
        Assert.Empty(await IdsAsync("?account_ids=no-id"));
        Assert.Empty(await IdsAsync($"?{ids}&provider=nobody"));
    }

    [Theory]
    [InlineData("page=-1", "page")]
    [InlineData("page=x", "page")]
    [InlineData("page=99999999999", "page")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("page_size=101", "page_size")]
    [InlineData("page_size=1.5", "page_size")]
    [InlineData("status=busy", "status")]
    public async Task what_is_wrong_with_a_query_is_named(string query, string field)
    {
        var answer = await hub.GetAsync($"{Path}?{query}");

        Assert.Equal("invalid_fields", answer.ErrorCode(400));
        Assert.StartsWith($"{field}: ", Assert.Single(answer.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_query_has_an_end()
    {
        Assert.Equal(
            "invalid_fields",
            (await hub.GetAsync($"{Path}?account_ids={string.Join(',', Enumerable.Range(0, 101))}")).ErrorCode(400)
        );
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/meta")]
    [InlineData("GET", "?include=credentials")]
    public async Task an_account_that_is_not_there_is_told(string method, string more)
    {
        foreach (var id in new[] { "no-id", Guid.CreateVersion7().ToString(), "%25", "..%2f" })
        {
            var request = ApiHub.WithoutBody(new HttpMethod(method), $"{Path}/{id}{more}");
            request.Content = method == "PATCH" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null;
            Assert.Equal("account_not_found", (await hub.SendAsync(request)).ErrorCode(404));
        }
    }

    [Fact]
    public async Task a_credential_is_handed_out_to_who_may_and_is_recorded()
    {
        var id = await hub.LinkAsync("credentials", "sandbox-good-secret1");

        var account = (await hub.GetAsync($"{Path}/{id}?include=credentials")).Json;

        Assert.Equal("sandbox-good-secret1", account["credentials"]!["api_key"]!.GetValue<string>());
        Assert.Equal("acme", account["setup_information"]!["workspace"]!.GetValue<string>());
        Assert.Null(account["credentials"]!["workspace"]);
        var read = Assert.Single(await AuditAsync(id), entry => entry.Action == AuditActions.CredentialRead);
        Assert.Equal(ActorKind.AccessKey, read.ActorKind);

        var key = await hub.NewKeyAsync(AccessScopes.All & ~AccessScopes.CredentialsRead);
        Assert.Equal(
            "missing_scope",
            (await hub.SendAsync(Bearing(HttpMethod.Get, $"{Path}/{id}?include=credentials", key))).ErrorCode(403)
        );
        Assert.Equal(200, (await hub.SendAsync(Bearing(HttpMethod.Get, $"{Path}/{id}", key))).Status);
        Assert.Single(await AuditAsync(id), entry => entry.Action == AuditActions.CredentialRead);
    }

    [Fact]
    public async Task what_is_sent_changes_and_the_rest_stays()
    {
        var id = await hub.LinkAsync("before");

        var changed = await hub.PatchAsync(
            $"{Path}/{id}",
            """
            {"origin_owner_id":"after","origin_owner_name":"After Inc.","origin_username":"jane","label":"EU","metadata":{"a":[1]},"type":"test","provider":"sandbox-ats","shared":true,"environment":"x"}
            """
        );
        var again = await hub.PatchAsync(
            $"{Path}/{id}",
            """{"metadata":{},"credentials":{},"secrets":{},"setup_information":{},"label":{}}"""
        );

        Assert.Equal((200, 200), (changed.Status, again.Status));
        Assert.Equal(changed.Text, again.Text);
        var account = (await hub.GetAsync($"{Path}/{id}")).Json.AsObject();
        Assert.Equal(changed.Text, account.ToJsonString());
        Assert.Equal(
            ("after", "After Inc.", "jane"),
            (Text(account, "origin_owner_id"), Text(account, "origin_owner_name"), Text(account, "origin_username"))
        );
        Assert.Equal(("EU", "test", "{\"a\":[1]}"), (Text(account, "label"), Text(account, "type"), account["metadata"]!.ToJsonString()));
        Assert.Equal(
            ActorKind.AccessKey,
            Assert.Single(await AuditAsync(id), entry => entry.Action == AuditActions.AccountEdited).ActorKind
        );
    }

    [Theory]
    [InlineData("a product's")]
    [InlineData("a product's with all that it can have")]
    [InlineData("a person's")]
    [InlineData("one that failed")]
    [InlineData("one of a provider that is gone")]
    public async Task what_was_given_can_be_sent_back(string kind)
    {
        var id = kind switch
        {
            "a person's" => await hub.StoreAsync(""),
            "one that failed" => await hub.StoreAsync("", rejected: true),
            "one of a provider that is gone" => await hub.StoreAsync("", provider: "gone"),
            _ => await hub.LinkAsync($"round-trip-{kind.Length}"),
        };
        if (kind == "a product's with all that it can have")
        {
            await hub.PatchAsync($"{Path}/{id}", """{"origin_username":"jane","label":"EU","metadata":{"a":[1]},"type":"test"}""");
        }

        var given = (await hub.GetAsync($"{Path}/{id}")).Json.AsObject();
        var answer = await hub.PatchAsync($"{Path}/{id}", given.ToJsonString());

        Assert.Equal(200, answer.Status);
        var after = (await hub.GetAsync($"{Path}/{id}")).Json.AsObject();
        Assert.All(
            given.Where(member => member.Key != "updated_at"),
            member => Assert.Equal(member.Value?.ToJsonString(), after[member.Key]?.ToJsonString())
        );
        foreach (var (name, value) in given)
        {
            var one = await hub.PatchAsync($"{Path}/{id}", new JsonObject { [name] = value?.DeepClone() }.ToJsonString());
            Assert.True(one.Status == 200, $"{name}: {one.Text}");
        }
    }

    [Fact]
    public async Task what_was_given_with_the_credential_can_be_sent_back()
    {
        var id = await hub.LinkAsync("round-trip-credential");
        var given = (await hub.GetAsync($"{Path}/{id}?include=credentials")).Json.AsObject();
        Assert.NotEmpty(given["credentials"]!.AsObject());
        Assert.Equal(200, (await hub.PatchAsync($"{Path}/{id}", given.ToJsonString())).Status);
        var after = (await hub.GetAsync($"{Path}/{id}?include=credentials")).Json.AsObject();
        Assert.Equal(given["credentials"]!.ToJsonString(), after["credentials"]!.ToJsonString());
        Assert.Equal(given["setup_information"]?.ToJsonString(), after["setup_information"]?.ToJsonString());
    }

    [Fact]
    public async Task what_a_person_linked_can_be_given_an_owner_and_no_empty_one()
    {
        var id = await hub.StoreAsync("");
        Assert.Equal(200, (await hub.PatchAsync($"{Path}/{id}", """{"origin_owner_id":"acme","origin_owner_name":"Acme"}""")).Status);
        Assert.Equal(400, (await hub.PatchAsync($"{Path}/{id}", """{"origin_owner_id":""}""")).Status);
        Assert.Equal(400, (await hub.PatchAsync($"{Path}/{id}", """{"origin_owner_name":""}""")).Status);
    }

    [Fact]
    public async Task what_old_sdks_send_unasked_is_overheard()
    {
        var id = await hub.LinkAsync("old-sdk");
        await hub.PatchAsync($"{Path}/{id}", """{"type":"test"}""");

        var changed = await hub.PatchAsync($"{Path}/{id}", """{"type":"production","label":"x"}""", ("User-Agent", OldSdk));

        Assert.Equal(("test", "x"), (Text(changed.Json.AsObject(), "type"), Text(changed.Json.AsObject(), "label")));
    }

    [Theory]
    [InlineData("credentials")]
    [InlineData("secrets")]
    [InlineData("setup_information")]
    public async Task a_new_credential_is_proved_first(string member)
    {
        var id = await hub.LinkAsync($"rotation of {member}", "sandbox-good-rot");

        var refused = await hub.PatchAsync($"{Path}/{id}", $$$"""{"label":"never","{{{member}}}":{"api_key":"sandbox-wrong"}}""");
        var other = await hub.PatchAsync($"{Path}/{id}", $$$"""{"label":"never","{{{member}}}":{"api_key":"sandbox-good-else"}}""");
        var accepted = await hub.PatchAsync($"{Path}/{id}", $$$"""{"label":"now","{{{member}}}":{"api_key":"sandbox-good-rot"}}""");

        Assert.Equal("invalid_credentials", refused.ErrorCode(422));
        Assert.StartsWith("credentials.api_key: Sandbox ATS rejected this key.", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal(422, refused.Json["provider_errors"]![0]!["status"]!.GetValue<int>());
        Assert.Equal("other_identity", other.ErrorCode(409));
        Assert.Equal((200, "now"), (accepted.Status, Text(accepted.Json.AsObject(), "label")));
        var stored = (await hub.GetAsync($"{Path}/{id}?include=credentials")).Json;
        // What was left out stays.
        Assert.Equal("acme", stored["setup_information"]!["workspace"]!.GetValue<string>());
        Assert.Equal(
            ActorKind.AccessKey,
            Assert.Single(await AuditAsync(id), entry => entry.Action == AuditActions.AccountUpdated).ActorKind
        );
    }

    [Theory]
    [InlineData("sandbox-partner", 422, "wrong_key_kind")]
    [InlineData("sandbox-address", 422, "wrong_address")]
    [InlineData("sandbox-busy", 429, "provider_rate_limited")]
    [InlineData("sandbox-down", 503, "provider_unavailable")]
    [InlineData("sandbox-html", 502, "provider_answer_unexpected")]
    public async Task what_a_provider_says_is_never_taken_for_a_refusal_of_the_access_key(string key, int status, string code)
    {
        var id = await hub.StoreAsync("outcomes");

        var answer = await hub.PatchAsync($"{Path}/{id}", $$$"""{"credentials":{"api_key":"{{{key}}}"}}""");

        Assert.Equal(code, answer.ErrorCode(status));
        Assert.DoesNotContain("press Connect", answer.Text, StringComparison.Ordinal);
        Assert.Equal(status == 429 ? "15" : null, answer.Header("Retry-After"));
    }

    [Fact]
    public async Task every_field_that_is_wrong_is_named_at_once()
    {
        var id = await hub.StoreAsync("faults");

        var answer = await hub.PatchAsync(
            $"{Path}/{id}",
            """
            {"provider":"lever","integration_id":"lever.api_key","origin_owner_id":" ","origin_owner_name":5,"origin_username":[],"metadata":"x","type":"play",
             "credentials":{"api_key":5},"secrets":{"magic":"x"}}
            """
        );

        Assert.Equal("invalid_fields", answer.ErrorCode(400));
        Assert.Equal(
            [
                "credentials",
                "integration_id",
                "metadata",
                "origin_owner_id",
                "origin_owner_name",
                "origin_username",
                "provider",
                "secrets",
                "type",
            ],
            answer.Errors.Select(error => error.Split(':')[0]).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task a_person_s_account_is_the_products_to_see_and_change_too()
    {
        var id = await hub.StoreAsync("", owner: await hub.NewPersonAsync());

        var account = (await hub.GetAsync($"{Path}/{id}")).Json.AsObject();
        Assert.Equal(("", ""), (Text(account, "origin_owner_id"), Text(account, "origin_owner_name")));
        Assert.Equal("theirs", Text((await hub.PatchAsync($"{Path}/{id}", """{"label":"theirs"}""")).Json.AsObject(), "label"));
        Assert.Equal(200, (await hub.DeleteAsync($"{Path}/{id}")).Status);
    }

    [Fact]
    public async Task what_is_unlinked_is_answered_once_more()
    {
        var id = await hub.LinkAsync("delete");
        var before = await hub.GetAsync($"{Path}/{id}");

        var deleted = await hub.DeleteAsync($"{Path}/{id}");

        Assert.Equal((200, before.Text), (deleted.Status, deleted.Text));
        Assert.Equal("account_not_found", (await hub.DeleteAsync($"{Path}/{id}")).ErrorCode(404));
        Assert.Equal(
            0,
            await hub.QueryAsync(db => db.Credentials.CountAsync(field => field.AccountId == id, TestContext.Current.CancellationToken))
        );
        Assert.Equal(
            ActorKind.AccessKey,
            Assert.Single(await AuditAsync(id), entry => entry.Action == AuditActions.AccountUnlinked).ActorKind
        );
    }

    [Fact]
    public async Task an_account_says_what_kind_it_is()
    {
        var here = await hub.StoreAsync("meta", "lever");
        var gone = await hub.StoreAsync("meta", "no-longer-offered");

        Assert.Equal("""{"provider":"lever","category":"ats","models":{}}""", (await hub.GetAsync($"{Path}/{here}/meta")).Text);
        Assert.Equal(
            """{"provider":"no-longer-offered","category":"stackone","models":{}}""",
            (await hub.GetAsync($"{Path}/{gone}/meta")).Text
        );
        Assert.Equal("no-longer-offered", Text((await hub.GetAsync($"{Path}/{gone}")).Json.AsObject(), "provider_name"));
        Assert.Equal("invalid_fields", (await hub.PatchAsync($"{Path}/{gone}", """{"credentials":{"api_key":"x"}}""")).ErrorCode(400));
    }

    [Fact]
    public async Task connectors_are_listed_as_clients_know_them()
    {
        string[] known =
        [
            "hris",
            "ats",
            "hris-legacy",
            "crm",
            "iam",
            "marketing",
            "lms",
            "stackone",
            "documents",
            "ticketing",
            "screening",
            "messaging",
            "accounting",
            "scheduling",
        ];

        var all = (await hub.GetAsync("/api/connectors/meta?include=resources")).Json.AsArray();

        Assert.Equal(
            hub.Get<Core.Providers.ProviderCatalog>()
                .All.Count(provider => provider.Sandbox || provider.Methods.Any(method => method is not AuthMethod.AuthorizationCode)),
            all.Count
        );
        Assert.All(all, connector => Assert.Contains(Text(connector!.AsObject(), "category"), known));
        Assert.All(all, connector => Assert.Equal("{}", connector!["models"]!.ToJsonString()));
        var one = (await hub.GetAsync("/api/connectors/meta/smartrecruiters")).Json.AsObject();
        Assert.Equal(
            ("smartrecruiters", "SmartRecruiters", "ats"),
            (Text(one, "provider"), Text(one, "provider_name"), Text(one, "category"))
        );
        Assert.True(one["active"]!.GetValue<bool>());
        var logo = one["resources"]!["images"]!["logo_url"]!.GetValue<string>();
        Assert.StartsWith(hub.Address, logo, StringComparison.Ordinal);
        Assert.Equal(
            (200, "image/svg+xml"),
            await hub.GetAsync(logo[hub.Address.Length..]) is var picture ? (picture.Status, picture.MediaType) : default
        );
        Assert.Contains("smartrecruiters.api_key", one["integration_ids"]!.AsArray().Select(id => id!.GetValue<string>()));
        Assert.Equal("provider_not_found", (await hub.GetAsync("/api/connectors/meta/nobody")).ErrorCode(404));
    }

    [Fact]
    public async Task a_suspended_account_says_so_and_gives_no_credential_until_it_is_resumed()
    {
        var id = await hub.LinkAsync("suspended-customer");

        var suspended = (await hub.PostAsync($"{Path}/{id}/suspend", "")).Json;
        Assert.Equal("suspended", suspended["status"]!.GetValue<string>());
        Assert.Equal("suspended", suspended["status_reasons"]![0]!["code"]!.GetValue<string>());
        Assert.NotEqual("", suspended["status_reasons"]![0]!["description"]!.GetValue<string>());
        Assert.Equal("account_not_usable", (await hub.GetAsync($"{Path}/{id}?include=credentials")).ErrorCode(412));
        Assert.Equal([id.ToString()], await IdsAsync("?origin_owner_id=suspended-customer&status=suspended"));

        var resumed = (await hub.PostAsync($"{Path}/{id}/resume", "")).Json;
        Assert.Equal("active", resumed["status"]!.GetValue<string>());
        Assert.Empty(resumed["status_reasons"]!.AsArray());
        Assert.Equal(200, (await hub.GetAsync($"{Path}/{id}?include=credentials")).Status);
        Assert.Equal("account_not_found", (await hub.PostAsync($"{Path}/{Guid.CreateVersion7()}/suspend", "")).ErrorCode(404));
    }

    [Fact]
    public async Task an_unlinked_account_is_listed_as_archived_and_nowhere_else()
    {
        var id = await hub.LinkAsync("archived-customer");
        await hub.DeleteAsync($"{Path}/{id}");

        Assert.Equal(404, (await hub.GetAsync($"{Path}/{id}")).Status);
        Assert.Empty(await IdsAsync("?origin_owner_id=archived-customer"));
        Assert.Empty(await IdsAsync("?origin_owner_id=archived-customer&status=active,error,expired,inactive,suspended"));
        var archived = (await hub.GetAsync($"{Path}?origin_owner_id=archived-customer&status=archived")).Json.AsArray()[0]!;
        Assert.Equal((id.ToString(), "archived"), (archived["id"]!.GetValue<string>(), archived["status"]!.GetValue<string>()));
        Assert.Equal("unlinked", archived["status_reasons"]![0]!["code"]!.GetValue<string>());
    }

    private async Task<IEnumerable<string>> IdsAsync(string query)
    {
        var answer = await hub.GetAsync(Path + query);
        Assert.Equal(200, answer.Status);
        return answer.Json.AsArray().Select(account => account!["id"]!.GetValue<string>());
    }

    private Task<AuditEvent[]> AuditAsync(Guid account) =>
        hub.QueryAsync(db => db.AuditEvents.Where(entry => entry.SubjectId == account).ToArrayAsync(TestContext.Current.CancellationToken));

    private static HttpRequestMessage Bearing(HttpMethod method, string path, string key)
    {
        var request = ApiHub.WithoutBody(method, path);
        request.Headers.Authorization = ApiHub.Basic(key);
        return request;
    }

    private static string? Text(JsonObject json, string member) => json[member]?.GetValue<string>();
}
