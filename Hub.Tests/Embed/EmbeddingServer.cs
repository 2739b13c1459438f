using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Hub.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hub.Tests.Embed;

/// <summary>The server of docs/embedding.md, started in a folder as the page says.</summary>
internal sealed class EmbeddingServer : IAsyncDisposable
{
    /// <summary>What the Web SDK imports into every file.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.IO;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        """;

    /// <summary>How the files of the shared frameworks begin that the Web SDK references.</summary>
    private static readonly string[] References = ["System.", "Microsoft.AspNetCore.", "Microsoft.Extensions.", "Microsoft.Net."];

    private const string RuntimeConfig = """
        {"runtimeOptions":{"tfm":"net10.0","frameworks":[{"name":"Microsoft.NETCore.App","version":"10.0.0"},{"name":"Microsoft.AspNetCore.App","version":"10.0.0"}]}}
        """;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private EmbeddingServer(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        // Not into the output of the test run.
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <param name="block">Its last command starts the server.</param>
    public static async Task<EmbeddingServer> StartAsync(string folder, ShellBlock block, int port)
    {
        var start = block.Commands[^1] switch
        {
            ["node", var file] => new ProcessStartInfo(Node, [file]),
            ["dotnet", "run", var file] => new ProcessStartInfo("dotnet", [await CompileAsync(folder, file)]),
            var other => throw new InvalidOperationException(string.Join(' ', other)),
        };
        start.WorkingDirectory = folder;
        foreach (var (name, value) in block.Variables)
        {
            start.Environment[name] = value;
        }

        var server = new EmbeddingServer(start);
        while (!server._process.HasExited)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("localhost", port, TestContext.Current.CancellationToken);
                return server;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }

        // The rest of what it wrote.
        await server._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        throw new InvalidOperationException($"The server ended with {server._process.ExitCode}:\n{string.Join('\n', server._output)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }

    /// <summary>This machine's Node.js; where there is none, the one that comes with Playwright.</summary>
    private static string Node =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(Directory.EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, ".playwright", "node")))
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node"))
            .First(File.Exists);

    /// <summary>Compiles as <c>dotnet run</c> does, without restoring packages: there are none.</summary>
    /// <returns>The path of the program.</returns>
    private static async Task<string> CompileAsync(string folder, string file)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([KeyValuePair.Create("FileBasedProgram", "true")]);
        var code = await File.ReadAllTextAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => References.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path));
        var program = Path.Combine(folder, "server.dll");
        var result = CSharpCompilation
            .Create(
                "server",
                [
                    CSharpSyntaxTree.ParseText(ImplicitUsings, options, cancellationToken: TestContext.Current.CancellationToken),
                    CSharpSyntaxTree.ParseText(code, options, cancellationToken: TestContext.Current.CancellationToken),
                ],
                references,
                new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
            )
            .Emit(program, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(
            result.Success && result.Diagnostics.All(diagnostic => diagnostic.Severity < DiagnosticSeverity.Warning),
            string.Join('\n', result.Diagnostics)
        );
        await File.WriteAllTextAsync(
            Path.ChangeExtension(program, ".runtimeconfig.json"),
            RuntimeConfig,
            TestContext.Current.CancellationToken
        );
        return program;
    }
}
