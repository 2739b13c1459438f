using Microsoft.AspNetCore.DataProtection;

namespace Hub.Core.Credentials;

/// <summary>
/// What Data Protection writes: it begins with four fixed bytes and the id of the key that encrypted it, in all of its versions.
/// </summary>
internal static class ProtectedPayload
{
    private const int HeaderLength = 20;

    /// <returns>What everything begins with that is encrypted at this moment.</returns>
    public static byte[] KeyOf(IDataProtectionProvider protection) =>
        protection.CreateProtector("Hub.ProtectedPayload").Protect([])[..HeaderLength];
}
