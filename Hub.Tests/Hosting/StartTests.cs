using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Hosting;

/// <summary>How Hub starts, what it says when it cannot, and how it stops.</summary>
public sealed partial class StartTests
{
    [Fact]
    public async Task it_prints_the_address_and_how_to_become_Administrator_and_a_term_signal_ends_it_in_order()
    {
        await using var hub = await RunningHub.StartAsync();
        Assert.Contains($"Open  {hub.Address}", hub.Output, StringComparison.Ordinal);
        Assert.Contains("The first person to register becomes its Administrator.", hub.Output, StringComparison.Ordinal);
        Assert.Contains(hub.DataDirectory, hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warn:", hub.Output, StringComparison.Ordinal);
        // Windows has no such signal.
        Assert.True(OperatingSystem.IsWindows() || await hub.StopAsync() == 0);
    }

    [Fact]
    public async Task it_listens_on_5080_unless_it_is_told_otherwise()
    {
        var settings = await File.ReadAllTextAsync(
            Path.Combine(RunningHub.ProjectDirectory, "Properties", "launchSettings.json"),
            Cancellation
        );
        Assert.DoesNotContain("applicationUrl", settings, StringComparison.Ordinal);
        // Port 5080 may be taken on this machine; then the message names it, which proves the default as well.
        var directory = RunningHub.NewDirectory();
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(
                    "dotnet",
                    [Path.Combine(RunningHub.BuildOutput, "Hub.Web.dll"), "--environment=Development", $"--Hub:DataDirectory={directory}"]
                )
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )!;
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
    public void several_wrong_settings_are_all_told_and_each_once()
    {
        var product = new OptionsValidationException("", typeof(object), ["Hub:Product:Name is wrong."]);
        var support = new OptionsValidationException("", typeof(object), ["Hub:Support:Url is wrong."]);

        Assert.Equal(
            ["Hub:Product:Name is wrong.", "Hub:Support:Url is wrong."],
            StartupException.Explain(new AggregateException(product, support, product))!.Split(Environment.NewLine)
        );
        Assert.Null(StartupException.Explain(new AggregateException(product, new InvalidOperationException())));
    }

    [Theory]
    [InlineData("Hub:Database:Provider=Oracle", "Hub:Database")]
    [InlineData("Hub:Database:Provider=SqlServer", "ConnectionStrings:Hub")]
    [InlineData("Hub:Database:MaxBatchSize=0", "Hub:Database:MaxBatchSize")]
    [InlineData("Hub:DataDirectory=/dev/null/hub", "Hub:DataDirectory")]
    [InlineData("Hub:Registration=Perhaps", "Hub:Registration")]
    [InlineData("Hub:Registration=7", "Hub:Registration")]
    [InlineData("Hub:Providers:Overrides:levr:BaseUrl=http://localhost:1", "Hub:Providers:Overrides:levr:BaseUrl")]
    [InlineData("Hub:Providers:Overrides:lever:BaseUrl=https://{api_key}.example.com", "Hub:Providers:Overrides:lever:BaseUrl")]
    [InlineData("Hub:Providers:Directory=/nowhere/at/all", "Hub:Providers:Directory")]
    [InlineData("Hub:Providers:Overrides:lever:BaseUrl=ftp://example.com", "Hub:Providers:Overrides:lever:BaseUrl")]
    [InlineData("Hub:KeyRing:CertificatePath=/nowhere.pfx", "Hub:KeyRing:CertificatePath")]
    [InlineData("Hub:Bootstrap:AccessKey=a-key-of-thirty-one-characters-", "Hub:Bootstrap:AccessKey")]
    [InlineData("Hub:Bootstrap:AccessKey=a-key-with-a-colon:-and-enough-characters", "Hub:Bootstrap:AccessKey")]
    [InlineData("Hub:Bootstrap:AccessKey=a-key-with-a-space -and-enough-characters", "Hub:Bootstrap:AccessKey")]
    [InlineData("Hub:Bootstrap:AccessKey=a-key-with-ümlauts-and-enough-characters", "Hub:Bootstrap:AccessKey")]
    [InlineData("Hub:Api:RequestsPerMinute=0", "Hub:Api:RequestsPerMinute")]
    [InlineData("Hub:Product:Name= ", "Hub:Product:Name")]
    [InlineData("Hub:Product:Name=A name\nin two lines", "Hub:Product:Name")]
    [InlineData("Hub:Product:Url=app.example.com", "Hub:Product:Url")]
    [InlineData("Hub:Product:Url=javascript:alert(1)", "Hub:Product:Url")]
    [InlineData("Hub:Product:Logo=/nowhere/logo.svg", "Hub:Product:Logo")]
    [InlineData("Hub:Product:Logo=/etc/passwd", "Hub:Product:Logo")]
    [InlineData("Hub:Support:Email=Support <support@example.com>", "Hub:Support:Email")]
    [InlineData("Hub:Support:Url=/help", "Hub:Support:Url")]
    public async Task a_wrong_setting_ends_the_start_with_its_key(string setting, string key)
    {
        // As Program.cs does it, but in this process; the tests around this one run the real one.
        var directory = RunningHub.NewDirectory();
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            var builder = HubApplication.CreateBuilder([
                "--environment=Development",
                "--urls=http://127.0.0.1:0",
                $"--Hub:DataDirectory={directory}",
                $"--{setting}",
            ]);
            builder.Logging.ClearProviders();
            await using var app = builder.Build();
            await HubApplication.PrepareAsync(app, Cancellation);
            await app.StartAsync(Cancellation);
        });
        var reason = StartupException.Explain(failure);
        Assert.True(reason is not null, failure.ToString());
        Assert.Contains(key, reason, StringComparison.Ordinal);
        Assert.DoesNotContain("a-key-", reason, StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task a_taken_port_is_explained()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (exitCode, output) = await RunningHub.RunToEndAsync("Development", directory: null, [], $"urls=http://{other.LocalEndpoint}");
        Assert.Equal(1, exitCode);
        Assert.Contains("choose another address with --urls", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_faulty_provider_file_is_named_with_its_line()
    {
        var directory = RunningHub.NewDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory, "acme.yaml"), "slug: acme\nname: Acme\ncolour: red\n", Cancellation);
        var (exitCode, output) = await RunningHub.RunToEndAsync(
            "Development",
            directory: null,
            [],
            "urls=http://127.0.0.1:0",
            $"Hub:Providers:Directory={directory}"
        );
        Assert.Equal(1, exitCode);
        Assert.Contains("Hub cannot start.", output, StringComparison.Ordinal);
        Assert.Contains("acme.yaml:3", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task production_refuses_an_unprotected_key_ring_and_says_how_to_protect_it()
    {
        var (exitCode, output) = await RunningHub.RunToEndAsync("Production", directory: null, [], "urls=http://127.0.0.1:0");
        Assert.Equal(1, exitCode);
        Assert.Contains("Hub:KeyRing:CertificatePath", output, StringComparison.Ordinal);
        Assert.Contains("create-certificate", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task production_refuses_keys_that_were_made_without_a_certificate()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows protects keys by itself.");
        var directory = RunningHub.NewDirectory();
        await using (await RunningHub.StartInAsync(directory))
        {
            // Leaves a key and goes.
        }

        var certificate = Path.Combine(directory, "keys.pfx");
        var created = await RunningHub.RunToEndAsync("Production", directory, ["create-certificate", certificate]);
        var (exitCode, output) = await RunningHub.RunToEndAsync(
            "Production",
            directory,
            [],
            "urls=http://127.0.0.1:0",
            $"Hub:KeyRing:CertificatePath={certificate}",
            $"Hub:KeyRing:CertificatePassword={created.Output.Split("CertificatePassword")[1].Trim()}"
        );
        Assert.Equal(1, exitCode);
        Assert.Contains("is an unprotected key", output, StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task what_it_stores_is_for_its_own_user_alone_even_in_a_folder_that_is_open_to_all()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        var directory = RunningHub.NewDirectory();
        File.SetUnixFileMode(directory, (UnixFileMode)Convert.ToInt32("755", 8));
        await using (await RunningHub.StartInAsync(directory))
        {
            var files = Directory.GetFiles(directory, "*", SearchOption.AllDirectories);
            Assert.Contains(files, file => file.EndsWith("hub.db-wal", StringComparison.Ordinal));
            Assert.Contains(files, file => Path.GetFileName(file).StartsWith("key-", StringComparison.Ordinal));
            foreach (var file in files)
            {
                Assert.True(File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
            }
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task migrating_speaks_to_the_SQL_Server_that_is_configured_and_needs_no_certificate()
    {
        // Nothing listens on this port; that it is tried at all shows that the client runs in this process.
        const string Settings =
            "ConnectionStrings:Hub=Server=tcp:127.0.0.1,1;User Id=hub;Password=none;Connect Timeout=1;TrustServerCertificate=true";
        var (exitCode, output) = await RunningHub.RunToEndAsync(
            "Production",
            directory: null,
            ["migrate"],
            "Hub:Database:Provider=SqlServer",
            Settings
        );
        Assert.Equal(1, exitCode);
        Assert.Contains("The database cannot be used.", output, StringComparison.Ordinal);
        Assert.Contains("establishing a connection to SQL Server", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_connection_string_that_is_none_is_refused_without_repeating_it()
    {
        var (exitCode, output) = await RunningHub.RunToEndAsync(
            "Development",
            directory: null,
            ["migrate"],
            "Hub:Database:Provider=SqlServer",
            "ConnectionStrings:Hub=hunter2;nonsense"
        );
        Assert.Equal(1, exitCode);
        Assert.Contains("ConnectionStrings:Hub is not a SQL Server connection string.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_command_before_the_first_start_says_that_there_is_nothing_yet()
    {
        var (exitCode, output) = await RunningHub.RunToEndAsync("Development", directory: null, ["reset-password", "ada@example.com"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("Start Hub once, or run migrate.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_unknown_command_lists_the_known_ones()
    {
        var (exitCode, output) = await RunningHub.RunToEndAsync("Development", directory: null, ["migrat"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("migrate, reset-password", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_operator_helps_users_from_the_console()
    {
        var directory = RunningHub.NewDirectory();
        try
        {
            await using (
                await RunningHub.StartInAsync(
                    directory,
                    "Hub:Bootstrap:AdminEmail=ada@example.com",
                    "Hub:Bootstrap:AdminPassword=correct horse battery"
                )
            )
            {
                var reset = await RunningHub.RunToEndAsync("Development", directory, ["reset-password", "ada@example.com"]);
                Assert.True(reset.ExitCode == 0, reset.Output);
                Assert.Contains("/Account/ResetPassword?code=", reset.Output, StringComparison.Ordinal);
                Assert.Equal(
                    0,
                    (await RunningHub.RunToEndAsync("Development", directory, ["reset-two-factor", "ada@example.com"])).ExitCode
                );
                var again = await RunningHub.RunToEndAsync("Development", directory, ["make-administrator", "ada@example.com"]);
                Assert.Equal(1, again.ExitCode);
                Assert.Contains("ada@example.com is an Administrator already.", again.Output, StringComparison.Ordinal);
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

    /// <summary>
    /// What a browser loads before the connect page can be used: the page, its styles, scripts and typeface, as they are sent.
    /// </summary>
    private static async Task<long> BytesOfConnectPageAsync(HttpMessageInvoker client, string hub)
    {
        var page = await LoadAsync("/connect");
        var files = LoadedFile()
            .Matches(System.Text.Encoding.UTF8.GetString(page))
            .Select(match => match.Groups["path"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        foreach (var needed in new[] { "MudBlazor.min", "blazor.web", "connect.", ".woff2" })
        {
            Assert.Contains(files, file => file.Contains(needed, StringComparison.Ordinal));
        }

        var sizes = await Task.WhenAll(files.Select(async file => (File: file, Bytes: (await LoadAsync($"/{file}")).LongLength)));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', sizes.Select(size => $"{size.Bytes, 8} {size.File}")));
        return page.LongLength + sizes.Sum(size => size.Bytes);

        async Task<byte[]> LoadAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, hub + path);
            request.Headers.AcceptEncoding.ParseAdd("gzip, br");
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            return await answer.Content.ReadAsByteArrayAsync(Cancellation);
        }
    }

    [GeneratedRegex(@"(src|href)=""(?<path>[^""]+\.(js|css|woff2))""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoadedFile();

    [Fact]
    public async Task the_published_output_reads_the_settings_of_the_root_and_runs_in_Production()
    {
        var published = RunningHub.NewDirectory();
        var data = RunningHub.NewDirectory();
        try
        {
            await ChildProcess.RunAsync(
                "dotnet",
                Path.GetTempPath(),
                "publish",
                RunningHub.ProjectDirectory,
                "--no-build",
                "--configuration",
                RunningHub.BuildConfiguration,
                "--output",
                published
            );

            var root = Path.Combine(RunningHub.ProjectDirectory, "..", "appsettings.json");
            Assert.Equal(
                await File.ReadAllTextAsync(root, Cancellation),
                await File.ReadAllTextAsync(Path.Combine(published, "appsettings.json"), Cancellation)
            );
            // Proof that this very file is read, from a working directory that is not its own.
            await File.WriteAllTextAsync(
                Path.Combine(published, "appsettings.json"),
                (await File.ReadAllTextAsync(root, Cancellation)).Replace(
                    "\"Registration\": \"Open\"",
                    "\"Registration\": \"Closed\"",
                    StringComparison.Ordinal
                ),
                Cancellation
            );

            var dll = Path.Combine(published, "Hub.Web.dll");
            var certificate = Path.Combine(data, "keys.pfx");
            var (exitCode, output) = await RunningHub.RunToEndAsync("Production", data, ["create-certificate", certificate]);
            Assert.True(exitCode == 0, output);
            var password = output.Split("CertificatePassword")[1].Trim();
            await using var hub = await RunningHub.StartFromAsync(
                dll,
                "Production",
                data,
                $"Hub:KeyRing:CertificatePath={certificate}",
                $"Hub:KeyRing:CertificatePassword={password}"
            );
            Assert.Contains("Hub:Registration is Closed", hub.Output, StringComparison.Ordinal);

            using var handler = new SocketsHttpHandler();
            using var client = new HttpMessageInvoker(handler);
            foreach (
                var path in new[] { "/", "/app.css", "/_content/MudBlazor/MudBlazor.min.css", "/_framework/blazor.web.js", "/health/ready" }
            )
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, hub.Address + path);
                using var answer = await client.SendAsync(request, Cancellation);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            }

            Assert.InRange(await BytesOfConnectPageAsync(client, hub.Address), 1, 300_000);

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
