using System.Security.Cryptography;
using Hub.Core.Credentials;

namespace Hub.Core.OAuth;

/// <summary>Hub's client at the sandbox, which nobody has to register.</summary>
public static class SandboxClient
{
    public const string Id = "hub-sandbox";

    /// <summary>Good as long as this process is: both ends are in it.</summary>
    public static Secret Secret { get; } = new(RandomNumberGenerator.GetHexString(64, lowercase: true));

    internal static RegisteredClient Registered { get; } = new(Id, Secret, scopes: null);
}
