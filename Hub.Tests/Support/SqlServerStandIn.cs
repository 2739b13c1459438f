using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>
/// A SQL Server that refuses every login (MS-TDS: pre-login, login, error), or that accepts connections and says nothing.
/// </summary>
internal sealed class SqlServerStandIn : IAsyncDisposable
{
    private const byte Response = 4;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int? _error;
    private readonly Task _running;
    private int _logins;

    /// <param name="error">The number of the error that answers a login; null says nothing at all.</param>
    public SqlServerStandIn(int? error)
    {
        _error = error;
        _listener.Start();
        _running = RunAsync();
    }

    public int Logins => Volatile.Read(ref _logins);

    public string ConnectionString =>
        $"Server=tcp:127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port};Database=hub;User ID=hub;Password=wrong;Encrypt=False";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await ReadMessageAsync(stream);
            if (_error is not { } error)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
                return;
            }

            // Version 16, and no encryption.
            await WriteMessageAsync(stream, [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xFF, 16, 0, 0, 0, 0, 0, 2]);
            await ReadMessageAsync(stream);
            Interlocked.Increment(ref _logins);
            await WriteMessageAsync(stream, [.. Error(error), 0xFD, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client left, or the test is over.
        }
    }

    private static byte[] Error(int number)
    {
        const string Text = "Login failed for user 'hub'.";
        var body = new List<byte>();
        var four = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, number);
        // State 1, severity 14.
        body.AddRange([.. four, 1, 14, (byte)Text.Length, 0, .. Encoding.Unicode.GetBytes(Text), 0, 0, 1, 0, 0, 0]);
        return [0xAA, (byte)body.Count, (byte)(body.Count >> 8), .. body];
    }

    private async Task ReadMessageAsync(NetworkStream stream)
    {
        var header = new byte[8];
        do
        {
            await stream.ReadExactlyAsync(header, _stop.Token);
            await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - header.Length], _stop.Token);
        } while ((header[1] & 1) == 0);
    }

    private async Task WriteMessageAsync(NetworkStream stream, byte[] body)
    {
        byte[] message = [Response, 1, 0, 0, 0, 0, 1, 0, .. body];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)message.Length);
        await stream.WriteAsync(message, _stop.Token);
    }
}
