using System.Diagnostics;
using System.Net;
using Hub.Tests.Support;

namespace Hub.Tests.Hosting;

/// <summary>How Hub starts, what it says when it cannot, and how it stops.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task It_prints_the_address_and_how_to_become_Administrator()
    {
        await using var hub = await RunningHub.StartAsync();
        Assert.Contains($"Open  {hub.Address}", hub.Output, StringComparison.Ordinal);
        Assert.Contains("The first person to register becomes its Administrator.", hub.Output, StringComparison.Ordinal);
        Assert.Contains(hub.DataDirectory, hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_on_5080_unless_it_is_told_otherwise()
    {
        var settings = await File.ReadAllTextAsync(Path.Combine(RunningHub.ProjectDirectory, "Properties", "launchSettings.json"), Cancellation);
        Assert.DoesNotContain("applicationUrl", settings, StringComparison.Ordinal);
        // Port 5080 may be taken on this machine; then the message names it, which proves the default as well.
        var directory = RunningHub.NewDirectory();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(RunningHub.BuildOutput, "Hub.Web.dll"), "--environment=Development", $"--Hub:DataDirectory={directory}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var error = process.StandardError.ReadLineAsync(Cancellation).AsTask();
            string? said = null;
            while (said is null && await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
            {
                said = line.Contains(":5080", StringComparison.Ordinal) ? line : null;
            }

            said ??= await error + await process.StandardError.ReadToEndAsync(Cancellation);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Cancellation);
            Assert.Contains(":5080", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_term_signal_ends_it_in_order()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signal.");
        await using var hub = await RunningHub.StartAsync();
        Assert.Equal(0, await hub.StopAsync());
    }

    [Theory]
    [InlineData("Hub:Database:Provider=Oracle", "Hub:Database")]
    [InlineData("Hub:Database:Provider=SqlServer", "ConnectionStrings:Hub")]
    [InlineData("Hub:Database:MaxBatchSize=0", "Hub:Database:MaxBatchSize")]
    [InlineData("Hub:DataDirectory=/dev/null/hub", "Hub:DataDirectory")]
    [InlineData("Hub:Registration=Perhaps", "Hub:Registration")]
    [InlineData("Hub:Providers:Directory=/nowhere/at/all", "Hub:Providers:Directory")]
    [InlineData("Hub:Providers:Overrides:lever:BaseUrl=ftp://example.com", "Hub:Providers:Overrides:lever:BaseUrl")]
    [InlineData("Hub:KeyRing:CertificatePath=/nowhere.pfx", "Hub:KeyRing:CertificatePath")]
    public async Task A_wrong_setting_ends_the_start_with_its_key(string setting, string key)
    {
        var (exitCode, output) = await RunningHub.RunToEndAsync("Development", directory: null, [], "urls=http://127.0.0.1:0", $"Hub:DataDirectory={Path.GetTempPath()}hub-{Guid.CreateVersion7():N}", setting);
        Assert.Equal(1, exitCode);
        Assert.Contains("Hub cannot start.", output, StringComparison.Ordinal);
        Assert.Contains(key, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_explained()
    {
        await using var first = await RunningHub.StartAsync();
        var (exitCode, output) = await RunningHub.RunToEndAsync("Development", RunningHub.NewDirectory(), [], $"urls={first.Address}");
        Assert.Equal(1, exitCode);
        Assert.Contains("choose another address with --urls", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_provider_file_is_named_with_its_line()
    {
        var directory = RunningHub.NewDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory, "acme.yaml"), "slug: acme\nname: Acme\ncolour: red\n", Cancellation);
        var (exitCode, output) = await RunningHub.RunToEndAsync("Development", RunningHub.NewDirectory(), [], "urls=http://127.0.0.1:0", $"Hub:Providers:Directory={directory}");
        Assert.Equal(1, exitCode);
        Assert.Contains("acme.yaml:3", output, StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Production_refuses_an_unprotected_key_ring_and_says_how_to_protect_it()
    {
        var (exitCode, output) = await RunningHub.RunToEndAsync("Production", RunningHub.NewDirectory(), [], "urls=http://127.0.0.1:0");
        Assert.Equal(1, exitCode);
        Assert.Contains("Hub:KeyRing:CertificatePath", output, StringComparison.Ordinal);
        Assert.Contains("create-certificate", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_lists_the_known_ones()
    {
        var (exitCode, output) = await RunningHub.RunToEndAsync("Development", RunningHub.NewDirectory(), ["migrat"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("migrate, reset-password", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_helps_users_from_the_console()
    {
        var directory = RunningHub.NewDirectory();
        try
        {
            await using (await RunningHub.StartInAsync(directory, "Hub:Bootstrap:AdminEmail=ada@example.com", "Hub:Bootstrap:AdminPassword=correct horse battery"))
            {
                var reset = await RunningHub.RunToEndAsync("Development", directory, ["reset-password", "ada@example.com"]);
                Assert.True(reset.ExitCode == 0, reset.Output);
                Assert.Contains("/Account/ResetPassword?code=", reset.Output, StringComparison.Ordinal);
                Assert.Equal(0, (await RunningHub.RunToEndAsync("Development", directory, ["reset-two-factor", "ada@example.com"])).ExitCode);
                Assert.Equal(0, (await RunningHub.RunToEndAsync("Development", directory, ["make-administrator", "ada@example.com"])).ExitCode);
                var unknown = await RunningHub.RunToEndAsync("Development", directory, ["make-administrator", "eve@example.com"]);
                Assert.Equal(1, unknown.ExitCode);
                Assert.Contains("Nobody is registered as eve@example.com.", unknown.Output, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task The_published_output_reads_the_settings_of_the_root_and_runs_in_Production()
    {
        var published = RunningHub.NewDirectory();
        var data = RunningHub.NewDirectory();
        try
        {
            using (var publish = Process.Start(new ProcessStartInfo(
                "dotnet", ["publish", RunningHub.ProjectDirectory, "--no-build", "--configuration", RunningHub.BuildConfiguration, "--output", published])
            { RedirectStandardOutput = true, UseShellExecute = false })!)
            {
                var log = await publish.StandardOutput.ReadToEndAsync(Cancellation);
                await publish.WaitForExitAsync(Cancellation);
                Assert.True(publish.ExitCode == 0, log);
            }

            var root = Path.Combine(RunningHub.ProjectDirectory, "..", "appsettings.json");
            Assert.Equal(await File.ReadAllTextAsync(root, Cancellation), await File.ReadAllTextAsync(Path.Combine(published, "appsettings.json"), Cancellation));
            // Proof that this very file is read, from a working directory that is not its own.
            await File.WriteAllTextAsync(
                Path.Combine(published, "appsettings.json"),
                (await File.ReadAllTextAsync(root, Cancellation)).Replace("\"Registration\": \"Open\"", "\"Registration\": \"Closed\"", StringComparison.Ordinal),
                Cancellation);

            var dll = Path.Combine(published, "Hub.Web.dll");
            var certificate = Path.Combine(data, "keys.pfx");
            var (exitCode, output) = await RunningHub.RunToEndAsync("Production", data, ["create-certificate", certificate]);
            Assert.True(exitCode == 0, output);
            var password = output.Split("CertificatePassword")[1].Trim();
            await using var hub = await RunningHub.StartFromAsync(
                dll, "Production", data, $"Hub:KeyRing:CertificatePath={certificate}", $"Hub:KeyRing:CertificatePassword={password}");
            Assert.Contains("Hub:Registration is Closed", hub.Output, StringComparison.Ordinal);

            using var handler = new SocketsHttpHandler();
            using var client = new HttpMessageInvoker(handler);
            foreach (var path in new[] { "/", "/app.css", "/_content/MudBlazor/MudBlazor.min.css", "/_framework/blazor.web.js", "/health/ready" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, hub.Address + path);
                using var answer = await client.SendAsync(request, Cancellation);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            }

            var keys = string.Concat(Directory.EnumerateFiles(Path.Combine(data, "keys")).Select(File.ReadAllText));
            Assert.Contains("EncryptedData", keys, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", keys, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(published, recursive: true);
            Directory.Delete(data, recursive: true);
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
