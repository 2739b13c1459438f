using System.Diagnostics;
using System.Globalization;
using Hub.Core.Providers;

namespace Hub.Benchmarks;

/// <summary>How long the catalog takes at start: the first load of a fresh process, compiling included.</summary>
internal static class ColdLoadMeasurement
{
    public const string ChildArgument = "load-once";

    private const int Starts = 21;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var milliseconds = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            using var child = Child.Start(ChildArgument);
            milliseconds.Add(double.Parse(await Child.ReadLineAsync(child, cancellationToken), CultureInfo.InvariantCulture));
            await child.WaitForExitAsync(cancellationToken);
        }

        milliseconds.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"First load of the catalog in {Starts} fresh processes: median {milliseconds[Starts / 2]:0} ms, fastest "
                    + $"{milliseconds[0]:0} ms, slowest {milliseconds[^1]:0} ms"
            )
        );
    }

    public static void LoadOnce()
    {
        var start = Stopwatch.GetTimestamp();
        _ = ProviderCatalog.Load(directory: null, withSandbox: true);
        Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    }
}
