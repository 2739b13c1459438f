using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Core.Providers;
using Hub.Tests.Browser;
using Hub.Tests.Support;
using Hub.Web.Api;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Embed;

/// <summary>
/// docs/embedding.md, followed by somebody who has nothing else: its first five minutes, its calls of the API, and what its tables say.
/// <see cref="EmbeddingExampleTests"/> runs the examples for pages.
/// </summary>
public sealed partial class EmbeddingGuideTests(Chromium chromium, EmbeddingGuideTests.GuideHub guide)
    : IClassFixture<EmbeddingGuideTests.GuideHub>
{
    [Theory]
    [InlineData("server.mjs", "start-node.sh", "localhost")]
    [InlineData("server.cs", "start-dotnet.sh", "127.0.0.1")]
    public async Task from_an_empty_folder_to_a_linked_account(string file, string start, string host)
    {
        var folder = RunningHub.NewDirectory();
        try
        {
            foreach (var name in new[] { file, "index.html" })
            {
                await File.WriteAllTextAsync(
                    Path.Combine(folder, name),
                    await guide.ReadAsync(name),
                    TestContext.Current.CancellationToken
                );
            }

            await using var server = await EmbeddingServer.StartAsync(folder, new ShellBlock(await guide.ReadAsync(start)), guide.Port);
            await using var page = await EmbeddedPage.OpenAsync(chromium, $"http://{host}:{guide.Port}");
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect an account", Exact = true }).ClickAsync();
            await page.ApiKey.FillAsync("sandbox-good");
            await page.Button("Connect").ClickAsync();
            await Expect(page.Frame.GetByText("Jane Sandbox").First).ToBeVisibleAsync();
            await Expect(page.Page.Locator("#linked")).ToContainTextAsync("Linked: Sandbox ATS, account ");
            var id = Linked().Match(await page.Page.Locator("#linked").InnerTextAsync()).Groups["id"].Value;

            // And what the page says about it afterwards.
            var (status, account) = await guide.SendAsync("account.sh", id);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(
                ("customer-1", "sandbox-ats", "active"),
                ((string?)account["origin_owner_id"], (string?)account["provider"], (string?)account["status"])
            );
            (status, var session) = await guide.SendAsync("renew.sh", id);
            Assert.Equal(HttpStatusCode.Created, status);
            Assert.Equal(id, (string?)session["account_id"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task a_session_is_answered_as_shown()
    {
        var (status, answer) = await guide.SendAsync("session.sh");
        Assert.Equal(HttpStatusCode.Created, status);
        var shown = JsonNode.Parse(await guide.ReadAsync("session.json"))!.AsObject();
        Assert.Equal(shown.Select(member => member.Key), answer.Select(member => member.Key));
        Assert.All(
            shown.Where(member => member.Key is not ("id" or "created_at" or "expires_at" or "token" or "auth_link_url")),
            member => Assert.Equal(member.Value?.ToJsonString(), answer[member.Key]?.ToJsonString())
        );
        Assert.StartsWith("hub_cs_", (string?)answer["token"], StringComparison.Ordinal);
        Assert.Equal($"{guide.Hub.Address}/connect#{answer["token"]}", (string?)answer["auth_link_url"]);
        Assert.Equal(
            TimeSpan.FromSeconds(900),
            answer["expires_at"]!.GetValue<DateTimeOffset>() - answer["created_at"]!.GetValue<DateTimeOffset>()
        );
    }

    [Fact]
    public async Task every_block_of_code_is_run()
    {
        string[] run =
        [
            "start.sh",
            "server.mjs",
            "server.cs",
            "index.html",
            "start-node.sh",
            "start-dotnet.sh",
            "session.sh",
            "session.json",
            "account.sh",
            "renew.sh",
            // By EmbeddingExampleTests.
            "element.html",
            "HubConnect.jsx",
            "HubConnect.razor",
            "HubConnect.razor.js",
        ];
        Assert.Equal(run, await EmbeddingExample.NamesAsync());
    }

    [Fact]
    public async Task the_table_of_a_session_has_every_option()
    {
        var options = typeof(SessionRequestBody)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        Assert.Equal(
            options.Order(StringComparer.Ordinal),
            (await EmbeddingExample.FirstColumnAsync("## Sessions")).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task the_tables_of_options_and_error_codes_are_those_of_the_types()
    {
        var types = await File.ReadAllTextAsync(
            Path.Combine(RunningHub.ProjectDirectory, "wwwroot", "embed", "hub.d.ts"),
            TestContext.Current.CancellationToken
        );
        var codes = Code().Matches(BetweenOf(types, "type HubErrorCode", ";")).Select(code => code.Groups["name"].Value);
        Assert.Equal(
            codes.Order(StringComparer.Ordinal),
            (await EmbeddingExample.FirstColumnAsync("### Error codes")).Order(StringComparer.Ordinal)
        );
        var options = Member()
            .Matches(BetweenOf(types, "interface HubOptions", "\n}"))
            .Select(member => member.Groups["name"].Value)
            .Where(name => !name.StartsWith("on", StringComparison.Ordinal));
        Assert.Equal(
            options.Order(StringComparer.Ordinal),
            (await EmbeddingExample.FirstColumnAsync("## Options")).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task the_numbers_of_providers_are_right()
    {
        var all = ProviderCatalog.Load(directory: null, withSandbox: false).All;
        var onlyAuthorized = all.Count(provider => provider.Methods.All(method => method.Kind is AuthMethodKind.Oauth2AuthorizationCode));
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{onlyAuthorized} of the {all.Count} can only be authorized"),
            await EmbeddingExample.ReadPageAsync(),
            StringComparison.Ordinal
        );
    }

    private static string BetweenOf(string text, string start, string end)
    {
        var rest = text[text.IndexOf(start, StringComparison.Ordinal)..];
        return rest[..rest.IndexOf(end, StringComparison.Ordinal)];
    }

    [GeneratedRegex("^Linked: Sandbox ATS, account (?<id>[0-9a-f-]{36})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Linked();

    [GeneratedRegex("\"(?<name>\\w+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^  (?<name>\w+)[?:(]", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Member();

    /// <summary>A Hub that was started as the page says.</summary>
    public sealed class GuideHub : IAsyncLifetime
    {
        private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());
        private RunningHub? _hub;

        /// <summary>In place of the page's 3000, which may be in use.</summary>
        public int Port { get; } = FreePort.Find();

        public RunningHub Hub => _hub!;

        public async ValueTask InitializeAsync()
        {
            var start = new ShellBlock(await ReadAsync("start.sh"));
            Assert.Equal(["dotnet", "run", "--project", "Hub.Web"], Assert.Single(start.Commands));
            _hub = await RunningHub.StartWithAsync(start.Variables);
        }

        /// <returns>An example, for the addresses of this Hub and of this product.</returns>
        public async Task<string> ReadAsync(string name) =>
            (await EmbeddingExample.ReadAsync(name))
                .Replace("3000", Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("http://localhost:5080", _hub?.Address, StringComparison.Ordinal)
                .Replace("https://hub.example.com", _hub?.Address, StringComparison.Ordinal);

        /// <summary>Sends an example's call of the API.</summary>
        internal async Task<(HttpStatusCode Status, JsonObject Answer)> SendAsync(string name, string account = "")
        {
            var variables = new ShellBlock(await ReadAsync("start.sh")).Variables;
            var block = new ShellBlock((await ReadAsync(name)).Replace("ACCOUNT_ID", account, StringComparison.Ordinal), variables);
            using var request = ShellBlock.RequestOf(Assert.Single(block.Commands));
            using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (answer.StatusCode, JsonNode.Parse(body)!.AsObject());
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            if (_hub is not null)
            {
                await _hub.DisposeAsync();
            }
        }
    }
}
