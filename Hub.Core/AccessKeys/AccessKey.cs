using Hub.Core.Credentials;

namespace Hub.Core.AccessKeys;

/// <summary>What a product calls Hub's API with. Shown once; only its hash is kept.</summary>
public sealed class AccessKey
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What Administrators call it.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="Credentials.BearerToken"/>.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The key's last four characters, by which it is recognised.</summary>
    public required string Hint { get; init; }

    public required AccessScopes Scopes { get; init; }

    /// <summary>The Administrator who made it; null for the one that the operator's configuration seeds.</summary>
    public required Guid? CreatedById { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it is no longer taken; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Since when an Administrator has switched it off; null while it is on.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>To the minute: it is not written with every request.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    internal bool IsSeeded => CreatedById is null;

    internal static AccessKey Of(Secret token, AccessKeyRequest request, Guid? createdBy, DateTimeOffset now) =>
        new()
        {
            Name = request.Name,
            Hash = BearerToken.HashOf(token.Reveal()) ?? throw new ArgumentException("That can be no key.", nameof(token)),
            Hint = token.Reveal()[^AccessKeyLimits.Hint..],
            Scopes = request.Scopes,
            CreatedById = createdBy,
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt,
        };

    internal AccessKeyState StateAt(DateTimeOffset now) =>
        DisabledAt is not null ? AccessKeyState.Disabled
        : ExpiresAt <= now ? AccessKeyState.Expired
        : AccessKeyState.Active;
}

public enum AccessKeyState
{
    Active,

    /// <summary>An Administrator has switched it off.</summary>
    Disabled,
    Expired,
}

/// <summary>What an <see cref="AccessKey"/> may do.</summary>
[Flags]
public enum AccessScopes
{
    None = 0,

    /// <summary>Make connect sessions.</summary>
    Sessions = 1,
    AccountsRead = 2,
    AccountsWrite = 4,

    /// <summary>Read the stored credentials of linked accounts.</summary>
    CredentialsRead = 8,

    // No endpoint asks for these three yet. New keys do not get them; keys of earlier versions may have them.

    /// <summary>Call providers through Hub.</summary>
    Proxy = 16,
    Webhooks = 32,
    Logs = 64,

    /// <summary>Every scope that an endpoint asks for.</summary>
    All = Sessions | AccountsRead | AccountsWrite | CredentialsRead,
}
