using System.Globalization;
using System.Net;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using Hub.Tests.Languages;
using Hub.Tests.Support;
using Hub.Web.Languages;
using Hub.Web.Messages;

namespace Hub.Tests.Messages;

/// <summary>The sets of sentences and their resource files belong together.</summary>
public sealed partial class MessageSetTests
{
    public static TheoryData<Type, string> SetsAndLanguages =>
        [
            .. from set in typeof(MessageSet).Assembly.GetTypes()
            where set.IsSubclassOf(typeof(MessageSet))
            from language in Language.All
            select new TheoryDataRow<Type, string>(set, language.Tag),
        ];

    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void an_entry_has_a_member(Type set, string tag)
    {
        var members = set.GetMembers(
                BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
            )
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })
            .Select(member => member.Name)
            .ToHashSet(StringComparer.Ordinal);
        var entries = EntriesOf(set, tag);
        Assert.NotEmpty(entries);
        Assert.All(entries, entry => Assert.Contains(entry.Key.Split('_')[0], members));
        Assert.All(entries, entry => Assert.False(string.IsNullOrWhiteSpace(entry.Value), entry.Key));
    }

    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void a_language_has_every_entry_and_no_other(Type set, string tag)
    {
        var english = EntriesOf(set, Language.English.Tag);
        var plurals = PluralsOf(english);
        var expected = english
            .Keys.Where(name => !plurals.Contains(BaseOf(name)))
            .Concat(plurals.SelectMany(name => Language.Find(tag)!.Plurals.Categories.Select(category => $"{name}_{category}")));
        Assert.Equal(expected.Order(StringComparer.Ordinal), EntriesOf(set, tag).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void a_language_has_the_placeholders_and_the_markup_of_english(Type set, string tag)
    {
        var english = EntriesOf(set, Language.English.Tag);
        var plurals = PluralsOf(english);
        Assert.All(
            EntriesOf(set, tag),
            entry =>
            {
                var plural = plurals.Contains(BaseOf(entry.Key));
                var model = english[plural ? $"{BaseOf(entry.Key)}_other" : entry.Key];
                // A form for one number only need not say the number: "a minute ago".
                var withoutNumber = plural && entry.Key.Split('_')[^1] is "zero" or "one" or "two";
                Assert.Equal(
                    PlaceholdersOf(model).Except(withoutNumber ? ["{0"] : []),
                    PlaceholdersOf(entry.Value).Except(withoutNumber ? ["{0"] : [])
                );
                Assert.Equal(TagsOf(model), TagsOf(entry.Value));
                if (PlaceholdersOf(model).Any())
                {
                    // Throws for a brace that is no placeholder.
                    _ = string.Format(CultureInfo.InvariantCulture, entry.Value, [.. Enumerable.Range(0, 10)]);
                }
            }
        );
    }

    [Fact]
    public void names_are_isolated_between_right_to_left_words_and_addresses_stay_as_they_are()
    {
        var arabic = new SpokenTexts(Language.Find("ar")!);
        Assert.Contains(
            "href=\"https://portal.example/a?b=c&amp;d\"",
            arabic.Say<AuthorizationPageMessages>(texts => texts.ContinueTo("https://portal.example/a?b=c&d").Value),
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"<strong>{WebUtility.HtmlEncode("\u2068Acme & Co\u2069")}</strong>",
            arabic.Say<AuthorizationPageMessages>(texts => texts.BecomesAccountOf("Acme & Co").Value),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void a_text_without_arguments_has_an_entry(Type set, string tag)
    {
        var entries = EntriesOf(set, tag);
        var texts = MessageSets.Get(set);
        Assert.All(
            set.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Where(property => property.PropertyType == typeof(string) && !entries.ContainsKey(property.Name)),
            // Made of other entries. Without one, it would be the member's name.
            property => Assert.NotEqual(property.Name, property.GetValue(texts))
        );
    }

    /// <summary>The names of the plurals: what has a form for one and another for other numbers.</summary>
    private static HashSet<string> PluralsOf(Dictionary<string, string> english) =>
        english
            .Keys.Where(name => name.EndsWith("_one", StringComparison.Ordinal))
            .Select(BaseOf)
            .Where(name => english.ContainsKey($"{name}_other"))
            .ToHashSet(StringComparer.Ordinal);

    private static string BaseOf(string name) => name.LastIndexOf('_') is > 0 and var end ? name[..end] : name;

    private static Dictionary<string, string> EntriesOf(Type set, string tag) =>
        new ResourceManager(set)
            .GetResourceSet(
                tag == Language.English.Tag ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(tag),
                createIfNotExists: true,
                tryParents: false
            )!
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    private static IEnumerable<string> PlaceholdersOf(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IEnumerable<string> TagsOf(string text) =>
        MarkupTag().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("</?[a-z][^<>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MarkupTag();

    [GeneratedRegex(@"\{\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
