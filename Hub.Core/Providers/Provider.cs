using System.Runtime.Serialization;
using System.Security.Cryptography;
using System.Text.Json;
using Hub.Core.Credentials;
using YamlDotNet.Serialization;

namespace Hub.Core.Providers;

/// <summary>
/// An entry of the catalog: a service at which accounts can be linked. Read from one YAML file; see provider.schema.json.
/// </summary>
public sealed record Provider
{
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

    /// <summary>The day on which somebody last compared this file with the documentation; null where nobody wrote it down.</summary>
    public DateOnly? Checked { get; init; }

    /// <summary>The documentation that the facts in this file come from.</summary>
    public required IReadOnlyList<Source> Sources { get; init; }
    public required IReadOnlyList<AuthMethod> Methods { get; init; }

    public AuthMethod? FindMethod(AuthMethodKind kind) => Methods.FirstOrDefault(method => method.Kind == kind);

    /// <returns>What an account is called of which the provider does not say whose it is: the customer's own host, else the provider's
    /// name.</returns>
    internal string DefaultAccountName(string? address) =>
        address is null || Methods.Any(method => method.RegionAt(address) is not null) ? Name : address;
}

public enum ProviderCategory
{
    Ats,
    Hris,
    Learning,
    Crm,
    Marketing,
    Support,
    Productivity,
    Communication,
    Content,
    Surveys,
    Payments,
    DevTools,
    Ai,
}

/// <summary>A page of documentation, and which facts in the file come from it.</summary>
public sealed record Source
{
    public required string Url { get; init; }
    public required IReadOnlyList<Fact> Facts { get; init; }
}

/// <summary>The kinds of fact that a provider file holds.</summary>
public enum Fact
{
    Address,
    Authentication,
    Probe,
    Identity,
    Failures,
    KeyFamilies,

    /// <summary>The addresses, parameters and answers of signing in.</summary>
    [EnumMember(Value = "SignIn")] // sign_in in files, after the naming convention
    Authorization,
    Guide,
}

/// <summary>One way to authenticate at a provider.</summary>
public sealed record AuthMethod
{
    public required AuthMethodKind Kind { get; init; }

    /// <summary>How the choice between methods is worded, e.g. "API key".</summary>
    public required string Label { get; init; }

    /// <summary>Scheme and host, without a path; may hold placeholders, e.g. <c>https://{subdomain}.workable.com</c>.</summary>
    public required string BaseUrl { get; init; }
    public required IReadOnlyList<ProviderField> Fields { get; init; }

    /// <summary>Values that are part of what the user filled in, for addresses and paths.</summary>
    public IReadOnlyList<DerivedValue> Derived { get; init; } = [];

    /// <summary>
    /// Where client credentials are exchanged for an access token; the probe then authenticates with <c>{access_token}</c>.
    /// </summary>
    public TokenEndpoint? Token { get; init; }

    /// <summary>Where people sign in, for that kind of method; the probe then authenticates with <c>{access_token}</c>.</summary>
    [YamlMember(Alias = "signIn")]
    public AuthorizationCodeFlow? Flow { get; init; }

    /// <summary>
    /// Null, as <see cref="Probe"/> and <see cref="Success"/> are, where the exchange at the token endpoint is itself the proof.
    /// </summary>
    public RequestAuthentication? Auth { get; init; }
    public Probe? Probe { get; init; }
    public SuccessCriteria? Success { get; init; }

    /// <summary>
    /// A second request that says whose the proved credential is, where the probe does not. That it fails changes nothing.
    /// </summary>
    public Probe? Identify { get; init; }
    public IdentityPaths Identity { get; init; } = new();
    public required IReadOnlyList<FailureRule> Failures { get; init; }

    /// <returns>The rule with this <see cref="FailureRule.Key"/>; null where the provider file no longer has it.</returns>
    public FailureRule? FindFailure(string key) =>
        Failures.Concat(Token?.Failures ?? []).FirstOrDefault(rule => string.Equals(rule.Key, key, StringComparison.Ordinal));

    public required Guide Guide { get; init; }

