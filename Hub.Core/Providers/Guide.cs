namespace Hub.Core.Providers;

/// <summary>How the user gets the values: the permission that a key needs, warnings, then numbered steps, in Markdown.</summary>
public sealed record Guide
{
    /// <summary>The least permission that the key needs.</summary>
    public required string Permission { get; init; }

    /// <summary>The provider's page on which a key is created.</summary>
    public string? Link { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public required IReadOnlyList<string> Steps { get; init; }
}
