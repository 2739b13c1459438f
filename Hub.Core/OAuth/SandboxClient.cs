using System.Security.Cryptography;
using Hub.Core.Credentials;

namespace Hub.Core.OAuth;

/// <summary>Hub's client at the sandbox. Nobody has to register it.</summary>
public static class SandboxClient
{
    public const string Id = "hub-sandbox";

    /// <summary>Valid as long as this process runs, which is client and provider.</summary>
    public static Secret Secret { get; } = new(RandomNumberGenerator.GetHexString(64, lowercase: true));

    internal static RegisteredClient Registered { get; } = new(Id, Secret, scopes: null);
}
