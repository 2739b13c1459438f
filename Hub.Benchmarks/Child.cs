using System.Diagnostics;

namespace Hub.Benchmarks;

/// <summary>Starts this program once more, with an argument that says what to do there.</summary>
internal static class Child
{
    /// <summary>What the child writes is read, and it sees the end of its input when this process ends.</summary>
    public static Process Start(params string[] arguments)
    {
        // Not the process's own path: under BenchmarkDotNet another program hosts this assembly.
        var start = new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The child process did not start.");
    }

    /// <returns>The first line that the child writes.</returns>
    public static async Task<string> ReadLineAsync(Process child, CancellationToken cancellationToken) =>
        await child.StandardOutput.ReadLineAsync(cancellationToken)
        ?? throw new InvalidOperationException("The child process ended without a word.");
}
