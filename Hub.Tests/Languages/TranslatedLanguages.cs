using Hub.Web.Languages;

namespace Hub.Tests.Languages;

/// <summary>The languages whose sentences are complete. Tests compare each with English, and show it in Chromium.</summary>
internal static class TranslatedLanguages
{
    private static readonly string[] Tags = ["en"];

    public static IReadOnlyList<Language> All { get; } =
    [.. Language.All.Where(language => Tags.Contains(language.Tag, StringComparer.Ordinal))];
}
