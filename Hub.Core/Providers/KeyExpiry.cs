namespace Hub.Core.Providers;

/// <summary>Where a provider tells when a key expires: in a header of the probe's answer, or at a path of an answer.</summary>
public sealed record KeyExpiry
{
    /// <summary>A header of the probe's answer. Without it, the key does not expire.</summary>
    public string? Header { get; init; }

    /// <summary>A path in the answer. Null there, the key does not expire.</summary>
    public string? Path { get; init; }

    /// <summary>The request whose answer has <see cref="Path"/>, where that is not the probe. If it fails, nothing is told.</summary>
    public Probe? Request { get; init; }
}
