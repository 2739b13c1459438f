using System.Text.Json;
using Hub.Core.Credentials;
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

    /// <returns>The same, on the way to the provider.</returns>
    public AuthorizationPayload SetOut(string? verifier, string redirectUri) =>
        new()
        {
            Values = Values,
            Verifier = verifier,
            RedirectUri = redirectUri,
            SessionIssuedAt = SessionIssuedAt,
            SessionBrowser = SessionBrowser,
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
                        SessionBrowser
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
        };
    }

    private static IDataProtector For(IDataProtectionProvider protection, Guid attemptId) =>
        protection.CreateProtector("Hub.ConnectionAttempts", "v1", attemptId.ToString("N"));

    private sealed record Content(
        Dictionary<string, string> Values,
        string? Verifier,
        string? RedirectUri,
        DateTimeOffset SessionIssuedAt,
        string? SessionBrowser
    )
    {
        /// <summary>A record would print the verifier.</summary>
        public override string ToString() => nameof(Content);
    }
}
