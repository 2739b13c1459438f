namespace Hub.Core.Providers;

/// <summary>How the user gets the values: what to know before starting, then numbered steps, in Markdown.</summary>
public sealed record Guide
{
    /// <summary>The least permission that the key needs.</summary>
    public required string Permission { get; init; }

    /// <summary>The provider's page on which a key is created.</summary>
    public string? Link { get; init; }

    /// <summary>What to know before starting: the role or plan that is needed, and what the key can do.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public required IReadOnlyList<GuideStep> Steps { get; init; }
}
