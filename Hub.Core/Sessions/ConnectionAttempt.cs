namespace Hub.Core.Sessions;

/// <summary>One flow of signing in at a provider, in progress. Whoever waits for it asks here how it stands.</summary>
public sealed class ConnectionAttempt
{
    /// <summary>How long one may take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid SessionId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public AttemptStatus Status { get; set; }

    /// <summary>The account that was linked.</summary>
    public Guid? AccountId { get; set; }

    public string? ErrorCode { get; set; }

    /// <summary>In our own words.</summary>
    public string? ErrorDescription { get; set; }

    public ConnectSession? Session { get; init; }

    public AttemptStatus StatusAt(DateTimeOffset now) =>
        Status == AttemptStatus.Pending && CreatedAt + Lifetime <= now ? AttemptStatus.Expired : Status;
}

public enum AttemptStatus
{
    Pending,
    Authenticated,
    Error,
    Cancelled,
    Expired,
}
