using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

internal static class PasskeyId
{
    /// <returns>The user's own passkey with this id; null when there is none.</returns>
    public static UserPasskeyInfo? Find(IEnumerable<UserPasskeyInfo> passkeys, string? id) =>
        passkeys.FirstOrDefault(passkey => Base64Url.EncodeToString(passkey.CredentialId) == id);
}
