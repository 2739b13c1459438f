using System.Collections;
using System.Globalization;
using System.Resources;
using Hub.Tests.Support;
using Hub.Web.Languages;
using Hub.Web.Messages;

namespace Hub.Tests.Languages;

/// <summary>The sentences of some sets in one language.</summary>
/// <param name="sets">The sets that a page shows.</param>
internal sealed class SpokenTexts(Language language, params Type[] sets)
{
    /// <returns>What a member of a set says in the language.</returns>
    public string Say<T>(Func<T, string> text)
        where T : MessageSet
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = language.Culture;
        try
        {
            return text(MessageSets.Get<T>());
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <returns>The whole English sentences among these lines that the language has other words for.</returns>
    public IEnumerable<string> EnglishAmong(IEnumerable<string> lines)
    {
        var english = sets.SelectMany(set =>
            {
                var resources = new ResourceManager(set);
                return Entries(resources).Where(entry => resources.GetString(entry.Key, language.Culture) != entry.Value);
            })
            .Select(entry => entry.Value)
            .ToHashSet(StringComparer.Ordinal);
        return lines.Select(line => line.Trim()).Where(english.Contains);
    }

    private static IEnumerable<KeyValuePair<string, string>> Entries(ResourceManager resources) =>
        resources
            .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string)entry.Value!))
            // A word may be the same in both.
            .Where(entry => entry.Value.Contains(' ', StringComparison.Ordinal));
}
