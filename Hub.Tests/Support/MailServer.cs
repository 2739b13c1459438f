using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Hub.Tests.Support;

/// <summary>A mail server on loopback that takes every mail, unless a test says what it answers.</summary>
public sealed class MailServer : IAsyncDisposable
{
    /// <summary>An answer that never comes.</summary>
    public const string Silence = "silence";

    /// <summary>No answer: the connection ends.</summary>
    public const string Hangup = "hangup";

    private readonly ConcurrentBag<TcpClient> _connections = [];
    private readonly ConcurrentQueue<MimeMessage> _mails = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private TcpListener? _listener;

    public MailServer() => Start();

    public int Port { get; private set; }

    /// <summary>By the command (<c>CONNECT</c>, <c>EHLO</c>, <c>MAIL</c>, <c>RCPT</c>, <c>DATA</c>, <c>END</c> after the mail …) and its
    /// line; null for yes.</summary>
    public Func<string, string, string?> Answer { get; set; } = (_, _) => null;

    /// <summary>The mails that it said yes to, oldest first.</summary>
    public IReadOnlyList<MimeMessage> Mails => [.. _mails];

    /// <summary>What clients said, mails apart.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public int Connections => _connections.Count;

    /// <summary>Comes back at the same port.</summary>
    public void Start()
    {
        var listener = _listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync(listener);
    }

    public void Stop()
    {
        _listener?.Dispose();
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(CancellationToken.None);
                _connections.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It went down.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            if (!await ReplyAsync(stream, "CONNECT", "", "220 mail.example ESMTP"))
            {
                return;
            }

            while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
            {
                _lines.Enqueue(line);
                var command = line.Split(' ', ':')[0].ToUpperInvariant();
                var usual = command switch
                {
                    "EHLO" => "250-mail.example\r\n250-8BITMIME\r\n250 AUTH PLAIN",
                    "AUTH" => "235 2.7.0 ok",
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                };
                if (!await ReplyAsync(stream, command, line, usual) || command == "QUIT")
                {
                    return;
                }

                if (command == "DATA" && Answer("DATA", line) is null && !await ReadMailAsync(stream, reader))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client left, or the server went down.
        }
    }

    private async Task<bool> ReadMailAsync(NetworkStream stream, StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line && line != ".")
        {
            text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        }

        if (Answer("END", "") is null or Hangup)
        {
            using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
            _mails.Enqueue(await MimeMessage.LoadAsync(bytes, CancellationToken.None));
        }

        return await ReplyAsync(stream, "END", "", "250 queued");
    }

    private async Task<bool> ReplyAsync(NetworkStream stream, string command, string line, string usual)
    {
        switch (Answer(command, line))
        {
            case Hangup:
                return false;
            case Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
                return false;
            case var answer:
                await stream.WriteAsync(Encoding.Latin1.GetBytes($"{answer ?? usual}\r\n"), CancellationToken.None);
                return true;
        }
    }
}
