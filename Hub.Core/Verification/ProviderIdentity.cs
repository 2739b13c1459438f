namespace Hub.Core.Verification;

/// <summary>
/// Whose credential it is, as the provider says. Cleaned for display: without control characters, shortened, without any secret.
/// </summary>
public sealed record ProviderIdentity(string? Name, string? Email, string? Organization, string? ExternalId)
{
    /// <summary>For providers that verify a key without saying whose it is.</summary>
    public static readonly ProviderIdentity Unknown = new(null, null, null, null);

    /// <returns>The best short text for this account.</returns>
    /// <param name="otherwise">The text where the provider says nothing.</param>
    public string DisplayName(string otherwise) => Name ?? Email ?? Organization ?? otherwise;
}
