using BenchmarkDotNet.Attributes;
using Hub.Core.Providers;

namespace Hub.Benchmarks;

/// <summary>One keystroke in the search field of the provider picker.</summary>
[MemoryDiagnoser]
public class SearchBenchmarks
{
    private readonly ProviderSearch _search = new(ProviderCatalog.Load(directory: null, withSandbox: true));

    /// <summary>A part of a name, another name, and nothing that there is.</summary>
    [Params("recruit", "private app", "nothing like it")]
    public string Text { get; set; } = "";

    [Benchmark]
    public int Search() => _search.Find(Text).Count;
}
