using Hub.Core.Providers;

namespace Hub.Web.Api;

/// <summary>
/// What categories are called on the wire: a closed list, since the official clients refuse a word that they do not know.
/// As input a word means all categories that are called by it.
/// </summary>
internal static class WireCategories
{
    // Known on the wire, and Hub has no provider of the kind.
    private static readonly string[] WithoutProviders = ["iam", "screening", "scheduling"];

    private static readonly ILookup<string, ProviderCategory> ByWord = Enum.GetValues<ProviderCategory>()
        .ToLookup(ToWire, StringComparer.Ordinal);

    public static IEnumerable<string> All { get; } = [.. ByWord.Select(word => word.Key), "hris-legacy", .. WithoutProviders];

    public static string ToWire(this ProviderCategory category) =>
        category switch
        {
            ProviderCategory.Ats => "ats",
            ProviderCategory.Hris => "hris",
            ProviderCategory.Learning => "lms",
            ProviderCategory.Crm => "crm",
            ProviderCategory.Marketing or ProviderCategory.Surveys => "marketing",
            ProviderCategory.Support => "ticketing",
            ProviderCategory.Productivity or ProviderCategory.Content => "documents",
            ProviderCategory.Communication => "messaging",
            ProviderCategory.Payments => "accounting",
            ProviderCategory.DevTools or ProviderCategory.Ai => "stackone",
        };

    /// <returns>The categories that a word means, perhaps none; null for a word that the wire does not know.</returns>
    public static IReadOnlyList<ProviderCategory>? FromWire(string word) =>
        word switch
        {
            "hris-legacy" => [ProviderCategory.Hris],
            _ when WithoutProviders.Contains(word, StringComparer.Ordinal) => [],
            _ when ByWord.Contains(word) => [.. ByWord[word]],
            _ => null,
        };
}
