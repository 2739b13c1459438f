using BenchmarkDotNet.Attributes;

namespace Hub.Benchmarks;

/// <summary>
/// How long a verification takes when the provider answers at once. What it costs Hub's processor is what <c>cpu</c> measures.
/// </summary>
[MemoryDiagnoser]
public class VerificationBenchmarks
{
    private VerificationHost _host = null!;
    private VerificationCase _case = null!;

    public static IEnumerable<string> Cases => VerificationCase.All.Select(one => one.ToString());

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    [GlobalSetup]
    public async Task StartAsync()
    {
        _case = VerificationCase.All.Single(one => one.ToString() == Case);
        _host = await VerificationHost.StartAsync(CancellationToken.None);
    }

    [GlobalCleanup]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Benchmark]
    public Task VerifyAsync() => _host.VerifyAsync(_case, CancellationToken.None);
}
