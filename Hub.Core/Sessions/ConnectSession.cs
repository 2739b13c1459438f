using Hub.Core.Identity;
using Hub.Core.Providers;

namespace Hub.Core.Sessions;

/// <summary>A short-lived permission to link accounts for one origin owner. Who holds its token need not sign in.</summary>
public sealed class ConnectSession
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>See <see cref="Credentials.BearerToken"/>. A new one when the link is sent again.</summary>
    public required byte[] TokenHash { get; set; }

    /// <summary>Whose accounts it makes: the person who asked for them, or <see cref="HubUser.ProductId"/>.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>The access key that made it; null for an auth link that a person made.</summary>
    public required Guid? AccessKeyId { get; init; }

    public required string OriginOwnerId { get; init; }
    public required string OriginOwnerName { get; init; }
    public string? OriginUsername { get; init; }

    /// <summary>The providers it is for, by slug; empty for all.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>The categories it is for; null for all.</summary>
    public IReadOnlyList<ProviderCategory>? Categories { get; init; }

    /// <summary>The only auth method that is available; null for all of the provider.</summary>
    public AuthMethodKind? AuthMethod { get; init; }

    /// <summary>The account that gets a new credential; null to link accounts.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>
    /// Whether the origin owner may have several accounts at one provider. If not, an existing account gets the new credential.
    /// </summary>
    public bool Multiple { get; init; }

    /// <summary>Copied to the accounts it makes.</summary>
    public string? Label { get; init; }

    /// <summary>A JSON object, copied to the accounts it makes.</summary>
    public string? Metadata { get; init; }

    /// <summary>Copied to the accounts it makes.</summary>
    public AccountType Type { get; init; }

    /// <summary>Whether the first account that is linked ends it.</summary>
    public bool EndsAfterOne { get; init; }

    /// <summary>The BCP 47 tag of the language of its pages; null for the one that the browser asks for.</summary>
    public string? Locale { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it last got a new token; null for none since the first.</summary>
    public DateTimeOffset? ReissuedAt { get; set; }

    /// <summary>When somebody began with it in a browser; from then on it is valid in that browser only.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>The hash of that browser's secret; null until somebody opens it in a browser.</summary>
    public byte[]? BrowserHash { get; set; }

    internal string? Browser => BrowserHash is null ? null : Convert.ToHexString(BrowserHash);

    /// <summary>When the last account was linked.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Set anew by every save, so that two writers cannot overwrite each other.</summary>
    public Guid ConcurrencyStamp { get; set; } = Guid.CreateVersion7();

    public HubUser? Owner { get; init; }

    /// <summary>Whether a person made it, to send to somebody; else a product did, for a person that it knows.</summary>
    public bool IsAuthLink => AccessKeyId is null;

    /// <summary>When the current token was made.</summary>
    public DateTimeOffset IssuedAt => ReissuedAt ?? CreatedAt;

    /// <returns>Its state at this moment.</returns>
    public SessionState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? SessionState.Revoked
        : UsedAt is not null ? SessionState.Used
        : ExpiresAt <= now ? SessionState.Expired
        : OpenedAt is not null ? SessionState.Opened
        : SessionState.Created;

    /// <returns>Whether accounts can be linked with it at this moment.</returns>
    public bool IsOpenAt(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now && !(EndsAfterOne && UsedAt is not null);

    /// <returns>What it permits.</returns>
    public SessionGrant ToGrant() =>
        new(
            Id,
            new OwnerId(OwnerId),
            new OriginOwner(OriginOwnerId, OriginOwnerName, OriginUsername),
            Providers,
            Categories,
            AuthMethod,
            AccountId,
            Multiple,
            Label,
            Metadata,
            Type,
            EndsAfterOne,
            ExpiresAt
        )
        {
            CreatedAt = CreatedAt,
            IssuedAt = IssuedAt,
            Browser = Browser,
            Locale = Locale,
        };
}

/// <summary>The state of a connect session.</summary>
public enum SessionState
{
    Created,
    Opened,

    /// <summary>An account was linked. More can be, unless it was for one only.</summary>
    Used,
    Expired,
    Revoked,
}
