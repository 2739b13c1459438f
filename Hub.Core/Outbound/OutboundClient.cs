using System.Net;
using System.Text;

namespace Hub.Core.Outbound;

/// <summary>
/// The only HTTP client of Hub for other hosts, protected against server-side request forgery (SSRF): no redirects, no cookies, no proxy
/// (it would resolve names itself), no private addresses, a time limit on the exchange and a size limit on the answer.
/// </summary>
/// <remarks>
/// Each request has its own handler and connection. A shared handler sends a request again, up to three times, when the server closes the
/// connection without an answer; a provider that locks out after wrong keys would count each of them. It also means that the address is
/// checked for every request.
/// </remarks>
public sealed class OutboundClient(AddressGuard guard, TimeProvider time)
{
    /// <summary>The largest answer that is read, in bytes.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    /// <summary>The time limit on connecting, sending and reading together.</summary>
    public static readonly TimeSpan TotalTime = TimeSpan.FromSeconds(10);

    /// <exception cref="HttpRequestException">The exchange failed; <see cref="HttpRequestException.HttpRequestError"/> says
    /// how.</exception>
    /// <exception cref="IOException">The connection broke while the answer was read.</exception>
    /// <exception cref="InvalidDataException">The answer cannot be decompressed.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="TotalTime"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<OutboundAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TotalTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (!request.Headers.Contains("User-Agent"))
            {
                request.Headers.UserAgent.ParseAdd("Hub/1.0");
            }

            // The typed property would reformat the value.
            if (!request.Headers.Contains("Accept"))
            {
                request.Headers.Accept.ParseAdd("application/json");
            }

            using var client = new HttpMessageInvoker(NewHandler());
            using var response = await client.SendAsync(request, either.Token);
            var body = await ReadAsync(response.Content, either.Token);
            return new OutboundAnswer(
                (int)response.StatusCode,
                response
                    .Headers.Concat(response.Content.Headers)
                    .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
                body
            );
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No complete answer within {TotalTime.TotalSeconds} seconds.", e);
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxAnswerBytes)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0; )
        {
            if (body.Length + read > MaxAnswerBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        // JSON has no byte order mark (RFC 8259, section 8.1), but some servers send one.
        var bytes = body.ToArray();
        return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
    }

    private SocketsHttpHandler NewHandler()
    {
        var connected = false;
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            // Not Brotli: its window alone may need more memory than the largest answer.
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            ConnectCallback = (context, cancellationToken) =>
            {
                if (connected)
                {
                    throw new HungUpException();
                }

                connected = true;
                return guard.ConnectAsync(context, cancellationToken);
            },
        };
    }
}

/// <summary>A provider's answer. <see cref="Body"/> is null when it was larger than <see cref="OutboundClient.MaxAnswerBytes"/>.</summary>
public sealed record OutboundAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[]? Body);

/// <summary>The server closed the connection without an answer, and the request was not sent again.</summary>
internal sealed class HungUpException() : IOException("The connection was closed before any answer.");
