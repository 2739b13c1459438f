using System.Security.Cryptography;
using Hub.Core;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Web.Mail;

/// <summary>
/// The address by which a person gets no more notices by mail, without signing in. It is good for nothing else, and never ends.
/// </summary>
internal sealed class UnsubscribeLink(IDataProtectionProvider protection, MailLinks links)
{
    /// <summary>Relative to the base address. GET asks, POST does it.</summary>
    public const string Path = "mail/unsubscribe";

    private IDataProtector Protector => protection.CreateProtector("Hub.Unsubscribe", "v1");

    public string To(Guid userId) =>
        links.To($"{Path}?code={WebEncoders.Base64UrlEncode(Protector.Protect(userId.ToByteArray(bigEndian: true)))}");

    /// <returns>Null where Hub did not make it.</returns>
    public OwnerId? Read(string? code)
    {
        try
        {
            return string.IsNullOrEmpty(code)
                ? null
                : new OwnerId(new Guid(Protector.Unprotect(WebEncoders.Base64UrlDecode(code)), bigEndian: true));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
