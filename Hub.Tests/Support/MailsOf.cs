using MimeKit;

namespace Hub.Tests.Support;

/// <summary>The mails that a Hub in Development wrote.</summary>
internal static class MailsOf
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Waits for a mail to this address.</summary>
    /// <param name="subject">A part of its subject.</param>
    public static async Task<MimeMessage> MailToAsync(this RunningHub hub, string address, string subject)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            foreach (var mail in await ReadAsync(hub, patience.Token))
            {
                if (mail.To.Mailboxes.Any(to => to.Address == address) && mail.Subject!.Contains(subject, StringComparison.Ordinal))
                {
                    return mail;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }
    }

    /// <returns>Those that are there by now.</returns>
    public static async Task<IReadOnlyList<MimeMessage>> MailsAsync(this RunningHub hub) =>
        await ReadAsync(hub, TestContext.Current.CancellationToken);

    /// <returns>The first address in its text that begins with Hub's address and this path.</returns>
    public static string LinkIn(this MimeMessage mail, string path) =>
        mail.TextBody!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .First(word => word.Contains(path, StringComparison.Ordinal) && word.StartsWith("http", StringComparison.Ordinal));

    private static async Task<List<MimeMessage>> ReadAsync(RunningHub hub, CancellationToken cancellationToken)
    {
        var mails = new List<MimeMessage>();
        var folder = new DirectoryInfo(Path.Combine(hub.DataDirectory, "mail"));
        foreach (var file in folder.Exists ? folder.GetFiles("*.eml") : [])
        {
            try
            {
                mails.Add(await MimeMessage.LoadAsync(file.FullName, cancellationToken));
            }
            catch (Exception e) when (e is FormatException or IOException)
            {
                // It is being written.
            }
        }

        return [.. mails.Where(mail => mail.HtmlBody?.Contains("</html>", StringComparison.Ordinal) == true)];
    }
}
