using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Hub.Core.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;

namespace Hub.Tests.Support;

/// <summary>
/// A language in which every text stands in marks: ⟦Cancel⟧. What people read outside of marks does not come from a resource or from a
/// provider file.
/// </summary>
internal static partial class PseudoLocale
{
    public const string Begin = "⟦";
    public const string End = "⟧";

    /// <summary>The properties of a provider that people read.</summary>
    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "Aliases",
        "Help",
        "Hint",
        "Label",
        "Permission",
        "Placeholder",
        "Prefix",
        "Reason",
        "Replacement",
        "Suffix",
        "Text",
        "Unknown",
        "Warning",
        "Warnings",
        "What",
    };

    /// <param name="change">What becomes of a text: <see cref="Mark(string)"/> or <see cref="Lengthen"/>.</param>
    public static void AddPseudoLocale(this WebApplicationBuilder builder, Func<string, string> change)
    {
        builder.Services.AddSingleton<ResourceManagerStringLocalizerFactory>();
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IStringLocalizerFactory>(provider => new Factory(
                provider.GetRequiredService<ResourceManagerStringLocalizerFactory>(),
                change
            ))
        );
    }

    /// <summary>Marks the texts of provider files too: they are data, in the language of their author.</summary>
    public static void Mark(ProviderCatalog catalog) => MarkIn(catalog.All, new HashSet<object>(ReferenceEqualityComparer.Instance));

    /// <summary>A text with markup is marked between its tags.</summary>
    public static string Mark(string text) =>
        text.Contains("</", StringComparison.Ordinal)
            ? BetweenTags().Replace(text, run => string.IsNullOrWhiteSpace(run.Value) ? run.Value : $"{Begin}{run.Value}{End}")
            : $"{Begin}{text}{End}";

    /// <summary>As long as German is: longer words.</summary>
    public static string Lengthen(string text) =>
        BetweenTags().Replace(text, run => string.Join(' ', run.Value.Split(' ').Select(LengthenWord)));

    private static string LengthenWord(string word) =>
        word.Length > 5 && word.All(char.IsLetter) ? $"{word}{"ungsverfahren"[..Math.Min(13, word.Length * 2 / 5)]}" : word;

    private static void MarkIn(object? value, HashSet<object> seen)
    {
        if (value is IEnumerable all and not string)
        {
            foreach (var one in all)
            {
                MarkIn(one, seen);
            }
        }
        else if (value?.GetType() is { IsEnum: false } type && type.Assembly == typeof(Provider).Assembly && seen.Add(value))
        {
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(IsStored))
            {
                var isText = Texts.Contains(property.Name) || (value, property.Name) is (Provider, nameof(Provider.Name));
                switch (property.GetValue(value))
                {
                    case string text when isText:
                        property.SetValue(value, Mark(text));
                        break;
                    case IReadOnlyList<string> texts when isText:
                        property.SetValue(value, texts.Select(Mark).ToList());
                        break;
                    case var inner:
                        MarkIn(inner, seen);
                        break;
                }
            }
        }
    }

    private static bool IsStored(PropertyInfo property) => property.CanWrite && property.GetIndexParameters().Length == 0;

    [GeneratedRegex("(?<=^|>)[^<>]+(?=<|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BetweenTags();

    private sealed class Factory(ResourceManagerStringLocalizerFactory factory, Func<string, string> change) : IStringLocalizerFactory
    {
        public IStringLocalizer Create(Type resourceSource) => new Localizer(factory.Create(resourceSource), change);

        public IStringLocalizer Create(string baseName, string location) => new Localizer(factory.Create(baseName, location), change);
    }

    private sealed class Localizer(IStringLocalizer texts, Func<string, string> change) : IStringLocalizer
    {
        public LocalizedString this[string name] => Changed(texts[name]);

        public LocalizedString this[string name, params object[] arguments] => Changed(texts[name, arguments]);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
            texts.GetAllStrings(includeParentCultures).Select(Changed);

        // What is not found is the name of an entry, and stays without marks.
        private LocalizedString Changed(LocalizedString text) =>
            text.ResourceNotFound ? text : new LocalizedString(text.Name, change(text.Value));
    }
}
