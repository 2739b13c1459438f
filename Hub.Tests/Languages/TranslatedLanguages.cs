using Hub.Web.Languages;

namespace Hub.Tests.Languages;

/// <summary>The languages whose sentences are complete. Tests compare each with English, and show it in Chromium.</summary>
internal static class TranslatedLanguages
{
    private static readonly string[] Tags = ["en", "de", "es", "fr", "it", "nl", "pl", "pt-BR", "ar", "ja"];

    public static IReadOnlyList<Language> All { get; } =
    [.. Language.All.Where(language => Tags.Contains(language.Tag, StringComparer.Ordinal))];
}
