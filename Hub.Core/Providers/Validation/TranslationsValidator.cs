using System.Text.RegularExpressions;
using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for the translations of a file's texts.</summary>
internal sealed partial class TranslationsValidator : AbstractValidator<Provider>
{
    public TranslationsValidator()
    {
        RuleForEach(provider => provider.Translations).Custom(ValidateEntry);
        RuleFor(provider => provider.Translations)
            .Custom(
                (translations, context) =>
                {
                    foreach (var missing in FindMissing(context.InstanceToValidate))
                    {
                        context.AddFailure(missing);
                    }
                }
            )
            .When(provider => provider.Translations.All(entry => entry.ContainsKey(ProviderTexts.Original)));
    }

    private static void ValidateEntry(IReadOnlyDictionary<string, string> entry, ValidationContext<Provider> context)
    {
        if (!entry.TryGetValue(ProviderTexts.Original, out var original))
        {
            context.AddFailure($"needs the English text under {ProviderTexts.Original}");
            return;
        }

        if (!ProviderTexts.Of(context.InstanceToValidate).Contains(original, StringComparer.Ordinal))
        {
            context.AddFailure("translates a text that this file does not have");
        }

        foreach (var (language, text) in entry)
        {
            if (language != ProviderTexts.Original && !ProviderTexts.Languages.Contains(language, StringComparer.Ordinal))
            {
                context.AddFailure(language, $"is not one of the languages {string.Join(", ", ProviderTexts.Languages)}");
            }
            else if (
                string.IsNullOrWhiteSpace(text) || !PlaceholdersOf(text).SequenceEqual(PlaceholdersOf(original), StringComparer.Ordinal)
            )
            {
                context.AddFailure(language, "needs the same placeholders as the English text");
            }
        }
    }

    /// <returns>All braces and what is between them, so that nothing is lost and nothing is added.</returns>
    private static IEnumerable<string> PlaceholdersOf(string text) =>
        Braces().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    private static IEnumerable<string> FindMissing(Provider provider)
    {
        var texts = ProviderTexts.Of(provider);
        var entries = provider.Translations.ToLookup(entry => entry[ProviderTexts.Original], StringComparer.Ordinal);
        foreach (var twice in entries.Where(same => same.Count() > 1))
        {
            yield return $"has this text twice: {twice.Key}";
        }

        foreach (var language in ProviderTexts.Languages.Where(one => provider.Translations.Any(entry => entry.ContainsKey(one))))
        {
            foreach (var text in texts.Where(text => entries[text].FirstOrDefault()?.ContainsKey(language) != true))
            {
                yield return $"lacks this text in {language}: {text}";
            }
        }
    }

    [GeneratedRegex(@"\{[^{}]*\}|[{}]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Braces();
}
