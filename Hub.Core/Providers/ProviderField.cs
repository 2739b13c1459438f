using System.Text.RegularExpressions;
using Hub.Core.Inputs;

namespace Hub.Core.Providers;

/// <summary>One input that the user fills in for an auth method.</summary>
public sealed record ProviderField
{
    /// <summary>The name used in placeholders and in the database.</summary>
    public required string Key { get; init; }
    public required string Label { get; init; }
    public required FieldKind Kind { get; init; }
    public bool Required { get; init; } = true;
    public string? Placeholder { get; init; }
    public string? Help { get; init; }
    public FieldPattern? Pattern { get; init; }

    /// <summary>How many characters every key has, where that is known: the form counts along. Only a hint; <see cref="Pattern"/> is the
    /// rule.</summary>
    public int? Length { get; init; }

    /// <summary>Shown before and after the input, e.g. <c>.workable.com</c>; removed when pasted with the value.</summary>
    public string? Prefix { get; init; }
    public string? Suffix { get; init; }

    /// <summary>Other kinds of key that people paste here by mistake, recognised before any request.</summary>
    public IReadOnlyList<KeyFamily> WrongFamilies { get; init; } = [];

    /// <summary>Extracts the value from a pasted address: a regular expression whose group <c>value</c> is the value.</summary>
    public string? Extract { get; init; }

    /// <summary>
    /// For a host whose server may be installed under a path: a regular expression that matches where the server's own pages begin in a
    /// pasted path. The path before the match is stored.
    /// </summary>
    public string? BasePathBefore { get; init; }

    /// <summary>The value when nothing is entered.</summary>
    public string? Default { get; init; }

    /// <summary>The options of a choice.</summary>
    public IReadOnlyList<ChoiceOption> Options { get; init; } = [];

    /// <summary>
    /// A choice that may stay open: Hub asks at each option's host in turn, as long as the credential is rejected (401 or 403).
    /// </summary>
    public bool Detect { get; init; }

    /// <summary>True when the user may leave it empty.</summary>
    public bool MayStayEmpty => !Required || Detect;

    /// <summary>The form's initial value; null for empty.</summary>
    public string? Initial => Default ?? (Kind == FieldKind.Choice && !Detect ? Options[0].Value : null);

    public ChoiceOption? Option(string value) => Options.FirstOrDefault(option => option.Value == value);

    /// <summary>True for values that are masked, encrypted and never shown again.</summary>
    public bool IsSecret => Kind is FieldKind.Secret or FieldKind.Password or FieldKind.MultilineSecret;

    /// <summary>True for values that may be part of an address: those of a closed set or in the form of a host name.</summary>
    internal bool DecidesHost => Kind is FieldKind.Subdomain or FieldKind.Host or FieldKind.Choice;

    /// <summary>
    /// Turns what somebody typed or pasted into the value that is validated, sent and stored. Cleaning a clean value changes nothing.
    /// Removes invisible characters at the ends and what is copied along with a key (see <see cref="PastedKey"/>). Extracts the value from
    /// a pasted address: from <c>https://Acme.workable.com/jobs</c> the subdomain <c>acme</c>. An empty value becomes the default.
    /// </summary>
    /// <param name="input">The text as typed or pasted.</param>
    public string Clean(string input)
    {
        // Every character may be part of a password.
        if (Kind == FieldKind.Password)
        {
            return input;
        }

        var value = VisibleText.Trim(input);
        // What is removed may uncover more to remove.
        string before;
        do
        {
            before = value;
            value = CleanOnce(before);
        } while (value != before);

        return value.Length > 0 ? value : Initial ?? "";
    }

