namespace Hub.Core.Providers;

/// <summary>
/// Templates over the answer's paths that say whose account was linked, e.g. <c>{firstName} {lastName}</c>. Where the answer does not say,
/// <c>{@subdomain}</c> takes the value of a field that is not secret: the verified request was for it.
/// </summary>
public sealed record IdentityPaths
{
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Organization { get; init; }

    /// <summary>Identifies the account, so that linking it again is recognised.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Why the provider does not say whose credential it is; null where it does.</summary>
    public string? Unknown { get; init; }

    internal IEnumerable<string> Templates => new[] { Name, Email, Organization, ExternalId }.OfType<string>();
}
