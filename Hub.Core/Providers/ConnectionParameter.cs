using Hub.Core.Inputs;

namespace Hub.Core.Providers;

/// <summary>
/// A value that belongs to the linked account, such as the address of its API. Usable as a placeholder, in an address only with a pattern.
/// </summary>
public sealed record ConnectionParameter
{
    private const int MaxLength = 1000;

    /// <summary>The name used in placeholders.</summary>
    public required string Key { get; init; }
    public required ParameterSource From { get; init; }

    /// <summary>The callback's parameter, or the path into the answer.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// A regular expression whose group <c>value</c> is stored. In an address it must not let the answer choose the domain.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>Whether the account cannot be used without it.</summary>
    public bool Required { get; init; } = true;

    /// <param name="text">The value of the callback or answer.</param>
    /// <returns>What is stored; null where the provider did not send what it documents.</returns>
    internal string? ExtractFrom(string? text) =>
        string.IsNullOrEmpty(text) || text.Length > MaxLength || text.Any(char.IsControl) || AddressPath.LeavesBasePath(text) ? null
        : Pattern is null ? text
        : Extraction.Find(Pattern, text) is { Length: > 0 } value ? value
        : null;
}

public enum ParameterSource
{
    Callback,
    Answer,
}
