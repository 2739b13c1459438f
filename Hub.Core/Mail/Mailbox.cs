using Hub.Core.Inputs;
using MimeKit;

namespace Hub.Core.Mail;

/// <summary>The addresses that mail can be sent to.</summary>
public static class Mailbox
{
    /// <returns>Whether it is the address of one mailbox, without a name or anything else around it.</returns>
    public static bool IsAddress(string text) => Find("", text) is not null;

    /// <returns>Null where it is no address.</returns>
    internal static MailboxAddress? Find(string name, string address) =>
        VisibleText.FindInvisible(address) is null
        && MailboxAddress.TryParse(address, out var parsed)
        && parsed.Address == address
        && parsed.LocalPart.Length > 0
        && parsed.Domain.Length > 0
            ? new MailboxAddress(name, address)
            : null;
}
