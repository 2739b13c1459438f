using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Core.Credentials;

/// <summary>
/// The tokens that Hub issues: 256 random bits after a prefix by which people and secret scanners recognise them. Only the hash is stored.
/// Random tokens need no slow hash: they cannot be guessed.
/// </summary>
public static class BearerToken
{
    /// <summary>The length of a hash in bytes.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>What an access key begins with.</summary>
    public const string AccessKeyPrefix = "hub_ak_";

    /// <summary>What the token of a connect session begins with.</summary>
    public const string SessionPrefix = "hub_cs_";

    // Longer than any token of Hub, and than any access key that an operator seeds.
    private const int MaxLength = 512;

    public static Secret New(string prefix) => new(prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <returns>The hash that is stored and looked up; null for what cannot be a token.</returns>
    public static byte[]? HashOf(string? token) =>
        string.IsNullOrEmpty(token) || token.Length > MaxLength ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>In constant time.</summary>
    public static bool AreEqual(byte[] hash, byte[] other) => CryptographicOperations.FixedTimeEquals(hash, other);
}
