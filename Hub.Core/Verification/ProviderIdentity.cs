namespace Hub.Core.Verification;

/// <summary>
/// Who the provider says a credential belongs to. Cleaned for display: no control characters, capped, nothing of the credential in it.
/// </summary>
public sealed record ProviderIdentity(string? Name, string? Email, string? Organization, string? ExternalId)
{
    /// <summary>For providers that prove a key without saying whose it is.</summary>
    public static readonly ProviderIdentity Unknown = new(null, null, null, null);

    /// <returns>The best short text for this account.</returns>
    /// <param name="otherwise">Where the provider told nothing.</param>
    public string DisplayName(string otherwise) => Name ?? Email ?? Organization ?? otherwise;
}
