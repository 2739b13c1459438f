using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Support;

/// <summary>
/// A real HTTP server on this machine that stands in for a provider: it answers as the test tells it, and keeps what it was asked.
/// </summary>
public sealed class StandInProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    private StandInProvider(Answer answer, X509Certificate2? certificate)
    {
        Answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    Count(listen);
                    if (certificate is not null)
                    {
                        listen.UseHttps(certificate);
                    }
                }
            );
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>How the next request is answered.</summary>
    public Answer Answer { get; set; }

    public Uri Address => new(_app.Urls.Single());

    public IReadOnlyCollection<ReceivedRequest> Requests => _requests;

    /// <summary>How many connections were opened, whether or not a request followed.</summary>
    public int Connections => _connections;

    /// <summary>Completes when the first request has arrived.</summary>
    public Task Asked => _asked.Task;

    /// <param name="certificate">Given, it speaks TLS with it.</param>
    public static async Task<StandInProvider> StartAsync(Answer answer, X509Certificate2? certificate = null)
    {
        var provider = new StandInProvider(answer, certificate);
        await provider._app.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        // Answers that never end would otherwise hold the shutdown for its whole grace period.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private void Count(ListenOptions listen) =>
        listen.Use(next =>
            connection =>
            {
                Interlocked.Increment(ref _connections);
                return next(connection);
            }
        );

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        _requests.Enqueue(
            new ReceivedRequest(
                context.Request.Method,
                // As it was sent: Kestrel decodes the path.
                context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                context.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                ),
                await body.ReadToEndAsync(context.RequestAborted)
            )
        );
        _asked.TrySetResult();
        await Answer(context);
    }
}

/// <summary>What the stand-in does with a request.</summary>
public delegate Task Answer(HttpContext context);

/// <summary>A request as it arrived.</summary>
public sealed record ReceivedRequest(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>The ways in which providers answer, good and bad.</summary>
public static class Answers
{
    public static Answer Json(int status, string body, params (string Name, string Value)[] headers) =>
        Text(status, "application/json; charset=utf-8", body, headers);

    public static Answer Html(int status) => Text(status, "text/html; charset=utf-8", "<!doctype html><title>Sign in</title><form></form>");

    public static Answer NoContent { get; } =
        context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        };

    public static Answer RedirectToItself { get; } =
        context =>
            Redirect(new Uri($"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{context.Request.QueryString}"))(
                context
            );

    public static Answer Redirect(Uri target) => Text(302, "text/plain", "", ("Location", target.AbsoluteUri));

    public static Answer Text(int status, string contentType, string body, params (string Name, string Value)[] headers) =>
        Bytes(status, contentType, Encoding.UTF8.GetBytes(body), headers);

    public static Answer Bytes(int status, string contentType, byte[] body, params (string Name, string Value)[] headers) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        };

    /// <summary>Valid JSON of two mebibytes, larger than any answer that is read.</summary>
    public static Answer Oversize(bool withLength) =>
        async context =>
        {
            var body = Encoding.UTF8.GetBytes($$"""{"filler":"{{new string('x', 2 * 1024 * 1024)}}"}""");
            context.Response.ContentType = "application/json";
            if (withLength)
            {
                context.Response.ContentLength = body.Length;
            }

            await UntilGivenUpAsync(() => context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask());
        };

    /// <summary>A few kilobytes of gzip that unpack to 64 mebibytes.</summary>
    public static Answer GzipBomb { get; } = Bytes(200, "application/json", Bomb(), ("Content-Encoding", "gzip"));

    /// <summary>Accepts the request and says nothing.</summary>
    public static Answer Never { get; } =
        context => UntilGivenUpAsync(() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));

    /// <summary>Sends the headers and the beginning of an answer, and then nothing.</summary>
    public static Answer Stall { get; } =
        context =>
            UntilGivenUpAsync(async () =>
            {
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync("{"u8.ToArray(), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            });

    /// <summary>Sends the headers at once and then a byte now and again.</summary>
    public static Answer Drip { get; } =
        context =>
            UntilGivenUpAsync(async () =>
            {
                context.Response.ContentType = "application/json";
                while (true)
                {
                    await context.Response.Body.WriteAsync(" "u8.ToArray(), context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, context.RequestAborted);
                }
            });

    /// <summary>Drops the connection before any answer.</summary>
    public static Answer Abort { get; } =
        context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

    /// <summary>
    /// Closes the connection in good order (TCP FIN) without any answer, as a server does with one that was idle for too long.
    /// </summary>
    public static Answer HangUp { get; } =
        context =>
        {
            context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Both);
            return Task.CompletedTask;
        };

    /// <summary>Resets the connection (TCP RST) in the middle of an answer.</summary>
    public static Answer ResetHalfway { get; } =
        async context =>
        {
            context.Response.ContentLength = 1000;
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync("{"u8.ToArray(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        };

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(new byte[64 * 1024 * 1024]);
        }

        return packed.ToArray();
    }

    private static async Task UntilGivenUpAsync(Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (OperationCanceledException)
        {
            // The caller gave up, as it should.
        }
    }
}
