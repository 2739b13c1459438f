namespace Hub.Core.Accounts;

/// <summary>
/// That an account needs its owner: it turned to error or expired, or its key expires soon. Written in the transaction of the change,
/// mailed afterwards.
/// </summary>
public sealed class AccountNotice
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Who is told: the owner at that time.</summary>
    public required Guid UserId { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The <see cref="StatusReason.Code"/>, or <see cref="Expiring"/>.</summary>
    public required string Cause { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When it was mailed; null while it waits. One that needs no mail is deleted.</summary>
    public DateTimeOffset? HandledAt { get; set; }

    /// <summary>The cause of a notice of a key that expires soon.</summary>
    public const string Expiring = "expiring";
}
