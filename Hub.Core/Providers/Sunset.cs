namespace Hub.Core.Providers;

/// <summary>What a provider announced to switch off: a method, a kind of key or an endpoint.</summary>
public sealed record Sunset
{
    /// <summary>The first day on which it may no longer work.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What ends, in a sentence.</summary>
    public required string What { get; init; }

    /// <summary>What to do instead, in a sentence.</summary>
    public required string Replacement { get; init; }
}
