namespace Hub.Core.Mail;

/// <summary>A mail that waits to be sent. Its row is deleted when the mail server has taken it.</summary>
public sealed class OutgoingMail
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Recipient, subject and texts, encrypted: links in it give access.</summary>
    public required byte[] Ciphertext { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After that it is of no use, and deleted unsent.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>How many attempts failed.</summary>
    public int Failures { get; set; }

    /// <summary>Who sends it now, on whichever node; set anew by each lease.</summary>
    public Guid LeaseId { get; set; } = Guid.CreateVersion7();

    /// <summary>Until when nobody else may send it; null where nobody does.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
}
