using System.Globalization;
using Hub.Core.Providers;

namespace Hub.Web.Components.Shared;

/// <summary>The texts of provider files on pages in other languages than English.</summary>
internal static class ProviderLanguage
{
    private static readonly Dictionary<string, object> English = new(StringComparer.Ordinal) { ["lang"] = "en", ["dir"] = "ltr" };

    /// <returns>The catalog with its texts in the language of the page, as far as they are translated.</returns>
    public static ProviderCatalog ForPage(this ProviderCatalog catalog) =>
        Ancestors(CultureInfo.CurrentUICulture)
            .Select(culture => culture.Name)
            .FirstOrDefault(name => ProviderTexts.Languages.Contains(name, StringComparer.Ordinal))
            is { } language
            ? catalog.In(language)
            : catalog;

    /// <returns>For an element with texts of the provider file, where these are English and the page is not.</returns>
    public static IReadOnlyDictionary<string, object>? LanguageAttributes(this Provider provider) =>
        provider.Language == ProviderTexts.Original && CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is not ("en" or "iv")
            ? English
            : null;

    /// <returns>pt-BR, pt.</returns>
    private static IEnumerable<CultureInfo> Ancestors(CultureInfo culture)
    {
        for (; culture != CultureInfo.InvariantCulture; culture = culture.Parent)
        {
            yield return culture;
        }
    }
}
