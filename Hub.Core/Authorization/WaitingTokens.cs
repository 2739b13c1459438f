using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.OAuth;
using Hub.Core.Verification;

namespace Hub.Core.Authorization;

/// <summary>
/// What an authorization gave, while the person is asked whether it replaces an account. No record: those print what they hold.
/// </summary>
internal sealed class WaitingTokens
{
    public required TokenSet Tokens { get; init; }

    /// <summary>The account that it would replace.</summary>
    public required PresentAccount Present { get; init; }

    /// <summary>Who authorized.</summary>
    public required ProviderIdentity Identity { get; init; }

    /// <inheritdoc cref="AccountIdentity.KeyOf"/>
    public required string? IdentityKey { get; init; }

    public Content ToContent() =>
        new(
            Tokens.Values.All.ToDictionary(pair => pair.Key, pair => pair.Value.Reveal(), StringComparer.Ordinal),
            Tokens.ExpiresAt,
            Tokens.GrantedScopes,
            Tokens.RequestedScopes,
            Present,
            Identity,
            IdentityKey
        );

    public static WaitingTokens Of(Content content) =>
        new()
        {
            Tokens = TokenSet.From(
                new CredentialValues(content.Values.ToDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal)),
                content.ExpiresAt,
                content.GrantedScopes,
                content.RequestedScopes
            ),
            Present = content.Present,
            Identity = content.Identity,
            IdentityKey = content.IdentityKey,
        };

    /// <summary>As it is encrypted.</summary>
    public sealed record Content(
        Dictionary<string, string> Values,
        DateTimeOffset? ExpiresAt,
        IReadOnlyList<string>? GrantedScopes,
        IReadOnlyList<string>? RequestedScopes,
        PresentAccount Present,
        ProviderIdentity Identity,
        string? IdentityKey
    )
    {
        /// <summary>A record would print the tokens.</summary>
        public override string ToString() => nameof(Content);
    }
}
