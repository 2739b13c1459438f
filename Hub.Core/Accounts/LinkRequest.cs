using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Core.Accounts;

/// <summary>What a person asks to link.</summary>
/// <param name="Values">The raw field values.</param>
/// <param name="AsAnother">Keep an account of the same identity and add this one beside it.</param>
/// <param name="Replaces">The account whose credential this one replaces; it must be of the same identity.</param>
public sealed record LinkRequest(string ProviderSlug, AuthMethodKind AuthMethod, CredentialValues Values, bool AsAnother = false, Guid? Replaces = null);
