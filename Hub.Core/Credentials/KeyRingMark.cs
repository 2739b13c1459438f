namespace Hub.Core.Credentials;

/// <summary>
/// A known value, encrypted with the key ring of this database. There is one row; see <see cref="KeyRingCheck"/>.
/// </summary>
internal sealed class KeyRingMark
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;
    public required byte[] Ciphertext { get; set; }
    public required DateTimeOffset WrittenAt { get; set; }

    /// <summary>
    /// Whether it replaced another mark, or was written after another key ring had been used: then some credentials may be unreadable.
    /// </summary>
    public bool IsReplacement { get; set; }
}