    /// <summary>What the provider announced to switch off. Administrators see it before it comes.</summary>
    public IReadOnlyList<Sunset> Sunset { get; init; } = [];

    /// <summary>True when the provider itself says whose credential it is; false when Hub only repeats what the user filled in.</summary>
    internal bool ReportsIdentity =>
        Identity
            .Templates.SelectMany(Template.PlaceholdersOf)
            .Any(placeholder => placeholder[0] != '@' || ConnectionParameters.Any(kept => kept.Key == placeholder[1..]));

    /// <summary>The fields that make the host the customer's own.</summary>
    public IEnumerable<ProviderField> AddressFields =>
        Template
            .PlaceholdersOf(BaseUrl)
            .Select(Find)
            .OfType<ProviderField>()
            .Where(found => found.Kind is FieldKind.Subdomain or FieldKind.Host);

    /// <summary>All fields that have a say in which host is called.</summary>
    internal IEnumerable<ProviderField> HostFields =>
        Template
            .PlaceholdersOf(BaseUrl + Token?.Url + Flow?.AuthorizeUrl + Flow?.TokenUrl + Flow?.Revoke?.Url)
            .Select(placeholder => Find(Derived.FirstOrDefault(derived => derived.Key == placeholder)?.From ?? placeholder))
            .OfType<ProviderField>()
            .Distinct();

    /// <summary>True when the host is the customer's own.</summary>
    public bool HasOwnAddress => AddressFields.Any();

    /// <summary>The choice that alone decides which host is called, such as the region; null where there is none.</summary>
    public ProviderField? RegionField =>
        Template.PlaceholdersOf(BaseUrl).Distinct(StringComparer.Ordinal).ToList() is [var only]
        && Find(only) is { Kind: FieldKind.Choice } choice
            ? choice
            : null;

    /// <returns>The region whose host this is; null for other hosts.</returns>
    public ChoiceOption? RegionAt(string? host) =>
        RegionField?.Options.FirstOrDefault(option => new Uri(Template.Fill(BaseUrl, _ => option.Host ?? option.Value)).Host == host);

    /// <summary>Only what has a closed set of values or the form of a host may decide which host is called.</summary>
    internal bool IsAllowedInAddress(string placeholder) =>
        Find(placeholder)?.Kind is FieldKind.Subdomain or FieldKind.Host or FieldKind.Choice
        || Derived.Any(derived => derived.Key == placeholder)
        || ConnectionParameters.Any(kept => kept.Key == placeholder && kept.Pattern is not null);

    /// <summary>True where the value goes into a header as it is.</summary>
    internal bool IsInHeader(ProviderField field) =>
        Holds((Auth?.Headers.Values ?? []).Concat(Probe?.Headers.Values ?? []).Concat(Identify?.Headers.Values ?? []), field);

    /// <summary>True where the value is the user name of HTTP Basic, or part of it.</summary>
    internal bool IsBasicUsername(ProviderField field) => Auth?.Basic is { } basic && Holds([basic.Username], field);

    /// <summary>True where the value is part of a path.</summary>
    internal bool IsInPath(ProviderField field) =>
        Holds(new[] { Probe, Identify }.OfType<Probe>().Select(probe => probe.Path.Split('?')[0]), field);

    private static bool Holds(IEnumerable<string> templates, ProviderField field) =>
        templates.SelectMany(Template.PlaceholdersOf).Contains(field.Key, StringComparer.Ordinal);

    /// <summary>What signing in leaves beside the tokens.</summary>
    internal IReadOnlyList<ConnectionParameter> ConnectionParameters => Flow?.ConnectionParameters ?? [];

    public ProviderField? Find(string fieldKey) => Fields.FirstOrDefault(field => field.Key == fieldKey);

    /// <summary>
    /// What somebody typed or pasted, made into values: only the fields that the method knows, each cleaned (see <see
    /// cref="ProviderField.Clean"/>).
    /// </summary>
    public CredentialValues Clean(CredentialValues typed) =>
        new(Fields.ToDictionary(field => field.Key, field => new Secret(field.Clean(typed.Reveal(field.Key))), StringComparer.Ordinal));

