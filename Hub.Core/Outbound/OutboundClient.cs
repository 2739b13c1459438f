using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Outbound;

/// <summary>
/// The only way out of Hub: no redirects, no cookies, no proxy (it would resolve names out of the guard's sight),
/// private addresses refused, the whole exchange within a time and the answer within a size.
/// </summary>
public sealed class OutboundClient(IHttpClientFactory clients, TimeProvider time)
{
    private const string ClientName = "outbound";

    /// <summary>The largest answer that is read, in bytes.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    /// <summary>How long connecting, sending and reading may take together.</summary>
    public static readonly TimeSpan TotalTime = TimeSpan.FromSeconds(10);

    /// <exception cref="HttpRequestException">The exchange failed; <see cref="HttpRequestException.HttpRequestError"/> says how.</exception>
    /// <exception cref="IOException">The connection broke while the answer was read.</exception>
    /// <exception cref="InvalidDataException">The answer is not compressed as it says.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="TotalTime"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<OutboundAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TotalTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(response.Content, either.Token);
            return new OutboundAnswer(
                (int)response.StatusCode,
                response.Headers.Concat(response.Content.Headers)
                    .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
                body);
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
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > MaxAnswerBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    internal static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<AllowedHosts>();
        services.AddSingleton<AddressGuard>();
        services.AddSingleton<OutboundClient>();
        services.AddHttpClient(ClientName, client =>
            {
                // The whole exchange is timed in SendAsync; this would only cover the headers.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("Hub/1.0");
                client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
            })
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectCallback = provider.GetRequiredService<AddressGuard>().ConnectAsync,
                // Never the same connection twice: on one that the other side has closed meanwhile the handler would send the
                // request again by itself, and the address is checked only when a connection is opened.
                PooledConnectionLifetime = TimeSpan.Zero,
            })
            // The framework's loggers write addresses, which hold customers' subdomains.
            .RemoveAllLoggers();
    }
}

/// <summary>A provider's answer. <see cref="Body"/> is null when it was larger than <see cref="OutboundClient.MaxAnswerBytes"/>.</summary>
public sealed record OutboundAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[]? Body);
