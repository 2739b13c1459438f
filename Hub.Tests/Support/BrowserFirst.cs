using Hub.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(BrowserFirst))]

namespace Hub.Tests.Support;

/// <summary>
/// The classes that drive a browser take longest: they begin first, so that none of them runs alone at the end, when a core idles.
/// </summary>
internal sealed class BrowserFirst : ITestCollectionOrderer
{
    private static readonly string[] Folders = [".Browser.", ".Embed.", ".Languages.", "EmbeddingHub"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderByDescending(collection => HasBrowser(collection))];

    private static bool HasBrowser(ITestCollection collection) =>
        Folders.Any(folder => collection.TestCollectionDisplayName.Contains(folder, StringComparison.Ordinal));
}
