using System.Text.Json;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.OAuth;
using Microsoft.AspNetCore.DataProtection;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Core.Authorization;

/// <summary>What an attempt carries from the form to the provider's answer: kept encrypted, since a field may hold a secret.</summary>
internal sealed class AuthorizationPayload
{
    public required CredentialValues Values { get; init; }

    /// <summary>What the code is bound to (RFC 7636); null before the browser has set out, and where the provider does without.</summary>
    public string? Verifier { get; init; }

    /// <summary>As it was sent: the token endpoint compares.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>As <see cref="Sessions.SessionGrant.IssuedAt"/> was when the person asked for it.</summary>
    public DateTimeOffset SessionIssuedAt { get; init; }

    /// <summary>As <see cref="Sessions.SessionGrant.Browser"/> was then.</summary>
    public string? SessionBrowser { get; init; }

    /// <summary>Whether another identity's account is replaced without asking: where no page of Hub waits that could ask.</summary>
    public bool ReplacesAlways { get; init; }

    /// <summary>As <see cref="LinkCommand.Seen"/> was then.</summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>What the authorization gave, while the person is asked; else null.</summary>
    public WaitingTokens? Waiting { get; init; }

    /// <returns>The same, on the way to the provider.</returns>
    public AuthorizationPayload SetOut(string? verifier, string redirectUri) =>
        new()
        {
            Values = Values,
            Verifier = verifier,
            RedirectUri = redirectUri,
            SessionIssuedAt = SessionIssuedAt,
            SessionBrowser = SessionBrowser,
            ReplacesAlways = ReplacesAlways,
            Seen = Seen,
        };

    /// <returns>The same, back from the provider and waiting for the person's answer.</returns>
    public AuthorizationPayload Ask(TokenSet tokens, LinkOutcome.WouldReplace question) =>
        new()
        {
            Values = Values,
            SessionIssuedAt = SessionIssuedAt,
            SessionBrowser = SessionBrowser,
            Seen = Seen,
            Waiting = new WaitingTokens
            {
                Tokens = tokens,
                Present = question.Present,
                Identity = question.Identity,
                IdentityKey = question.IdentityKey,
            },
        };

    public byte[] Protect(IDataProtectionProvider protection, Guid attemptId) =>
        For(protection, attemptId)
            .Protect(
                JsonSerializer.SerializeToUtf8Bytes(
                    new Content(
                        Values.All.ToDictionary(pair => pair.Key, pair => pair.Value.Reveal(), StringComparer.Ordinal),
                        Verifier,
                        RedirectUri,
                        SessionIssuedAt,
                        SessionBrowser,
                        ReplacesAlways,
                        Waiting?.ToContent(),
                        Seen
                    )
                )
            );

    /// <returns>Null where there is none, or it cannot be read any more.</returns>
    public static AuthorizationPayload? Unprotect(IDataProtectionProvider protection, Guid attemptId, byte[]? payload)
    {
        if (
            payload is null
            || For(protection, attemptId).UnprotectOrNull(payload) is not { } plain
            || JsonSerializer.Deserialize<Content>(plain) is not { } content
        )
        {
            return null;
        }

        return new AuthorizationPayload
        {
            Values = new CredentialValues(
                content.Values.ToDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal)
            ),
            Verifier = content.Verifier,
            RedirectUri = content.RedirectUri,
            SessionIssuedAt = content.SessionIssuedAt,
            SessionBrowser = content.SessionBrowser,
            ReplacesAlways = content.ReplacesAlways,
            Seen = content.Seen,
            Waiting = content.Waiting is { } waiting ? WaitingTokens.Of(waiting) : null,
        };
    }

    internal static IDataProtector For(IDataProtectionProvider protection, Guid attemptId) =>
        protection.CreateProtector("Hub.ConnectionAttempts", "v1", attemptId.ToString("N"));

    private sealed record Content(
        Dictionary<string, string> Values,
        string? Verifier,
        string? RedirectUri,
        DateTimeOffset SessionIssuedAt,
        string? SessionBrowser,
        bool ReplacesAlways = false,
        WaitingTokens.Content? Waiting = null,
        DateTimeOffset? Seen = null
    )
    {
        /// <summary>A record would print the verifier.</summary>
        public override string ToString() => nameof(Content);
    }
}
