using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hub.Tests.Api;

public sealed class ConnectSessionsApiTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Path = "/api/connect_sessions";
    private const string OldSdk = "speakeasy-sdk/typescript 4.28.0 2.753.1 1.0.0 @stackone/stackone-client-ts";
    private const string NewSdk = "speakeasy-sdk/typescript 4.34.1 2.753.1 1.0.0 @stackone/stackone-client-ts";

    [Fact]
    public async Task a_session_is_made_with_all_that_it_was_asked_for()
    {
        var answer = await hub.PostAsync(
            Path,
            """
            {"origin_owner_id":"acme","origin_owner_name":"Acme","origin_username":"jane","categories":["ats","hris-legacy"],"provider":"sandbox-ats",
             "expires_in":600,"metadata":{"plan":{"seats":3}},"multiple":true,"label":"EU","type":"test","locale":"de-AT","provider_version":"v1",
             "of_no_interest":1}
            """
        );

        Assert.Equal(201, answer.Status);
        Assert.Equal("application/json", answer.MediaType);
        var session = answer.Json.AsObject();
        Assert.Equal(
            [
                "account_id",
                "auth_link_url",
                "categories",
                "created_at",
                "expires_at",
                "external_trigger_token",
                "id",
                "integration_id",
                "label",
                "locale",
                "metadata",
                "multiple",
                "organization_id",
                "origin_owner_id",
                "origin_owner_name",
                "origin_username",
                "project_id",
                "provider",
                "token",
                "type",
            ],
            session.Select(member => member.Key).Order(StringComparer.Ordinal)
        );
        var token = session["token"]!.GetValue<string>();
        Assert.StartsWith("hub_cs_", token, StringComparison.Ordinal);
        Assert.Equal($"{hub.Address}/connect?locale=de-AT#{token}", session["auth_link_url"]!.GetValue<string>());
        Assert.InRange(session["id"]!.GetValue<long>(), 1, (1L << 53) - 1);
        Assert.Equal("1", session["organization_id"]!.GetValue<string>());
        Assert.Equal(["ats", "hris"], session["categories"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal(
            ("acme", "Acme", "jane"),
            (Text(session, "origin_owner_id"), Text(session, "origin_owner_name"), Text(session, "origin_username"))
        );
        Assert.Equal(("sandbox-ats", "EU", "test"), (Text(session, "provider"), Text(session, "label"), Text(session, "type")));
        Assert.Equal("de-AT", Text(session, "locale"));
        Assert.Equal(3, session["metadata"]!["plan"]!["seats"]!.GetValue<int>());
        Assert.Equal(600, (Time(session, "expires_at") - Time(session, "created_at")).TotalSeconds);
    }

    [Fact]
    public async Task what_is_not_asked_for_is_as_documented()
    {
        var session = (
            await hub.PostAsync(
                Path,
                """{"origin_owner_id":"a","origin_owner_name":"A","metadata":{},"categories":[],"label":null,"provider":""}"""
            )
        ).Json.AsObject();

        Assert.Equal(1800, (Time(session, "expires_at") - Time(session, "created_at")).TotalSeconds);
        Assert.Equal("production", Text(session, "type"));
        Assert.EndsWith($"/connect#{Text(session, "token")}", Text(session, "auth_link_url"), StringComparison.Ordinal);
        Assert.All(
            ["metadata", "categories", "label", "locale", "provider", "account_id", "integration_id"],
            member => Assert.Null(session[member])
        );
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(NewSdk, false)]
    [InlineData("speakeasy-sdk/typescript 4.34.0 x", false)]
    [InlineData("speakeasy-sdk/typescript 5.1.0 x", false)]
    [InlineData("speakeasy-sdk/csharp 0.9.0 x", false)]
    [InlineData(OldSdk, true)]
    [InlineData("speakeasy-sdk/typescript 4.33.9 x", true)]
    [InlineData("speakeasy-sdk/typescript 4.9.0 x", true)]
    public async Task the_organization_is_a_number_only_for_who_insists(string? agent, bool number)
    {
        var answer = await hub.PostAsync(Path, Body(), agent is null ? [] : [("User-Agent", agent)]);

        Assert.Equal(
            number ? System.Text.Json.JsonValueKind.Number : System.Text.Json.JsonValueKind.String,
            answer.Json["organization_id"]!.GetValueKind()
        );
    }

    [Theory]
    [InlineData(
        "integration_id",
        "smartrecruiters.oauth2_client_credentials",
        "smartrecruiters",
        "smartrecruiters.oauth2_client_credentials"
    )]
    [InlineData("connector_profile_id", "smartrecruiters.api_key", "smartrecruiters", "smartrecruiters.api_key")]
    [InlineData("integration_id", "smartrecruiters", "smartrecruiters", null)]
    [InlineData("provider", "SmartRecruiters", "smartrecruiters", null)]
    public async Task a_provider_is_named_in_several_ways(string member, string value, string provider, string? integration)
    {
        var session = (await hub.PostAsync(Path, Body($",\"{member}\":\"{value}\""))).Json.AsObject();

        Assert.Equal(provider, Text(session, "provider"));
        Assert.Equal(integration, session["integration_id"]?.GetValue<string>());
    }

    [Theory]
    [InlineData(",\"provider\":\"lever\",\"integration_id\":\"greenhouse.api_key\"", "integration_id")]
    [InlineData(",\"provider\":\"nobody\"", "provider")]
    [InlineData(",\"categories\":[\"dogs\"]", "categories")]
    [InlineData(",\"categories\":\"ats\"", "categories")]
    [InlineData(",\"expires_in\":59", "expires_in")]
    [InlineData(",\"expires_in\":-1", "expires_in")]
    [InlineData(",\"expires_in\":1e300", "expires_in")]
    [InlineData(",\"expires_in\":31536001", "expires_in")]
    [InlineData(",\"label\":\"*201\"", "label")]
    [InlineData(",\"locale\":\"german\"", "locale")]
    [InlineData(",\"locale\":\"de_DE\"", "locale")]
    [InlineData(",\"locale\":\"de\\n\"", "locale")]
    [InlineData(",\"locale\":\"de&language=fr\"", "locale")]
    [InlineData(",\"locale\":\"de-12345678-12345678-12345678-12345678\"", "locale")]
    [InlineData(",\"locale\":5", "locale")]
    [InlineData(",\"origin_username\":\"*256\"", "origin_username")]
    [InlineData(",\"metadata\":{\"a\":\"*8192\"}", "metadata")]
    [InlineData(",\"metadata\":[1]", "metadata")]
    [InlineData(",\"type\":\"0\"", "type")]
    [InlineData(",\"type\":1", "type")]
    public async Task a_field_that_is_wrong_is_named(string more, string field)
    {
        more = Regex.Replace(
            more,
            @"\*(?<length>\d+)",
            match => new string('x', int.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture)),
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );

        var answer = await hub.PostAsync(Path, Body(more));

        Assert.Equal("invalid_fields", answer.ErrorCode(400));
        Assert.StartsWith($"{field}: ", Assert.Single(answer.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-id")]
    [InlineData("019aae00-0000-7000-8000-00000000ffff")]
    public async Task an_account_that_is_not_there_is_told(string account) =>
        Assert.Equal("account_not_found", (await hub.PostAsync(Path, Body($",\"account_id\":\"{account}\""))).ErrorCode(404));

    [Fact]
    public async Task of_an_account_customer_and_provider_need_not_be_told()
    {
        var account = await hub.StoreAsync("renewed", "lever");

        var session = (await hub.PostAsync(Path, $$"""{"account_id":"{{account}}"}""")).Json.AsObject();

        Assert.Equal(
            ("renewed", "renewed Inc.", "lever", account.ToString()),
            (Text(session, "origin_owner_id"), Text(session, "origin_owner_name"), Text(session, "provider"), Text(session, "account_id"))
        );
        Assert.Equal(
            "account_not_found",
            (
                await hub.PostAsync(Path, $$"""{"account_id":"{{account}}","origin_owner_id":"other","origin_owner_name":"Other"}""")
            ).ErrorCode(404)
        );
        Assert.Equal(
            ["origin_owner_id: is required", "origin_owner_name: is required"],
            (await hub.PostAsync(Path, "{}")).Errors.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task a_token_is_looked_up()
    {
        var made = (await hub.PostAsync(Path, Body(",\"provider\":\"lever\""))).Json.AsObject();

        var answer = await hub.PostAsync($"{Path}/authenticate", $$"""{"token":"{{Text(made, "token")}}"}""");

        Assert.Equal(201, answer.Status);
        made.Remove("token");
        made.Remove("auth_link_url");
        Assert.True(JsonNode.DeepEquals(made, answer.Json), answer.Text);
    }

    [Theory]
    [InlineData("""{"token":"hub_cs_nobodys"}""", 401, "session_unknown")]
    [InlineData("""{"token":""}""", 401, "session_unknown")]
    [InlineData("""{"token":5}""", 400, "invalid_fields")]
    [InlineData("""{}""", 400, "invalid_fields")]
    public async Task a_token_that_is_none_is_told(string body, int status, string code) =>
        Assert.Equal(code, (await hub.PostAsync($"{Path}/authenticate", body)).ErrorCode(status));

    private static string Body(string more = "") => $$"""{"origin_owner_id":"acme","origin_owner_name":"Acme"{{more}}}""";

    private static string? Text(JsonObject json, string member) => json[member]?.GetValue<string>();

    private static DateTimeOffset Time(JsonObject json, string member) =>
        DateTimeOffset.Parse(json[member]!.GetValue<string>(), CultureInfo.InvariantCulture);
}

public sealed class PublicAddressTests(PublicAddressTests.ElsewhereHub hub) : IClassFixture<PublicAddressTests.ElsewhereHub>
{
    [Fact]
    public async Task auth_links_lead_to_the_address_that_the_operator_names()
    {
        var session = (await hub.PostAsync("/api/connect_sessions", """{"origin_owner_id":"acme","origin_owner_name":"Acme"}""")).Json;

        Assert.Equal($"https://hub.example.com/connecting/connect#{session["token"]}", session["auth_link_url"]!.GetValue<string>());
    }

    public sealed class ElsewhereHub : ApiHub
    {
        protected override IEnumerable<string> Settings => ["--Hub:PublicUrl=https://hub.example.com/connecting/"];
    }
}
