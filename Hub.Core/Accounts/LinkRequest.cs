using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Core.Accounts;

/// <summary>What a person asks to link.</summary>
/// <param name="Values">The raw field values.</param>
/// <param name="AsAnother">Keep an account of the same identity and add this one beside it.</param>
public sealed record LinkRequest(string ProviderSlug, AuthMethodKind AuthMethod, CredentialValues Values, bool AsAnother = false);
