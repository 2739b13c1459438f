using System.Security.Cryptography;
using System.Text;

namespace Hub.Core.Credentials;

/// <summary>
/// A value that never prints itself: logs, exceptions and string interpolation show a mask.
/// Only <see cref="Reveal"/> gives the value, so that every use can be found by that name.
/// </summary>
public sealed class Secret(string value)
{
    public bool IsEmpty => value.Length == 0;

    public string Reveal() => value;

    /// <summary>Compares in constant time.</summary>
    public bool SameAs(Secret other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value), Encoding.UTF8.GetBytes(other.Reveal()));

    public override string ToString() => "•••";
}
