using Hub.Core.Providers;
using Hub.Web.Languages;

namespace Hub.Web.Components.Shared;

/// <summary>The texts of provider files on pages in other languages than English.</summary>
internal static class ProviderLanguage
{
    private static readonly Dictionary<string, object> English = new(StringComparer.Ordinal)
    {
        ["lang"] = Language.English.Tag,
        ["dir"] = Language.English.Direction,
    };

    /// <returns>The catalog in the language of the page, as far as its files are translated into it.</returns>
    public static ProviderCatalog ForPage(this ProviderCatalog catalog) => catalog.In(Language.Current.Tag);

    /// <returns>For an element with texts of the provider file; null where they are in the language of the page.</returns>
    public static IReadOnlyDictionary<string, object>? LanguageAttributes(this Provider provider) =>
        provider.Language == Language.Current.Tag ? null : English;
}
