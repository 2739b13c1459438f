using System.Diagnostics;
using Hub.Tests.Browser;
using Hub.Tests.Support;
using Hub.Tests.Verification;
using Hub.Web.Hosting;

namespace Hub.Tests.Hosting;

/// <summary>What <c>providers check</c> says of a file, and of a key tried with it.</summary>
public sealed class ProviderCommandTests : IDisposable
{
    private const string Key = "acme-key-0123456789";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-providers-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_right_file_is_said_to_be_right()
    {
        var (exitCode, output) = await CheckAsync("smartrecruiters", key: "");
        Assert.Equal(0, exitCode);
        Assert.Contains("describes SmartRecruiters and has no fault", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_the_provider_announced_to_switch_off_is_told()
    {
        var path = Path.Combine(_folder.FullName, "acme.yaml");
        const string Sunset = "    sunset:\n      - { date: 2031-02-01, what: These keys stop working., replacement: Sign in instead. }\n";
        await File.WriteAllTextAsync(
            path,
            (await FileOfAsync("ashby")).Replace("    baseUrl:", Sunset + "    baseUrl:", StringComparison.Ordinal),
            Stop
        );
        var (exitCode, output) = await RunAsync("", path);
        Assert.Equal(0, exitCode);
        Assert.Contains("2031-02-01, API key: These keys stop working. Sign in instead.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task each_fault_is_told_with_file_and_line()
    {
        var path = Path.Combine(_folder.FullName, "acme.yaml");
        await File.WriteAllTextAsync(
            path,
            (await FileOfAsync("smartrecruiters"))
                .Replace("rank: 1", "rank: 0", StringComparison.Ordinal)
                .Replace("name: SmartRecruiters", "name: ''", StringComparison.Ordinal),
            Stop
        );
        var (exitCode, output) = await RunAsync("", path);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{path}:3: Name", output, StringComparison.Ordinal);
        Assert.Contains($"{path}:6: Rank", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_file_that_is_not_there_is_a_fault()
    {
        var (exitCode, output) = await RunAsync("", "nowhere.yaml");
        Assert.Equal(1, exitCode);
        Assert.Contains("There is no file nowhere.yaml", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("--base-url")]
    [InlineData("acme.yaml", "--base-url")]
    [InlineData("acme.yaml", "--base-url", "api.example.com")]
    [InlineData("acme.yaml", "--base-url", "https://api.example.com/v1")]
    [InlineData("acme.yaml", "--base-url", "ftp://api.example.com")]
    [InlineData("acme.yaml", "--field", "subdomain")]
    [InlineData("acme.yaml", "--key", Key)]
    public async Task what_makes_no_sense_is_answered_with_how_it_is_used(params string[] arguments)
    {
        var (exitCode, output) = await RunAsync("", arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains("Usage: providers check <file>", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_good_key_is_proved_and_its_owner_told()
    {
        var sample = ProviderSamples.Of("zendesk");
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, sample.Success.Body));
        var (exitCode, output) = await CheckAsync(
            "zendesk",
            Key,
            "--base-url",
            provider.Address.AbsoluteUri,
            "--field",
            "subdomain=https://Acme.zendesk.com/agent",
            "--field",
            "email=jane@example.com"
        );
        Assert.Equal(0, exitCode);
        Assert.Contains($"Verified. Name: {sample.Success.Identity.Name}", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, output, StringComparison.Ordinal);
        Assert.Single(provider.Requests);
    }

    [Theory]
    [InlineData(401, "Rejected", 2)]
    [InlineData(403, "Verified, with a right missing", 0)]
    [InlineData(429, "Not verified: the provider throttles", 2)]
    [InlineData(500, "Not verified: the provider could not answer (ServerError)", 2)]
    [InlineData(418, "Not verified: an answer that no rule explains (Status)", 2)]
    public async Task every_other_end_has_its_words_and_its_exit_code(int status, string words, int expected)
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(status, $$"""{"message":"{{Key}}"}"""));
        var (exitCode, output) = await CheckAsync("smartrecruiters", Key, "--base-url", provider.Address.AbsoluteUri);
        Assert.Equal(expected, exitCode);
        Assert.Contains(words, output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task another_method_is_tried_by_its_name()
    {
        var sample = ProviderSamples.Of("smartrecruiters", Core.Providers.AuthMethodKind.Oauth2ClientCredentials);
        var asked = 0;
        await using var provider = await StandInProvider.StartAsync(context => Answers.Json(200, sample.Steps[asked++].Answer)(context));
        var (exitCode, output) = await CheckAsync(
            "smartrecruiters",
            Key,
            "--base-url",
            provider.Address.AbsoluteUri,
            "--method",
            "oauth2_client_credentials",
            "--field",
            "client_id=hub"
        );
        Assert.Equal(0, exitCode);
        Assert.Contains("Verified.", output, StringComparison.Ordinal);
        Assert.Equal(sample.Steps.Count, provider.Requests.Count);
    }

    [Fact]
    public async Task a_secret_of_several_lines_comes_from_a_file()
    {
        var path = Path.Combine(_folder.FullName, "acme.yaml");
        var pem = Path.Combine(_folder.FullName, "key.pem");
        await File.WriteAllTextAsync(path, SecretKindsTests.Provider, Stop);
        await File.WriteAllTextAsync(pem, SecretKindsTests.Pem.ReplaceLineEndings("\r\n"), Stop);
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, """{"id":"u-1"}"""));
        string[] arguments = [path, "--base-url", provider.Address.AbsoluteUri, "--field", "user=jane", "--field"];

        var (exitCode, output) = await RunAsync(" pass\n", [.. arguments, $"private_key=@{pem}"]);
        Assert.Equal((0, $"jane: pass|{SecretKindsTests.Pem}"), (exitCode, SecretKindsTests.BasicOf(Assert.Single(provider.Requests))));
        Assert.DoesNotContain("PRIVATE", output, StringComparison.Ordinal);

        (exitCode, output) = await RunAsync(" pass\n", [.. arguments, "private_key=@nowhere.pem"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("--field private_key: there is no file nowhere.pem.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no method basic", "--method", "basic")]
    [InlineData("Sign in with SmartRecruiters can only be tried in Hub itself", "--method", "oauth2_authorization_code")]
    [InlineData("--field tenant: the method has no such field", "--field", "tenant=acme")]
    [InlineData("--field api_key: the method has no such field, or it is secret", "--field", "api_key=x")]
    public async Task a_method_or_field_that_is_not_there_is_told(string message, params string[] arguments)
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        var (exitCode, output) = await CheckAsync("smartrecruiters", Key, ["--base-url", provider.Address.AbsoluteUri, .. arguments]);
        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Equal(0, provider.Connections);
    }

    [Fact]
    public async Task a_key_that_was_forgotten_is_told_and_nothing_is_sent()
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        var (exitCode, output) = await CheckAsync("smartrecruiters", key: "", "--base-url", provider.Address.AbsoluteUri);
        Assert.Equal(1, exitCode);
        Assert.Contains("api_key: Enter the API Key.", output, StringComparison.Ordinal);
        Assert.Equal(0, provider.Connections);
    }

    [Fact]
    public async Task it_is_a_command_of_the_product_and_needs_neither_database_nor_keys()
    {
        var sample = ProviderSamples.Of("smartrecruiters");
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, sample.Success.Body));
        var path = Path.Combine(_folder.FullName, "mine.yaml");
        await File.WriteAllTextAsync(path, await FileOfAsync("smartrecruiters"), Stop);
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(RunningHub.BuildOutput, "Hub.Web.dll"), "providers", "check", path, "--base-url", provider.Address.AbsoluteUri]
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        using var command = Process.Start(start)!;
        await command.StandardInput.WriteLineAsync(sample.Values["api_key"]);
        command.StandardInput.Close();
        var errors = command.StandardError.ReadToEndAsync(Stop);
        var output = await command.StandardOutput.ReadToEndAsync(Stop) + await errors;
        await command.WaitForExitAsync(Stop);

        Assert.Contains("Verified. Name: " + sample.Success.Identity.Name, output, StringComparison.Ordinal);
        Assert.Equal(0, command.ExitCode);
        Assert.Equal(["mine.yaml"], _folder.GetFiles().Select(file => file.Name));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output)> CheckAsync(string slug, string key, params string[] arguments)
    {
        var path = Path.Combine(_folder.FullName, $"{slug}.yaml");
        await File.WriteAllTextAsync(path, await FileOfAsync(slug), Stop);
        return await RunAsync(key, [path, .. arguments]);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string key, params string[] arguments)
    {
        using var input = new StringReader(key);
        await using var output = new StringWriter();
        return (await ProviderCommand.CheckAsync(arguments, input, output, Stop), output.ToString());
    }

    private static async Task<string> FileOfAsync(string slug)
    {
        using var reader = new StreamReader(typeof(ProviderCommandTests).Assembly.GetManifestResourceStream($"catalog/{slug}.yaml")!);
        return await reader.ReadToEndAsync(Stop);
    }
}
