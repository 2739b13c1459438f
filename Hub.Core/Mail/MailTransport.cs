using MimeKit;

namespace Hub.Core.Mail;

/// <summary>Takes mails from Hub to their recipients. One caller at a time.</summary>
internal abstract class MailTransport
{
    /// <param name="cancellationToken">Ends it before the mail is handed over; what has begun by then is finished.</param>
    public abstract Task<DeliveryOutcome> SendAsync(MimeMessage message, CancellationToken cancellationToken);

    /// <summary>No more mails for now.</summary>
    public virtual Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>How handing over a mail ended. Closed.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome() { }

    /// <summary>It is the mail server's by now.</summary>
    public sealed record Accepted : DeliveryOutcome;

    /// <summary>It will never be accepted: the address does not exist, or the content is not wanted.</summary>
    /// <param name="StatusCode">SMTP's; 0 where the server was not asked.</param>
    public sealed record Rejected(int StatusCode) : DeliveryOutcome;

    /// <summary>This one is not accepted now.</summary>
    /// <param name="StatusCode">SMTP's.</param>
    public sealed record Deferred(int StatusCode) : DeliveryOutcome;

    /// <summary>No mail can be sent now: the server is down, hangs, or does not accept Hub.</summary>
    public sealed record Unavailable(Exception Cause) : DeliveryOutcome;
}
