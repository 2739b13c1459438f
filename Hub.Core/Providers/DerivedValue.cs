namespace Hub.Core.Providers;

/// <summary>A part of a field's value, such as the data centre at the end of a key.</summary>
public sealed record DerivedValue
{
    /// <summary>The name used in placeholders.</summary>
    public required string Key { get; init; }

    /// <summary>The field; its own pattern guarantees that <see cref="Pattern"/> matches.</summary>
    public required string From { get; init; }

    /// <summary>A regular expression whose group <c>value</c> is the part.</summary>
    public required string Pattern { get; init; }

    internal string ExtractFrom(string value) => Extraction.Find(Pattern, value) ?? "";
}
