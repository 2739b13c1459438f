using BenchmarkDotNet.Attributes;
using Hub.Core.Providers;

namespace Hub.Benchmarks;

/// <summary>
/// Reading every provider that comes with Hub, once the code is compiled. The first time, at start, is what <c>cold</c> measures.
/// </summary>
[MemoryDiagnoser]
public class CatalogBenchmarks
{
    [Benchmark]
    public ProviderCatalog Load() => ProviderCatalog.Load(directory: null, withSandbox: true);
}
