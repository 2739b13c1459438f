using System.Net.Http.Headers;
using System.Text;

namespace Hub.Tests.Api;

/// <summary>Whatever goes wrong below /api is answered in one shape.</summary>
public sealed class ApiErrorTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Sessions = "/api/connect_sessions";

    [Theory]
    [InlineData("GET", "/api", 404, "not_found")]
    [InlineData("GET", "/api/", 404, "not_found")]
    [InlineData("GET", "/api/nothing", 404, "not_found")]
    [InlineData("GET", "/API/nothing.html", 404, "not_found")]
    [InlineData("PUT", Sessions, 405, "method_not_allowed")]
    [InlineData("DELETE", Sessions, 405, "method_not_allowed")]
    [InlineData("POST", Sessions, 415, "unsupported_media_type")]
    public async Task what_is_not_there_is_no_page(string method, string path, int status, string code)
    {
        var answer = await hub.SendAsync(ApiHub.WithoutBody(new HttpMethod(method), path));

        Assert.Equal(code, answer.ErrorCode(status));
        Assert.Equal(path, answer.Json["instance"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"origin_owner_id\":\"a\",\"origin_owner_id\":\"b\"}")]
    [InlineData("{\"origin_owner_id\":\"\\ud800\"}")]
    [InlineData("{\"metadata\":{\"a\":{\"\\ud800\":1}}}")]
    [InlineData("{\"origin_owner_id\":\"acme\\u0000\"}")]
    [InlineData("{} {}")]
    public async Task what_is_no_json_object_is_told(string body) =>
        Assert.Equal("malformed_json", (await hub.PostAsync(Sessions, body)).ErrorCode(400));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    public async Task what_is_not_sent_as_json_is_told(string type) =>
        Assert.Equal(
            "unsupported_media_type",
            (
                await hub.SendAsync(
                    new HttpRequestMessage(HttpMethod.Post, new Uri(Sessions, UriKind.Relative))
                    {
                        Content = new StringContent("{}", MediaTypeHeaderValue.Parse(type)),
                    }
                )
            ).ErrorCode(415)
        );

    [Fact]
    public async Task what_is_too_large_is_told() =>
        Assert.Equal("too_large", (await hub.PostAsync(Sessions, $"{{\"label\":\"{new string('x', 300 * 1024)}\"}}")).ErrorCode(413));

    [Fact]
    public async Task what_is_too_deep_is_told() =>
        Assert.Equal(
            "malformed_json",
            (
                await hub.PostAsync(Sessions, $"{{\"metadata\":{string.Concat(Enumerable.Repeat("{\"a\":", 100))}1{new string('}', 101)}")
            ).ErrorCode(400)
        );

    [Fact]
    public async Task every_field_that_is_wrong_is_named_at_once()
    {
        var answer = await hub.PostAsync(
            Sessions,
            """
            {"origin_owner_id":5,"origin_username":[],"provider":"nobody","categories":["ats","dogs"],"integration_id":"lever.magic","multiple":"yes",
             "label":{},"metadata":"x","type":"play","expires_in":"soon"}
            """
        );

        Assert.Equal("invalid_fields", answer.ErrorCode(400));
        Assert.Equal(
            [
                "categories",
                "expires_in",
                "integration_id",
                "label",
                "metadata",
                "multiple",
                "origin_owner_id",
                "origin_owner_name",
                "origin_username",
                "provider",
                "type",
            ],
            answer.Errors.Select(error => error.Split(':')[0]).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(null, "unauthorized")]
    [InlineData("Basic", "unauthorized")]
    [InlineData("Basic %%%", "unauthorized")]
    [InlineData("Bearer nobodys-key", "unauthorized")]
    [InlineData("Digest x", "unauthorized")]
    public async Task without_a_key_there_is_a_challenge_and_no_redirect(string? authorization, string code)
    {
        var request = ApiHub.WithoutBody(HttpMethod.Get, "/api/accounts");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        var answer = await hub.SendAsync(request, withKey: false);

        Assert.Equal(code, answer.ErrorCode(401));
        Assert.StartsWith("Basic", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task basic_without_the_colon_and_bearer_are_taken_too()
    {
        foreach (
            var authorization in new[]
            {
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(ApiHub.Key))),
                new("Bearer", ApiHub.Key),
                ApiHub.Basic(ApiHub.Key),
            }
        )
        {
            var request = ApiHub.WithoutBody(HttpMethod.Get, "/api/accounts");
            request.Headers.Authorization = authorization;
            Assert.Equal(200, (await hub.SendAsync(request)).Status);
        }
    }

    [Fact]
    public async Task what_is_right_is_neither_kept_nor_told_on()
    {
        var answer = await hub.GetAsync("/api/connectors/meta");

        Assert.Equal(200, answer.Status);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Null(answer.Header("Set-Cookie"));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }
}
