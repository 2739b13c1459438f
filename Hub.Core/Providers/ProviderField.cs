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

    /// <summary>
    /// Takes off what comes along when people copy: white space, quotes, "Bearer". Takes only what is needed from a pasted address:
    /// of <c>https://Acme.workable.com/jobs</c> the subdomain <c>acme</c>. What is left empty becomes the default.
    /// </summary>
    public string Clean(string input)
    {
        var value = input.Trim();
        var clean = Kind switch
        {
            FieldKind.Secret => Unwrapped(value),
            FieldKind.Subdomain => OwnPart(HostOf(value)),
            FieldKind.Host => HostOf(value),
            FieldKind.Choice => OptionMeant(value)?.Value ?? value,
            FieldKind.Text or FieldKind.Email => value,
        };
        clean = Extract is null ? clean : Extraction.Of(Extract, value) ?? clean;
        return clean.Length > 0 ? clean : Initial ?? "";
    }

    private static string Unwrapped(string value)
    {
        value = value.Length > 1 && value[0] == value[^1] && value[0] is '"' or '\'' or '`' ? value[1..^1].Trim() : value;
        return value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value["Bearer ".Length..].TrimStart() : value;
    }

    private string OwnPart(string host)
    {
        host = Prefix is not null && host.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? host[Prefix.Length..] : host;
        return Suffix is not null && host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? host[..^Suffix.Length] : host;
    }

    private ChoiceOption? OptionMeant(string value) =>
        Options.FirstOrDefault(option => new[] { option.Value, option.Label, option.Host }.Contains(value, StringComparer.OrdinalIgnoreCase))
        ?? Options.FirstOrDefault(option => option.Host is { } host && string.Equals(host, HostOf(value), StringComparison.OrdinalIgnoreCase));

    private static string HostOf(string value)
    {
        value = value.ToLowerInvariant();
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        value = scheme < 0 ? value : value[(scheme + 3)..];
        return value.Split('/', '?', '#')[0].TrimEnd('.');
    }
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
    /// True for the host that all customers had before the provider file gave them a choice. Accounts there are kept without a region, so that
    /// those linked before stay the same accounts.
    /// </summary>
    public bool Original { get; init; }
}

public enum FieldKind
{
    /// <summary>Masked, with show and hide.</summary>
    Secret,
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
