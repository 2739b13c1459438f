using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using Hub.Tests.Support;
using Hub.Web.Messages;

namespace Hub.Tests.Messages;

/// <summary>The sets of sentences and their resource files belong together.</summary>
public sealed partial class MessageSetTests
{
    /// <summary>The languages of Hub. The invariant one is English.</summary>
    private static readonly CultureInfo[] Languages = [CultureInfo.InvariantCulture];

    public static TheoryData<Type, string> SetsAndLanguages =>
        [
            .. from set in typeof(MessageSet).Assembly.GetTypes()
            where set.IsSubclassOf(typeof(MessageSet))
            from language in Languages
            select new TheoryDataRow<Type, string>(set, language.Name),
        ];

    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void a_language_has_every_entry_and_no_other(Type set, string language)
    {
        var members = set.GetMembers(
                BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
            )
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })
            .Select(member => member.Name)
            .ToHashSet(StringComparer.Ordinal);
        var entries = EntriesOf(set, CultureInfo.GetCultureInfo(language));
        Assert.NotEmpty(entries);
        Assert.All(entries, entry => Assert.Contains(entry.Key.Split('_')[0], members));
        var english = EntriesOf(set, CultureInfo.InvariantCulture);
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), entries.Keys.Order(StringComparer.Ordinal));
        Assert.All(entries, entry => Assert.Equal(PlaceholdersOf(english[entry.Key]), PlaceholdersOf(entry.Value)));
        Assert.All(entries, entry => Assert.False(string.IsNullOrWhiteSpace(entry.Value), entry.Key));
    }

    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void a_text_without_arguments_has_an_entry(Type set, string language)
    {
        var entries = EntriesOf(set, CultureInfo.GetCultureInfo(language));
        var texts = MessageSets.Get(set);
        Assert.All(
            set.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Where(property => property.PropertyType == typeof(string) && !entries.ContainsKey(property.Name)),
            // Made of other entries. Without one, it would be the member's name.
            property => Assert.NotEqual(property.Name, property.GetValue(texts))
        );
    }

    private static Dictionary<string, string> EntriesOf(Type set, CultureInfo language) =>
        new ResourceManager(set)
            .GetResourceSet(language, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    private static IEnumerable<string> PlaceholdersOf(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
