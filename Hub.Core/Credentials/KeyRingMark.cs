namespace Hub.Core.Credentials;

/// <summary>
/// A known value, encrypted with the key ring to which this database's secrets belong. There is one; see <see cref="KeyRingCheck"/>.
/// </summary>
internal sealed class KeyRingMark
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;
    public required byte[] Ciphertext { get; set; }
    public required DateTimeOffset WrittenAt { get; set; }

    /// <summary>
    /// Whether it took the place of another one, or was left where another key ring had been at work: so that there may be credentials that
    /// nobody can read.
    /// </summary>
    public bool IsReplacement { get; set; }
}
