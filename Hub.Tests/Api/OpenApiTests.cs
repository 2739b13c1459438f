using System.Text.Json.Nodes;
using Hub.Tests.Support;

namespace Hub.Tests.Api;

public sealed class OpenApiTests(ApiHub hub) : IClassFixture<ApiHub>
{
    [Fact]
    public async Task the_committed_document_is_what_hub_serves()
    {
        var answer = await hub.GetAsync("/openapi/v1.json");
        await GoldenFile.MatchAsync("docs/openapi.json", answer.Text.ReplaceLineEndings("\n") + "\n");
    }

    [Fact]
    public async Task the_document_says_how_to_call()
    {
        var document = (await hub.GetAsync("/openapi/v1.json")).Json;

        Assert.StartsWith("3.1.", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            ["basic", "bearer"],
            Keys(document["components"]!["securitySchemes"]!)
                .Select(name => document["components"]!["securitySchemes"]![name]!["scheme"]!.GetValue<string>())
                .Take(2)
        );
        var operations = document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (Path: path.Key, Method: operation.Key, operation.Value)))
            .ToList();
        Assert.NotEmpty(operations);
        Assert.All(
            operations,
            operation =>
            {
                var name = $"{operation.Method} {operation.Path}";
                Assert.StartsWith("/api/", operation.Path, StringComparison.Ordinal);
                Assert.True(operation.Value!["summary"] is not null, $"{name} has no summary");
                Assert.True(operation.Value["operationId"] is not null, $"{name} has no name");
                Assert.True(operation.Value["security"] is JsonArray { Count: > 0 }, $"{name} says not who may call it");
                Assert.Equal(
                    "#/components/schemas/ApiError",
                    operation.Value["responses"]!["401"]!["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>()
                );
            }
        );
        Assert.Equal(
            operations.Count,
            operations.Select(operation => operation.Value!["operationId"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count()
        );
    }

    [Fact]
    public async Task the_reference_is_served_from_here_alone()
    {
        var page = await hub.GetAsync("/docs/");

        Assert.Equal((200, "text/html"), (page.Status, page.MediaType));
        Assert.DoesNotContain("http", page.Text.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("script-src 'self' 'unsafe-inline'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "script-src 'self' 'unsafe-inline'",
            (await hub.GetAsync("/")).Header("Content-Security-Policy"),
            StringComparison.Ordinal
        );
        Assert.Equal(200, (await hub.GetAsync("/docs/scalar.js")).Status);
    }

    private static IEnumerable<string> Keys(JsonNode json) => json.AsObject().Select(member => member.Key);
}