    private string CleanOnce(string value)
    {
        var clean = Kind switch
        {
            FieldKind.Secret => KeyIn(value),
            FieldKind.MultilineSecret => MultilineSecret.Clean(value),
            FieldKind.Subdomain => OwnPart(HostOf(value)),
            FieldKind.Host => HostOf(value) + BasePathOf(value),
            FieldKind.Choice => OptionMeant(value)?.Value ?? value,
            FieldKind.Text or FieldKind.Email => value,
            FieldKind.Password => throw new InvalidOperationException("A password is not changed."),
        };
        return VisibleText.Trim(Extract is null ? clean : Extraction.Find(Extract, value) ?? clean);
    }

    private string KeyIn(string value)
    {
        var key = PastedKey.Clean(value);
        // The provider's own pattern has precedence.
        return IsLikePattern(value) && !IsLikePattern(key) ? value : key;
    }

    /// <returns>True where there is a pattern and the value matches it.</returns>
    internal bool IsLikePattern(string value) =>
        Pattern is not null && Regex.IsMatch(value, Pattern.Regex, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    private string OwnPart(string host)
    {
        host = Prefix is not null && host.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? host[Prefix.Length..] : host;
        return Suffix is not null && host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? host[..^Suffix.Length] : host;
    }

    private ChoiceOption? OptionMeant(string value) =>
        Option(value)
        ?? Options.FirstOrDefault(option =>
            new[] { option.Value, option.Label, option.Host }.Contains(value, StringComparer.OrdinalIgnoreCase)
        )
        ?? Options.FirstOrDefault(option =>
            option.Host is { } host && string.Equals(host, HostOf(value), StringComparison.OrdinalIgnoreCase)
        );

    private static string HostOf(string value) => WithoutScheme(value).Split('/', '?', '#')[0].TrimEnd('.').ToLowerInvariant();

    /// <returns>The path under which the provider's software may be installed. Any other path stays too; validation rejects it.</returns>
    private string BasePathOf(string value)
    {
        var address = WithoutScheme(value).Split('?', '#')[0];
        var path = address.IndexOf('/', StringComparison.Ordinal) is >= 0 and var start ? address[start..].TrimEnd('/') : "";
        return BasePathBefore is null
            // Where a pattern fixes the hosts, the path is that of a page there.
            ? Pattern is null
                ? path
                : ""
            : Regex.Match(path, BasePathBefore, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)) is { Success: true } pages
                ? path[..pages.Index]
                : path;
    }

    private static string WithoutScheme(string value) =>
        value.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? value[(scheme + 3)..] : value;
}

/// <summary>One of the values of a choice.</summary>
public sealed record ChoiceOption
{
    /// <summary>The stored value.</summary>
    public required string Value { get; init; }
    public required string Label { get; init; }

    /// <summary>The host for the choice's placeholder in an address; null for the value.</summary>
    public string? Host { get; init; }

    /// <summary>
    /// True for the host that all customers had before the provider file had a choice. Accounts there are stored without a region, so that
    /// those linked before stay the same accounts.
    /// </summary>
    public bool Original { get; init; }
}

public enum FieldKind
{
    /// <summary>A key or token. Masked, with show and hide.</summary>
    Secret,

    /// <summary>A password that a person chose: stored exactly as typed, with spaces, quotation marks and letters of any script.</summary>
    Password,

    /// <summary>A secret of several lines, such as a private key or the JSON of a service account.</summary>
    MultilineSecret,
    Text,
    Email,

    /// <summary>The part of the host that is the customer's own; a pasted address is accepted.</summary>
    Subdomain,

    /// <summary>A whole host of the customer's own; a pasted address is accepted.</summary>
    Host,

    /// <summary>One of a few values, such as the region.</summary>
    Choice,
}

/// <summary>A regular expression that a whole value matches, and what to say when it does not.</summary>
public sealed record FieldPattern
{
    public required string Regex { get; init; }
    public required string Message { get; init; }
}

/// <summary>A recognisable family of keys that does not work here.</summary>
public sealed record KeyFamily
{
    public required string Pattern { get; init; }

    /// <summary>Names the kind and says which one is needed.</summary>
    public required string Hint { get; init; }
}
