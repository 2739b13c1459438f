namespace Hub.Core.Idempotency;

/// <summary>
/// A call that creates something and came with an Idempotency-Key, and its answer: the same call again gets the same answer and creates
/// nothing.
/// </summary>
public sealed class IdempotentRequest
{
    /// <summary>The access key or connect session that called.</summary>
    public required Guid CallerId { get; init; }

    /// <summary>The hash of the Idempotency-Key: callers may send any text.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>The hash of method, path and body: the same key with another call is an error.</summary>
    public required byte[] RequestHash { get; init; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>The answer's HTTP status; null while the call is in progress.</summary>
    public int? Status { get; set; }

    /// <summary>The answer's body, encrypted: it may contain the token of a session.</summary>
    public byte[]? Answer { get; set; }
}
