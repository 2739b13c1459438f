using System.Diagnostics;

namespace Hub.Tests.Support;

/// <summary>A program that runs to its end. What it writes is the test's, and never stands in the output of the test run.</summary>
internal static class ChildProcess
{
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string program, string directory, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}"
            );
    }
}
