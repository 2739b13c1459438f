using System.Globalization;
using System.Text.RegularExpressions;
using Hub.Core.Providers;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using NJsonSchema;
using YamlDotNet.Serialization;

namespace Hub.Tests.Providers;

/// <summary>What docs/providers.md shows is tried: its file, its answer, what the command says, and its snippets of the catalog.</summary>
public sealed partial class ProviderDocumentationTests
{
    private static readonly string Root = Path.Combine(RunningHub.ProjectDirectory, "..");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_worked_example_has_no_fault()
    {
        var (provider, errors) = ProviderFile.Read("acme-learn.yaml", await ExampleAsync());
        Assert.Empty(errors);
        Assert.Equal("acme-learn", provider?.Slug);
    }

    [Fact]
    public async Task the_worked_example_keeps_the_schema()
    {
        using var reader = new StreamReader(typeof(ProviderDocumentationTests).Assembly.GetManifestResourceStream("provider.schema.json")!);
        var schema = await JsonSchema.FromJsonAsync(await reader.ReadToEndAsync(Stop), Stop);
        var value = new DeserializerBuilder()
            .WithAttemptingUnquotedStringTypeDeserialization()
            .Build()
            .Deserialize<object>(await ExampleAsync());
        Assert.Empty(schema.Validate(new SerializerBuilder().JsonCompatible().Build().Serialize(value)));
    }

    [Fact]
    public async Task the_fault_that_is_shown_is_told_so()
    {
        var faulty = (await ExampleAsync()).Replace("\"#1f5f8b\"", "blue", StringComparison.Ordinal);
        Assert.Equal((await BlocksAsync("text"))[0], Assert.Single(ProviderFile.Read("acme-learn.yaml", faulty).Errors));
    }

    [Fact]
    public async Task the_check_of_the_worked_example_ends_as_shown()
    {
        var folder = Directory.CreateTempSubdirectory("hub-docs-");
        try
        {
            var path = Path.Combine(folder.FullName, "acme-learn.yaml");
            await File.WriteAllTextAsync(path, await ExampleAsync(), Stop);
            await using var provider = await StandInProvider.StartAsync(Answers.Json(200, Assert.Single(await BlocksAsync("json"))));
            using var input = new StringReader("acme-key-0123456789");
            await using var output = new StringWriter();

            var exitCode = await ProviderCommand.CheckAsync(
                [path, "--base-url", provider.Address.AbsoluteUri, "--field", "subdomain=acme"],
                input,
                output,
                Stop
            );

            Assert.Equal(0, exitCode);
            Assert.Equal((await BlocksAsync("text"))[1], output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n')[^1]);
            var request = Assert.Single(provider.Requests);
            Assert.Contains(
                $"{request.Method} https://acme.acmelearn.example{request.PathAndQuery}\n",
                await ReadAsync("docs/providers.md"),
                StringComparison.Ordinal
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task each_snippet_is_in_a_file_of_the_catalog()
    {
        var files = await Task.WhenAll(
            Directory
                .EnumerateFiles(Path.Combine(Root, "Hub.Core", "Providers", "catalog"), "*.yaml")
                .Select(path => File.ReadAllTextAsync(path, Stop))
        );
        var snippets = (await BlocksAsync("yaml")).Skip(1).ToList();
        Assert.NotEmpty(snippets);
        Assert.All(
            snippets,
            snippet =>
                Assert.Contains(
                    files,
                    file =>
                        Enumerable
                            .Range(0, 12)
                            .Any(depth => file.ReplaceLineEndings("\n").Contains(Indented(snippet, depth), StringComparison.Ordinal))
                )
        );
    }

    [Fact]
    public async Task the_number_of_providers_is_right()
    {
        var number = ProviderCatalog.Load(directory: null, withSandbox: false).All.Count;
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"\n{number} providers come with it"),
            await ReadAsync("README.md"),
            StringComparison.Ordinal
        );
    }

    private static string Indented(string snippet, int depth) =>
        "\n" + string.Join('\n', snippet.Split('\n').Select(line => new string(' ', depth) + line)) + "\n";

    private static async Task<string> ExampleAsync() => (await BlocksAsync("yaml"))[0];

    /// <returns>The fenced blocks of the page in this language.</returns>
    private static async Task<IReadOnlyList<string>> BlocksAsync(string language) =>
        [
            .. Block()
                .Matches(await ReadAsync("docs/providers.md"))
                .Where(block => block.Groups["language"].Value == language)
                .Select(block => block.Groups["text"].Value),
        ];

    private static async Task<string> ReadAsync(string path) =>
        (await File.ReadAllTextAsync(Path.Combine(Root, path), Stop)).ReplaceLineEndings("\n");

    [GeneratedRegex(
        @"^```(?<language>[a-z]*)\n(?<text>.*?)\n```$",
        RegexOptions.Multiline | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Block();
}
