using Hub.Core.Credentials;

namespace Hub.Core.AccessKeys;

/// <summary>A product's credential for Hub's API. The token is shown once; only its hash is stored.</summary>
public sealed class AccessKey
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The name that the Administrator gave it.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="Credentials.BearerToken"/>.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The token's last four characters, to recognise it by.</summary>
    public required string Hint { get; init; }

    public required AccessScopes Scopes { get; init; }

    /// <summary>The Administrator who created it; null for the one from the operator's configuration.</summary>
    public required Guid? CreatedById { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When an Administrator disabled it; null while it is enabled.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Precise to the minute: not every request writes it.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    internal bool IsSeeded => CreatedById is null;

    internal static AccessKey Of(Secret token, AccessKeyRequest request, Guid? createdBy, DateTimeOffset now) =>
        new()
        {
            Name = request.Name,
            Hash = BearerToken.HashOf(token.Reveal()) ?? throw new ArgumentException("The token cannot be an access key.", nameof(token)),
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

    /// <summary>An Administrator disabled it.</summary>
    Disabled,
    Expired,
}

/// <summary>What an <see cref="AccessKey"/> may do.</summary>
[Flags]
public enum AccessScopes
{
    None = 0,

    /// <summary>Create connect sessions.</summary>
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
