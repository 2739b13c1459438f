using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Hub.Core.Credentials;

internal static class DataProtectorExtensions
{
    /// <returns>Null where it cannot be decrypted: it was encrypted with another key ring, or changed since.</returns>
    public static byte[]? UnprotectOrNull(this IDataProtector protector, byte[] ciphertext)
    {
        try
        {
            return protector.Unprotect(ciphertext);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