    /// <summary>
    /// Of values that Hub itself stored: those of the method's fields, with the default of a field that came later; and beside them what
    /// authorization left, tokens and kept values.
    /// </summary>
    internal CredentialValues FromStore(CredentialValues stored)
    {
        var kept = Flow is null
            ? []
            : ConnectionParameters
                .Select(kept => kept.Key)
                .Append(Template.AccessToken)
                .Append(Template.RefreshToken)
                .Where(stored.All.ContainsKey);
        return new(
            Fields
                .Select(field => (field.Key, Value: stored.Reveal(field.Key) is { Length: > 0 } value ? value : field.Initial ?? ""))
                .Concat(kept.Select(key => (Key: key, Value: stored.Reveal(key))))
                .ToDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal)
        );
    }

    /// <returns>What a placeholder in a header, path or form stands for; empty where the user left the field empty.</returns>
    internal string ValueOf(string placeholder, CredentialValues values) =>
        Derived.FirstOrDefault(derived => derived.Key == placeholder) is { } derived
            ? derived.Take(values.Reveal(derived.From))
            : values.Reveal(placeholder);

    /// <returns>What a placeholder in an address stands for: of a choice, the option's host.</returns>
    internal string AddressPart(string placeholder, CredentialValues values) =>
        Find(placeholder)?.Option(values.Reveal(placeholder))?.Host ?? ValueOf(placeholder, values);
}

public enum AuthMethodKind
{
    ApiKey,
    Basic,
    Oauth2ClientCredentials,
    Oauth2AuthorizationCode,
}

public static class AuthMethodKindNames
{
    /// <returns>The name that provider files and addresses use.</returns>
    public static string ToName(this AuthMethodKind kind) =>
        kind switch
        {
            AuthMethodKind.ApiKey => "api_key",
            AuthMethodKind.Basic => "basic",
            AuthMethodKind.Oauth2ClientCredentials => "oauth2_client_credentials",
            AuthMethodKind.Oauth2AuthorizationCode => "oauth2_authorization_code",
        };
}

/// <summary>A value that is part of another, such as the data centre at the end of a key.</summary>
public sealed record DerivedValue
{
    /// <summary>The name used in placeholders.</summary>
    public required string Key { get; init; }

    /// <summary>The field that it is part of; its own pattern guarantees that this one matches.</summary>
    public required string From { get; init; }

    /// <summary>A regular expression whose group <c>value</c> is what is taken.</summary>
    public required string Pattern { get; init; }

    internal string Take(string value) => Extraction.Of(Pattern, value) ?? "";
}

/// <summary>A token endpoint for client credentials (RFC 6749, section 4.4).</summary>
public sealed record TokenEndpoint
{
    public required string Url { get; init; }
    public required ClientAuthentication ClientAuthentication { get; init; }
    public required string ClientId { get; init; }
    public required string ClientSecret { get; init; }
    public string? Scope { get; init; }

    /// <summary>Further parameters of the request; one whose placeholder is empty is left out.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public required IReadOnlyList<FailureRule> Failures { get; init; }
}

/// <summary>How the client shows who it is (RFC 6749, section 2.3.1).</summary>
public enum ClientAuthentication
{
    Basic,
    Body,
}

/// <summary>
/// How requests authenticate: by headers, by HTTP Basic, or where a provider has no other way in the query. With placeholders.
/// </summary>
public sealed record RequestAuthentication
{
    /// <summary>One whose placeholder is an empty optional field is left out.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    public BasicCredentials? Basic { get; init; }
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>User name and password of HTTP Basic, each with field placeholders.</summary>
public sealed record BasicCredentials
{
    public required string Username { get; init; }
    public string Password { get; init; } = "";
}

/// <summary>A read-only request.</summary>
public sealed record Probe
{
    public required ProbeMethod Method { get; init; }

