using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Api;

/// <summary>What callers send and get in confidence is in no log, however much is logged.</summary>
public sealed class ApiSecrecyTests(ApiSecrecyTests.LoggingHub hub) : IClassFixture<ApiSecrecyTests.LoggingHub>
{
    [Fact]
    public async Task no_token_key_or_field_value_is_logged()
    {
        const string Session = "/api/connect_sessions";
        const string Idempotency = "idempotency-key-of-mine";
        var made = await hub.PostAsync(
            Session,
            """{"origin_owner_id":"confidential-owner","origin_owner_name":"Confidential Inc.","metadata":{"a":"confidential-metadata"}}""",
            ("Idempotency-Key", Idempotency)
        );
        var token = made.Json["token"]!.GetValue<string>();
        await hub.PostAsync($"{Session}/authenticate", $$"""{"token":"{{token}}"}""");
        await hub.PostAsync($"{Session}/authenticate", """{"token":"hub_cs_wrong_one"}""");
        var id = await hub.StoreAsync("confidential-owner");
        Assert.Equal(422, (await hub.PatchAsync($"/api/accounts/{id}", """{"credentials":{"api_key":"wrong-credential"}}""")).Status);
        Assert.Equal(
            200,
            (await hub.PatchAsync($"/api/accounts/{id}", """{"credentials":{"api_key":"sandbox-good-confidential"}}""")).Status
        );
        Assert.Equal(
            400,
            (await hub.PatchAsync($"/api/accounts/{id}", """{"credentials":{"no-such-field":"misplaced-credential"}}""")).Status
        );
        Assert.Equal(400, (await hub.PatchAsync($"/api/accounts/{id}", """{"credentials":{"api_key":"broken-credential}}""")).Status);
        Assert.Equal(200, (await hub.GetAsync($"/api/accounts/{id}?include=credentials")).Status);
        var stranger = ApiHub.WithoutBody(HttpMethod.Get, "/api/accounts");
        stranger.Headers.Authorization = ApiHub.Basic("hub_ak_of_a_stranger");
        Assert.Equal(401, (await hub.SendAsync(stranger)).Status);

        Assert.True(hub.Log.Lines.Count > 100);
        var log = string.Join('\n', hub.Log.Lines);
        Assert.Contains("/api/accounts", log, StringComparison.Ordinal);
        Assert.All(
            [
                token,
                "hub_cs_wrong_one",
                ApiHub.Key,
                "hub_ak_of_a_stranger",
                ApiHub.Basic(ApiHub.Key).Parameter!,
                Idempotency,
                "wrong-credential",
                "sandbox-good-confidential",
                "misplaced-credential",
                "broken-credential",
                "confidential-metadata",
                "Confidential Inc.",
                "confidential-owner",
            ],
            secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal)
        );
    }

    public sealed class LoggingHub : ApiHub
    {
        public RecordedLog Log { get; } = new();

        protected override void Configure(WebApplicationBuilder builder)
        {
            foreach (var category in builder.Configuration.GetSection("Logging:LogLevel").GetChildren())
            {
                category.Value = nameof(LogLevel.Trace);
            }

            builder.Logging.AddProvider(Log);
        }
    }
}
