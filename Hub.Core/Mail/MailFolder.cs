using System.Globalization;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Hub.Core.Mail;

/// <summary>Writes mails as files, to be looked at while developing: mail programs open them.</summary>
internal sealed partial class MailFolder(string path, ILogger<MailFolder> log) : MailTransport
{
    public override async Task<DeliveryOutcome> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        var name =
            $"{message.Date.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{message.MessageId!.Split('@')[0]}";
        var file = Path.Combine(path, $"{name}.eml");
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var stream = new FileStream(file, options))
        {
            await message.WriteToAsync(stream, CancellationToken.None);
        }

        LogWritten(log, file);
        return new DeliveryOutcome.Accepted();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A mail was written to {File}. To send mail, set Hub:Mail:Host.")]
    private static partial void LogWritten(ILogger logger, string file);
}
