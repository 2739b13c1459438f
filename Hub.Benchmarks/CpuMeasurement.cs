using System.Globalization;

namespace Hub.Benchmarks;

/// <summary>
/// How much processor time a verification costs Hub: that of this whole process, in user and kernel mode, with its garbage collection.
/// </summary>
internal static class CpuMeasurement
{
    private const int WarmUp = 2000;
    private const int Rounds = 9;
    private const int PerRound = 500;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var host = await VerificationHost.StartAsync(cancellationToken);
        foreach (var one in VerificationCase.All)
        {
            await RepeatAsync(host, one, WarmUp, cancellationToken);
            var milliseconds = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                var before = Environment.CpuUsage.TotalTime;
                await RepeatAsync(host, one, PerRound, cancellationToken);
                milliseconds.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / PerRound);
            }

            milliseconds.Sort();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one}: median {milliseconds[Rounds / 2]:0.00} ms, lowest {milliseconds[0]:0.00} ms, highest "
                        + $"{milliseconds[^1]:0.00} ms of CPU"
                )
            );
        }
    }

    private static async Task RepeatAsync(VerificationHost host, VerificationCase one, int times, CancellationToken cancellationToken)
    {
        for (var time = 0; time < times; time++)
        {
            await host.VerifyAsync(one, cancellationToken);
        }
    }
}
