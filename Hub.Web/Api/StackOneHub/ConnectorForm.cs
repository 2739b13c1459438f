using System.Text.Json.Serialization;
using Hub.Core.Providers;
using Hub.Web.Embed;
using Hub.Web.Messages;

namespace Hub.Web.Api.StackOneHub;

/// <summary>
/// An auth method's form as the component reads it. Its texts are Markdown; nothing is left for the component to work out.
/// </summary>
internal sealed record ConnectorForm(
    string Key,
    string Name,
    string Type,
    [property: JsonPropertyName("grantType"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? GrantType,
    [property: JsonPropertyName("configFields")] IReadOnlyList<FormField> Fields,
    [property: JsonPropertyName("configNotices")] IReadOnlyList<FormNotice> Notices,
    FormAssets Assets,
    FormSupport Support
)
{
    public static ConnectorForm Of(Provider provider, AuthMethod method, string hub, ConnectMessages messages) =>
        new(
            provider.Slug,
            provider.Name,
            method.Kind is AuthMethodKind.Oauth2ClientCredentials or AuthMethodKind.Oauth2AuthorizationCode ? "oauth2" : "custom",
            method.Kind switch
            {
                AuthMethodKind.Oauth2ClientCredentials => "client_credentials",
                AuthMethodKind.Oauth2AuthorizationCode => "authorization_code",
                AuthMethodKind.ApiKey or AuthMethodKind.Basic => null,
            },
            [.. method.Fields.Select(field => FormField.Of(field, messages))],
            [new FormNotice("permission", "info", "bottom", messages.FormNeeds(method.Guide.Permission))],
            new FormAssets(ProviderLogos.AddressOf(hub, provider)),
            new FormSupport($"{hub}/providers/{provider.Slug}", messages.FormSupport(provider.Name))
        );
}

/// <param name="Secret">Said of every field: the component takes what says nothing for a secret.</param>
/// <param name="Value">What the form starts with.</param>
internal sealed record FormField(
    string Key,
    string Label,
    string Type,
    bool Required,
    [property: JsonPropertyName("readOnly")] bool ReadOnly,
    bool Secret,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Placeholder,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FormOption>? Options,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FormPattern? Validation
)
{
    public static FormField Of(ProviderField field, ConnectMessages messages) =>
        new(
            field.Key,
            field.Label,
            field.Kind switch
            {
                // Its text area is not masked. What its input does to line breaks, Hub undoes for keys, JSON and tokens.
                FieldKind.Secret or FieldKind.Password or FieldKind.MultilineSecret => "password",
                FieldKind.Choice => "select",
                FieldKind.Text or FieldKind.Email or FieldKind.Subdomain or FieldKind.Host => "text",
            },
            !field.MayStayEmpty,
            ReadOnly: false,
            field.IsSecret,
            field.Placeholder,
            DescriptionOf(field, messages),
            field.Kind == FieldKind.Choice ? [.. OptionsOf(field, messages)] : null,
            field.Initial,
            FormPattern.Of(field)
        );

    private static string? DescriptionOf(ProviderField field, ConnectMessages messages)
    {
        var part = messages.FormPart(field.Prefix, field.Suffix);
        return (field.Help, part) switch
        {
            (null, _) => part,
            (_, null) => field.Help,
            _ => $"{field.Help} {part}",
        };
    }

    private static IEnumerable<FormOption> OptionsOf(ProviderField field, ConnectMessages messages)
    {
        var options = field.Options.Select(option => new FormOption(option.Label, option.Value));
        return field.Detect ? options.Prepend(new FormOption(messages.FindOut, "")) : options;
    }
}

internal sealed record FormOption(string Label, string Value);

/// <summary>A regular expression that the component tries on what was typed, anywhere in it.</summary>
internal sealed record FormPattern(string Type, string Pattern, string Error)
{
    // What copying brings along and Hub takes off again must not be called a mistake; nor must the mask of a secret that stays.
    private const string Before = """^(?:__secretvalue:.*|\s*["'`]?(?:[Bb]earer )?""";
    private const string After = """["'`]?\s*)$""";

    /// <returns>
    /// Null where there is none, or it cannot be said in a way that means the same in a browser: Hub takes what it needs from a pasted
    /// address before it looks, and an expression may use what only .NET knows. Hub itself looks at every value anyway.
    /// </returns>
    public static FormPattern? Of(ProviderField field) =>
        field is { Pattern: { } pattern, Extract: null, Kind: FieldKind.Secret or FieldKind.Text or FieldKind.Email }
        && BodyOf(pattern.Regex) is { } body
            ? new FormPattern("html-pattern", $"{Before}(?:{body}){After}", pattern.Message)
            : null;

    private static string? BodyOf(string regex) =>
        regex is ['^', .. var body, '$']
        && !body.EndsWith('\\')
        // At the top an alternative would not be held by the anchors; inline options, named groups and Unicode classes are written
        // otherwise.
        && !body.Contains("(?", StringComparison.Ordinal)
        && !body.Contains(@"\p", StringComparison.OrdinalIgnoreCase)
        && !body.Contains(@"\z", StringComparison.OrdinalIgnoreCase)
        && !HasAlternativeAtTop(body)
            ? body
            : null;

    private static bool HasAlternativeAtTop(string body)
    {
        var depth = 0;
        foreach (var letter in body)
        {
            depth += letter switch
            {
                '(' or '[' => 1,
                ')' or ']' => -1,
                _ => 0,
            };
            if (letter == '|' && depth <= 0)
            {
                return true;
            }
        }

        return false;
    }
}

/// <param name="Position">Above or below the fields.</param>
internal sealed record FormNotice(string Key, string Type, string Position, string Description);

internal sealed record FormAssets(string Icon);

internal sealed record FormSupport(string Link, string Description);
