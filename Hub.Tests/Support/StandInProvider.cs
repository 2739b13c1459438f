using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
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

    private StandInProvider(Answer answer)
    {
        Answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, Count);
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

    public static async Task<StandInProvider> StartAsync(Answer answer)
    {
        var provider = new StandInProvider(answer);
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

    private void Count(ListenOptions listen) => listen.Use(next => connection =>
    {
        Interlocked.Increment(ref _connections);
        return next(connection);
    });

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        _requests.Enqueue(new ReceivedRequest(
            context.Request.Method,
            // As it was sent: Kestrel decodes the path.
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await body.ReadToEndAsync(context.RequestAborted)));
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

    public static Answer Redirect(Uri target) => Text(302, "text/plain", "", ("Location", target.AbsoluteUri));

    public static Answer Text(int status, string contentType, string body, params (string Name, string Value)[] headers) =>
        Bytes(status, contentType, Encoding.UTF8.GetBytes(body), headers);

    public static Answer Bytes(int status, string contentType, byte[] body, params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    };

    /// <summary>Valid JSON, larger than any answer that is read.</summary>
    public static Answer Oversize(bool withLength) => async context =>
    {
        var body = Encoding.UTF8.GetBytes($$"""{"filler":"{{new string('x', 1024 * 1024)}}"}""");
        context.Response.ContentType = "application/json";
        if (withLength)
        {
            context.Response.ContentLength = body.Length;
        }

        try
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The reader has seen enough.
        }
    };

    /// <summary>Accepts the request and says nothing.</summary>
    public static Answer Never { get; } = async context => await UntilGivenUpAsync(context);

    /// <summary>Sends the headers at once and then a byte now and again.</summary>
    public static Answer Drip { get; } = async context =>
    {
        context.Response.ContentType = "application/json";
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(" "u8.ToArray(), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller gave up, as it should.
        }
    };

    /// <summary>Drops the connection before any answer.</summary>
    public static Answer Abort { get; } = context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Closes the connection in good order (TCP FIN) without any answer, as a server does with one that was idle for too long.</summary>
    public static Answer HangUp { get; } = context =>
    {
        context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Both);
        return Task.CompletedTask;
    };

    /// <summary>Resets the connection (TCP RST) in the middle of an answer.</summary>
    public static Answer ResetHalfway { get; } = async context =>
    {
        context.Response.ContentLength = 1000;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync("{"u8.ToArray(), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    };

    private static async Task UntilGivenUpAsync(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller gave up, as it should.
        }
    }
}