    /// <summary>Path and query, with field placeholders.</summary>
    public required string Path { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A JSON body for POST.</summary>
    public string? Body { get; init; }
}

public enum ProbeMethod
{
    Get,
    Post,
}

/// <summary>What proves that the credential is good: the exact status and every piece of evidence.</summary>
public sealed record SuccessCriteria
{
    public int Status { get; init; } = 200;
    public required IReadOnlyList<Evidence> Evidence { get; init; }
}

/// <summary>A value of a given type that the JSON answer must hold.</summary>
public sealed record Evidence
{
    /// <summary>Where, e.g. <c>data.users[0].id</c>; <c>$</c> is the whole answer.</summary>
    public required string Path { get; init; }
    public required EvidenceType Type { get; init; }

    /// <summary>The exact value, where not every value of the type proves something.</summary>
    public string? Value { get; init; }
}

public enum EvidenceType
{
    /// <summary>A string that is not blank.</summary>
    Text,
    Number,
    Boolean,

    /// <summary>An array; an empty one is valid (an account without users is still an account).</summary>
    Array,

    /// <summary>A string that is not blank, or a number.</summary>
    Id,

    /// <summary>Nothing, or null: an error envelope has it.</summary>
    Absent,
}

/// <summary>
/// Templates over the answer's paths that say who was linked, e.g. <c>{firstName} {lastName}</c>. Where the answer does not tell,
/// <c>{@subdomain}</c> takes what the user typed into a field that is not secret: the proved request was about it.
/// </summary>
public sealed record IdentityPaths
{
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Organization { get; init; }

    /// <summary>What makes the linked account the same one when it is linked again.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Why the provider does not say whose credential it is; null where it does.</summary>
    public string? Unknown { get; init; }

    internal IEnumerable<string> Templates => new[] { Name, Email, Organization, ExternalId }.OfType<string>();
}

/// <summary>How an answer that is not the success proof is understood. The first rule that matches decides.</summary>
public sealed record FailureRule
{
    /// <summary>The longest <see cref="Help"/>, in characters.</summary>
    public const int HelpLength = 500;

    public required int Status { get; init; }
    public BodyCondition? Body { get; init; }
    public HeaderCondition? Header { get; init; }
    public required FailureOutcome Outcome { get; init; }

    /// <summary>Documented by the provider, or only common behaviour of HTTP APIs.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The field to point at.</summary>
    public string? Field { get; init; }

    /// <summary>What the user should know or do, in our own words.</summary>
    public string? Help { get; init; }

    /// <summary>The guide's step that helps, counted from 1.</summary>
    public int? Step { get; init; }

    /// <summary>
    /// What finds this rule again in the next version of the provider file: a hash of what it matches and what it means. Its help, step and
    /// place in the file may change.
    /// </summary>
    internal string Key =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes(
                    new object?[]
                    {
                        Status,
                        Outcome.ToString(),
                        Body?.Path,
                        Body?.OneOf,
                        Body?.Contains,
                        Body?.IsNull,
                        Header?.Name,
                        Header?.Contains,
                    }
                )
            )
        )[..16];
}

public enum FailureOutcome
{
    InvalidCredentials,
    VerifiedLimited,
    WrongAddress,
    RateLimited,
    ProviderUnavailable,
}

public enum Confidence
{
    Documented,
    Common,
}

/// <summary>What the JSON answer holds at a path: one of some values, a text, or null. Exactly one of the three is given.</summary>
public sealed record BodyCondition
{
    public required string Path { get; init; }
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>Part of a message, in any case; for providers that give no code.</summary>
    public string? Contains { get; init; }

    /// <summary>The path is there and holds null.</summary>
    public bool IsNull { get; init; }
}

/// <summary>The answer has this header, and where <see cref="Contains"/> is given, with this text in it.</summary>
public sealed record HeaderCondition
{
    public required string Name { get; init; }
    public string? Contains { get; init; }
}

/// <summary>Where the user finds the values: the right that a key needs, warnings, then numbered steps, in Markdown.</summary>
public sealed record Guide
{
    /// <summary>The least that the key has to be allowed.</summary>
    public required string Permission { get; init; }

    /// <summary>The provider's page on which a key is made.</summary>
    public string? Link { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public required IReadOnlyList<string> Steps { get; init; }
}
