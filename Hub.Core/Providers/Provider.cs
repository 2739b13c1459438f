using System.Diagnostics.CodeAnalysis;

namespace Hub.Core.Providers;

/// <summary>
/// An entry of the catalog: a service at which accounts can be linked. Read from one YAML file; see provider.schema.json.
/// </summary>
public sealed record Provider
{
    private string _language = ProviderTexts.Original;

    /// <summary>The provider's permanent name in URLs, the database and the API: lower-case letters, digits and dashes.</summary>
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public required ProviderCategory Category { get; init; }

    /// <summary>The brand's colour as #rrggbb, for the monogram tile.</summary>
    public required string Color { get; init; }

    /// <summary>Position in the picker, most used first: 1 is the first.</summary>
    public required int Rank { get; init; }

    /// <summary>Other names under which people look for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>True for the provider that Hub itself plays; listed only where the sandbox is on.</summary>
    public bool Sandbox { get; init; }

    /// <summary>The day on which somebody last compared this file with the documentation; null where unknown.</summary>
    public DateOnly? Checked { get; init; }

    /// <summary>The documentation that the facts in this file come from.</summary>
    public required IReadOnlyList<Source> Sources { get; init; }
    public required IReadOnlyList<AuthMethod> Methods { get; init; }

    /// <summary>The documented rate limit, the lowest where there are several; null where none is documented.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>
    /// The texts in other languages: for each the English text under <c>en</c>, and its translations under
    /// <see cref="ProviderTexts.Languages"/>. A language that has one text has all.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Translations { get; init; } = [];

    /// <summary>The language of its texts.</summary>
    public string Language => _language;

    /// <param name="kind">The method's kind; each appears at most once.</param>
    public AuthMethod? FindMethod(AuthMethodKind kind) => Methods.FirstOrDefault(method => method.Kind == kind);

    /// <returns>The method for linking by authorization; null where the provider has none.</returns>
    public AuthMethod.AuthorizationCode? FindAuthorizationCodeMethod() => Methods.OfType<AuthMethod.AuthorizationCode>().FirstOrDefault();

    /// <param name="text">A text of the file in English, such as the help of a failure rule.</param>
    /// <returns>The text in <see cref="Language"/>.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Translate(string? text) => text is null ? null : Translate(text, _language);

    /// <returns>The provider with its texts in another language; itself where the file is not translated into it.</returns>
    internal Provider In(string language) =>
        Translations.Any(entry => entry.ContainsKey(language))
            ? ProviderTexts.Map(this, text => Translate(text, language)) with
            {
                _language = language,
            }
            : this;

    private string Translate(string text, string language) =>
        Translations.FirstOrDefault(entry => entry[ProviderTexts.Original] == text)?.GetValueOrDefault(language) ?? text;

    /// <returns>The name of an account whose identity the provider does not tell: the customer's own host, else the provider's
    /// name.</returns>
    internal string DefaultAccountName(string? address) =>
        address is null || Methods.Any(method => method.RegionAt(address) is not null) ? Name : address;
}
