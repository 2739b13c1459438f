namespace Hub.Core.Idempotency;

/// <summary>
/// A creating call that came with an Idempotency-Key, and how it was answered: the same call again is answered the same, and creates
/// nothing.
/// </summary>
public sealed class IdempotentRequest
{
    /// <summary>The access key or connect session that called.</summary>
    public required Guid CallerId { get; init; }

    /// <summary>What the caller named it by; the hash, because callers may send anything.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>The hash of method, path and body: the same key with another call is a mistake.</summary>
    public required byte[] RequestHash { get; init; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>The answer's HTTP status; null while the call is still at work.</summary>
    public int? Status { get; set; }

    /// <summary>The answer's body, encrypted: it may hold the token of a session.</summary>
    public byte[]? Answer { get; set; }
}
