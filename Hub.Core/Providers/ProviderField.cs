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

    /// <summary>Trims, and for a subdomain takes just that from a pasted address: <c>https://Acme.workable.com/jobs</c> is <c>acme</c>.</summary>
    public string Clean(string input)
    {
        var value = input.Trim();
        if (Kind != FieldKind.Subdomain)
        {
            return value;
        }

        value = value.ToLowerInvariant();
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        value = scheme < 0 ? value : value[(scheme + 3)..];
        value = value.Split('/', '?', '#')[0].TrimEnd('.');
        return Suffix is not null && value.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? value[..^Suffix.Length] : value;
    }
}

public enum FieldKind
{
    /// <summary>Masked, with show and hide.</summary>
    Secret,
    Text,
    Email,

    /// <summary>The part of the host that is the customer's own; a pasted address is accepted.</summary>
    Subdomain,
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
