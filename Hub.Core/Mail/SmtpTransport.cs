using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Hub.Core.Mail;

/// <summary>Hands mails to the configured mail server, several by one connection.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options, TimeProvider time) : MailTransport, IDisposable
{
    /// <summary>How long one mail may take, the connection included. Far below <see cref="MailJob"/>'s lease.</summary>
    internal static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(25);

    private SmtpClient? _client;

    public override async Task<DeliveryOutcome> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var connecting = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var client = await ConnectAsync(connecting.Token);
            try
            {
                // Not cancelled by a stop of Hub: whether a mail that is cut off was accepted would be unknown.
                await client.SendAsync(message, limit.Token);
                return new DeliveryOutcome.Accepted();
            }
            catch (NotSupportedException)
            {
                // The address needs SMTPUTF8, which the server does not have.
                return new DeliveryOutcome.Rejected(0);
            }
        }
        catch (SmtpCommandException e)
            when (e is { ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted }
                && e.StatusCode != SmtpStatusCode.ServiceNotAvailable
            )
        {
            return (int)e.StatusCode >= 500
                ? new DeliveryOutcome.Rejected((int)e.StatusCode)
                : new DeliveryOutcome.Deferred((int)e.StatusCode);
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return new DeliveryOutcome.Unavailable(e is OperationCanceledException ? new TimeoutException() : e);
        }
    }

    public override async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_client is { IsConnected: true } client)
            {
                using var limit = new CancellationTokenSource(TimeLimit, time);
                await client.DisconnectAsync(quit: true, limit.Token);
            }
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            // It has all mails.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _client = null;
    }

    private async Task<SmtpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_client is { IsConnected: true } connected)
        {
            return connected;
        }

        Dispose();
        var settings = options.Value;
        // As .NET's HTTP client: many servers have a certificate whose revocation cannot be asked for from inside a network.
        var client = _client = new SmtpClient { CheckCertificateRevocation = false, Timeout = (int)TimeLimit.TotalMilliseconds };
        var security = settings.Security switch
        {
            MailSecurity.None => SecureSocketOptions.None,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        };
        await client.ConnectAsync(settings.Host!, settings.PortOrDefault, security, cancellationToken);
        if (settings.UserName is { } name)
        {
            await client.AuthenticateAsync(name, settings.Password ?? "", cancellationToken);
        }

        return client;
    }

    /// <summary>Whether the server or the way there is the cause. NotSupportedException: it offers no encryption, or no sign-in.</summary>
    private static bool IsUnavailable(Exception e) =>
        e
            is IOException
                or SocketException
                or TimeoutException
                or OperationCanceledException
                or ProtocolException
                or CommandException
                or AuthenticationException
                or SslHandshakeException
                or ServiceNotConnectedException
                or ServiceNotAuthenticatedException
                or NotSupportedException;
}
