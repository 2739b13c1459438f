using Hub.Core.Audit;

namespace Hub.Core.Accounts;

/// <summary>
/// A change of an account, for those who must hear of it: an outbox row, written in the transaction of the change. The rows of one account
/// are also its history. Read by pages that stay current; later by webhooks.
/// </summary>
public sealed class AccountEvent
{
    /// <summary>The order in which events were written, from 1; the database gives it. Numbers may be missing.</summary>
    public long Number { get; private set; }

    /// <summary>What receivers know it by.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required AccountEventKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Counts the events of one account, from 1.</summary>
    public required int Sequence { get; init; }

    public required Guid OwnerId { get; init; }
    public required string OriginOwnerId { get; init; }
    public required string? OriginOwnerName { get; init; }
    public required string? OriginUsername { get; init; }
    public required string ProviderSlug { get; init; }

    /// <summary>The status after the change.</summary>
    public required AccountStatus Status { get; init; }

    /// <summary>The reasons after the change.</summary>
    public IReadOnlyList<DatedReason> Reasons => DatedReason.Read(StoredReasons);

    /// <summary>How <see cref="Reasons"/> is stored.</summary>
    internal string? StoredReasons { get; init; }

    public required ActorKind ActorKind { get; init; }

    /// <inheritdoc cref="Actor.Id"/>
    public required Guid? ActorId { get; init; }
}

/// <summary>What happened to an account. Stored by name; on the wire <c>account.created</c> and so on.</summary>
public enum AccountEventKind
{
    Created,

    /// <summary>Anything that is none of the others: its name, its credential, whose it is, its reasons.</summary>
    Updated,

    /// <summary>Unlinked.</summary>
    Deleted,
    Error,
    Expired,

    /// <summary>Its key expires soon.</summary>
    Expiring,
    Suspended,
    Resumed,

    /// <summary>From error or expired to active.</summary>
    Recovered,
}
