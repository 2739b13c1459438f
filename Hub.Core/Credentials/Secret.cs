namespace Hub.Core.Credentials;

/// <summary>
/// A value that never prints itself: logs, exceptions and string interpolation show a mask.
/// Only <see cref="Reveal"/> returns the value, so that every use can be found by that name.
/// </summary>
public sealed class Secret(string value)
{
    public bool IsEmpty => value.Length == 0;

    public string Reveal() => value;

    public override string ToString() => "•••";
}
