namespace Hub.Core.Providers;

/// <summary>
/// A value that belongs to the linked account, such as the address of its API. Usable as a placeholder, in an address only with a pattern.
/// </summary>
public sealed record ConnectionParameter
{
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
}

public enum ParameterSource
{
    Callback,
    Answer,
}
