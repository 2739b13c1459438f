namespace Hub.Core.Providers;

/// <summary>A token endpoint for client credentials (RFC 6749, section 4.4).</summary>
public sealed record TokenEndpoint
{
    public required string Url { get; init; }
    public required ClientAuthentication ClientAuthentication { get; init; }
    public required string ClientId { get; init; }
    public required string ClientSecret { get; init; }
    public string? Scope { get; init; }

    /// <summary>Further parameters of the request; one whose placeholder is empty is left out.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public required IReadOnlyList<FailureRule> Failures { get; init; }
}

/// <summary>How the client authenticates (RFC 6749, section 2.3.1).</summary>
public enum ClientAuthentication
{
    Basic,
    Body,
}
