using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Core.Accounts;

/// <summary>What a person asks to link.</summary>
/// <param name="Values">The raw field values.</param>
/// <param name="AsAnother">Keep an account of the same identity and add this one beside it.</param>
/// <param name="Replaces">The account whose credential this one replaces; it must be of the same identity, unless the session is for one
/// account at the provider, whoever's it is.</param>
/// <param name="Session">The connect session it is linked with; null where the owner is signed in.</param>
/// <param name="KeepsOmitted">Fields that are left out stay what they are, and secrets that are left empty; only with <paramref
/// name="Replaces"/>.</param>
/// <param name="By">Who asks, where it is neither the owner nor the holder of a session.</param>
public sealed record LinkRequest(
    string ProviderSlug,
    AuthMethodKind AuthMethod,
    CredentialValues Values,
    bool AsAnother = false,
    Guid? Replaces = null,
    SessionGrant? Session = null,
    bool KeepsOmitted = false,
    Actor? By = null
)
{
    /// <summary>What signing in at the provider gave; null for other methods.</summary>
    public TokenSet? Tokens { get; init; }

    /// <summary>The attempt that gave them; it is completed in the same moment as the account is stored.</summary>
    public Guid? AttemptId { get; init; }

    /// <summary>Whose account it becomes in the product's own terms.</summary>
    public OriginOwner Origin => Session?.Origin ?? OriginOwner.None;
}
