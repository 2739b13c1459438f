using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Core.AccessKeys;
using Hub.Core.Audit;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Api;

/// <summary>Files that are sent to the API, and the sandbox that is asked about each key.</summary>
public sealed class ImportApiTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Csv = "text/csv";
    private const string JsonLines = "application/x-ndjson";
    private const string Canary = "canary-7f3e9a51c0d84b26";

    private static readonly string Examples = Path.Combine(RunningHub.ProjectDirectory, "..", "docs", "examples");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_documentations_examples_are_imported_and_again_change_nothing()
    {
        var csv = await File.ReadAllBytesAsync(Path.Combine(Examples, "accounts.csv"), Stop);
        Assert.Equal(
            [(2, "verified"), (3, "verified"), (4, "verified"), (6, "invalid_credentials")],
            OutcomesOf(await ImportAsync(csv, Csv, "?dry_run=true"))
        );

        var lines = await ImportAsync(csv, Csv);

        Assert.Equal([(2, "created"), (3, "created"), (4, "created"), (6, "invalid_credentials")], OutcomesOf(lines));
        Assert.StartsWith("Sandbox ATS", lines[3]["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            """{"outcome":"summary","dry_run":false,"complete":true,"rows":4,"""
                + "\"created\":3,\"updated\":0,\"unchanged\":0,\"verified\":0,\"failed\":1}",
            lines[^1].ToJsonString()
        );
        var account = (await hub.GetAsync($"/api/accounts/{lines[0]["account_id"]}")).Json;
        Assert.Equal("Acme Inc.", account["origin_owner_name"]!.GetValue<string>());
        Assert.Equal("eu", account["metadata"]!["region"]!.GetValue<string>());
        Assert.Equal("Jane's account", account["name"]!.GetValue<string>());
        var last = (await hub.GetAsync($"/api/accounts/{lines[2]["account_id"]}")).Json;
        Assert.Equal("A label; with \"quotes\" and a line break", last["label"]!.GetValue<string>());
        Assert.Equal(
            [ActorKind.AccessKey],
            await hub.QueryAsync(db =>
                db.AuditEvents.Where(one => one.SubjectId == Guid.Parse($"{lines[0]["account_id"]}"))
                    .Select(one => one.ActorKind)
                    .ToListAsync(Stop)
            )
        );

        Assert.Equal(
            [(2, "unchanged"), (3, "unchanged"), (4, "unchanged"), (6, "invalid_credentials")],
            OutcomesOf(await ImportAsync(csv, Csv))
        );
        var json = await File.ReadAllBytesAsync(Path.Combine(Examples, "accounts.jsonl"), Stop);
        Assert.Equal([(1, "unchanged"), (2, "unchanged")], OutcomesOf(await ImportAsync(json, JsonLines)));
    }

    [Fact]
    public async Task a_file_larger_than_any_other_request_is_imported_and_bad_rows_are_named()
    {
        var text = new StringBuilder("provider;origin_owner_id;api_key;label\n");
        for (var line = 2; line < 3000; line++)
        {
            text.Append(line % 1000 == 0 ? $"sandbox-ats;large-{line};sandbox-good;\n" : $"nobody;large-{line};{new string('k', 150)};\n");
        }

        var lines = await ImportAsync(Encoding.UTF8.GetBytes(text.ToString()), Csv);

        Assert.Equal(2999, lines.Count);
        Assert.Equal([1000, 2000], lines.Where(line => Is(line, "created")).Select(line => line["line"]!.GetValue<int>()));
        Assert.Equal(2996, lines.Count(line => Is(line, "invalid_fields")));
        // Of other routes the limit stays.
        var big = ApiHub.WithBody(HttpMethod.Post, "/api/connect_sessions", $$"""{"origin_owner_id":"{{new string('x', 300_000)}}"}""");
        Assert.Equal("too_large", (await hub.SendAsync(big)).ErrorCode(413));
    }

    [Fact]
    public async Task what_cannot_be_imported_is_refused_before_anything_is_linked()
    {
        var before = await CountAsync();
        Assert.Equal("unsupported_media_type", (await SendAsync("provider\n"u8.ToArray(), "application/json")).ErrorCode(415));
        var missing = await SendAsync("origin_owner_id,api_key\nacme,sandbox-good\n"u8.ToArray(), Csv);
        Assert.Equal("file_unusable", missing.ErrorCode(400));
        Assert.Equal("The column provider is missing.", missing.Json["message"]!.GetValue<string>());
        Assert.Equal("file_unusable", (await SendAsync([], Csv)).ErrorCode(400));
        Assert.Equal("file_unusable", (await SendAsync(new byte[100_000], Csv)).ErrorCode(400));
        Assert.Equal("invalid_fields", (await SendAsync("provider\n"u8.ToArray(), Csv, "?dry_run=perhaps")).ErrorCode(400));
        var reader = await hub.NewKeyAsync(AccessScopes.AccountsRead);
        Assert.Equal("missing_scope", (await SendAsync([], Csv, key: reader)).ErrorCode(403));
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task no_text_of_the_file_is_in_the_report()
    {
        var lines = await ImportAsync(
            Encoding.UTF8.GetBytes(
                $"provider,method,origin_owner_id,api_key,{Canary},workspace,metadata,type,key_expires_on\n"
                    + $"{Canary},,acme,{Canary},,,,,\nsandbox-ats,{Canary},acme,{Canary},,,,,\nsandbox-ats,,acme,{Canary},,,,,\n"
                    + $"sandbox-ats,,acme,sandbox-good,,{Canary.ToUpperInvariant()} x,{Canary},{Canary},{Canary}\n"
                    + $"sandbox-ats,,acme,\"{Canary}\"{Canary},,\nsandbox-ats,,acme,{Canary},,,,,,,{Canary}\n"
            ),
            Csv
        );
        Assert.Equal(8, lines.Count);
        Assert.DoesNotContain(Canary, string.Concat(lines.Select(line => line.ToJsonString())), StringComparison.OrdinalIgnoreCase);

        lines = await ImportAsync(
            Encoding.UTF8.GetBytes(
                $$$"""
                {"{{{Canary}}}":"{{{Canary}}}"}
                {"provider":"{{{Canary}}}","fields":{"api_key":"{{{Canary}}}"}}
                {"provider":"sandbox-ats","origin_owner_id":"a","fields":{"{{{Canary}}}":"{{{Canary}}}"}}
                {"provider":"sandbox-ats","origin_owner_id":"a","fields":"{{{Canary}}}"}
                {{{Canary}}}
                """
            ),
            JsonLines
        );
        Assert.Equal(6, lines.Count);
        Assert.DoesNotContain(Canary, string.Concat(lines.Select(line => line.ToJsonString())), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task nothing_of_a_file_stays_on_the_disk()
    {
        var before = FilesInTemp();
        await ImportAsync(Encoding.UTF8.GetBytes($"provider,origin_owner_id,api_key\nsandbox-ats,acme-temp,{Canary}\n"), Csv);
        Assert.DoesNotContain(
            FilesInTemp().Except(before, StringComparer.Ordinal),
            file => File.Exists(file) && File.ReadAllText(file).Contains(Canary, StringComparison.Ordinal)
        );

        static IReadOnlyList<string> FilesInTemp() => Directory.GetFiles(Path.GetTempPath());
    }

    private static List<(int Line, string Outcome)> OutcomesOf(IEnumerable<JsonNode> lines) =>
        [
            .. lines
                .Where(line => line["line"] is not null)
                .Select(line => (line["line"]!.GetValue<int>(), line["outcome"]!.GetValue<string>())),
        ];

    private static bool Is(JsonNode line, string outcome) => line["outcome"]!.GetValue<string>() == outcome;

    private Task<int> CountAsync() => hub.QueryAsync(db => db.LinkedAccounts.CountAsync(Stop));

    private async Task<List<JsonNode>> ImportAsync(byte[] file, string type, string query = "")
    {
        var answer = await SendAsync(file, type, query);
        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(JsonLines, answer.MediaType);
        return [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private Task<ApiAnswer> SendAsync(byte[] file, string type, string query = "", string key = ApiHub.Key)
    {
        var request = ApiHub.WithoutBody(HttpMethod.Post, $"/api/accounts/import{query}");
        request.Content = new ByteArrayContent(file);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.Authorization = ApiHub.Basic(key);
        return hub.SendAsync(request);
    }
}
