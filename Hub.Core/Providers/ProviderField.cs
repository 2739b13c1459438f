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

    /// <summary>Shown before and after the input, e.g. <c>.workable.com</c>; taken off again when pasted with the value.</summary>
    public string? Prefix { get; init; }
    public string? Suffix { get; init; }

    /// <summary>Other kinds of key that people paste here by mistake, recognised before any request.</summary>
    public IReadOnlyList<KeyFamily> WrongFamilies { get; init; } = [];

    /// <summary>Takes what is needed out of a pasted address: a regular expression whose group <c>value</c> is kept.</summary>
    public string? Extract { get; init; }

    /// <summary>
    /// Of a host whose server may be installed under a path: a regular expression for where the server's own pages begin in a pasted path.
    /// What
    /// stands before is kept.
    /// </summary>
    public string? BasePathBefore { get; init; }

    /// <summary>What it is when nothing is filled in.</summary>
    public string? Default { get; init; }

    /// <summary>What a choice is between.</summary>
    public IReadOnlyList<ChoiceOption> Options { get; init; } = [];

    /// <summary>
    /// A choice that may stay open: the provider is asked at each option's host in turn, as long as the answer is a refusal (401 or 403).
    /// </summary>
    public bool Detect { get; init; }

    /// <summary>True when nothing need be filled in.</summary>
    public bool MayStayEmpty => !Required || Detect;

    /// <summary>What the form starts with; null for empty.</summary>
    public string? Initial => Default ?? (Kind == FieldKind.Choice && !Detect ? Options[0].Value : null);

    public ChoiceOption? Option(string value) => Options.FirstOrDefault(option => option.Value == value);

    /// <summary>True for what is masked, encrypted and never shown again.</summary>
    public bool IsSecret => Kind is FieldKind.Secret or FieldKind.Password or FieldKind.MultilineSecret;

    /// <summary>
    /// Makes of what somebody typed or pasted the value that is checked, sent and kept. A value that is clean stays as it is.
    /// Takes off invisible characters at the ends and what is copied along with a key (see <see cref="PastedKey"/>). Takes only what is
    /// needed
    /// from a pasted address: of <c>https://Acme.workable.com/jobs</c> the subdomain <c>acme</c>. What is left empty becomes the default.
    /// </summary>
    public string Clean(string input)
    {
        // Whatever a password holds may be part of it.
        if (Kind == FieldKind.Password)
        {
            return input;
        }

        var value = VisibleText.Trim(input);
        // Behind what is taken off may stand what has to be taken off too.
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
            FieldKind.Password => throw new InvalidOperationException("A password is kept as it is."),
        };
        return VisibleText.Trim(Extract is null ? clean : Extraction.Find(Extract, value) ?? clean);
    }

    private string KeyIn(string value)
    {
        var key = PastedKey.Clean(value);
        // The provider's own pattern knows better what is part of a key.
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

    /// <returns>The path under which the provider's software may be installed; another path than such a one stays too, and is told to be
    /// wrong.</returns>
    private string BasePathOf(string value)
    {
        var address = WithoutScheme(value).Split('?', '#')[0];
        var path = address.IndexOf('/', StringComparison.Ordinal) is >= 0 and var start ? address[start..].TrimEnd('/') : "";
        return BasePathBefore is null
            // Where the pattern names the hosts, the path is that of a page there.
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
    /// <summary>What is kept.</summary>
    public required string Value { get; init; }
    public required string Label { get; init; }

    /// <summary>What the choice's placeholder stands for in an address; without it the value.</summary>
    public string? Host { get; init; }

    /// <summary>
    /// True for the host that all customers had before the provider file gave them a choice. Accounts there are kept without a region, so
    /// that
    /// those linked before stay the same accounts.
    /// </summary>
    public bool Original { get; init; }
}

public enum FieldKind
{
    /// <summary>A key or token. Masked, with show and hide.</summary>
    Secret,

    /// <summary>A password that a person chose: kept exactly as typed, with spaces, quotation marks and letters of any script.</summary>
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
