namespace Hub.Core.Accounts.Health;

/// <summary>
/// When the credential of a linked account is verified next, how the last verifications ended, and the lease of the node that verifies it
/// now. Apart from the account, so that a sweep reads and writes little.
/// </summary>
public sealed class AccountHealth
{
    public Guid AccountId { get; init; }

    public required string ProviderSlug { get; init; }

    /// <summary>Null while it is not verified: the account is suspended, its provider disabled, or it is unlinked.</summary>
    public DateTimeOffset? NextVerificationAt { get; set; }

    /// <summary>Who verifies now, on whichever node; set anew by each lease.</summary>
    public Guid LeaseId { get; set; } = Guid.CreateVersion7();

    /// <summary>Until when nobody else may verify; null where nobody does.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>How many verifications in a row ended without a clear answer.</summary>
    public int Failures { get; set; }

    /// <summary>When the first of <see cref="Failures"/> was; null for none.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>How many verifications in a row ended with a rejection.</summary>
    public int Rejections { get; set; }

    /// <summary>The last verifications, as JSON; null before the first.</summary>
    public string? History { get; set; }

    /// <summary>The provider accepted the credential.</summary>
    internal void Accepted() => (Failures, FailingSince, Rejections) = (0, null, 0);

    /// <summary>The provider rejected the credential.</summary>
    internal void Rejected() => (Failures, FailingSince, Rejections) = (0, null, Rejections + 1);

    /// <summary>There was no clear answer.</summary>
    /// <returns>Since when.</returns>
    internal DateTimeOffset Failed(DateTimeOffset now)
    {
        Failures++;
        // After a jump of the clock the first may be in the future.
        FailingSince = FailingSince is { } since && since < now ? since : now;
        return FailingSince.Value;
    }

    /// <summary>Ends the lease, whoever has it: what they found is not written any more.</summary>
    internal void Schedule(LinkedAccount account, DateTimeOffset next)
    {
        NextVerificationAt = account.Status is AccountStatus.Suspended or AccountStatus.Inactive or AccountStatus.Archived ? null : next;
        LeaseId = Guid.CreateVersion7();
        LeasedUntil = null;
    }

    internal void Add(VerificationRecord record) => History = VerificationRecord.Append(History, record);
}
