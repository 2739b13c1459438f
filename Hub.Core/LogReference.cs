using System.Security.Cryptography;

namespace Hub.Core;

/// <summary>
/// A code under which a line of the log is found. People read it out, so it has no letter or digit that is easily confused.
/// </summary>
public static class LogReference
{
    public static string New() => RandomNumberGenerator.GetString("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8);
}
