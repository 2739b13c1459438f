using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Hub.Tests.Support;

/// <summary>A TCP relay between browser and Hub that delays what goes through it, each way, and can be cut.</summary>
public sealed class SlowConnection : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _disposed = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private IPEndPoint _target;
    private readonly TimeSpan _delay;
    private readonly Task _accepting;

    private SlowConnection(string target, TimeSpan delay)
    {
        _target = EndPointOf(target);
        _delay = delay;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>While true, connections are refused.</summary>
    public bool IsCut { get; private set; }

    public static SlowConnection To(string target, TimeSpan delay) => new(target, delay);

    /// <summary>Ends all connections and refuses new ones until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        IsCut = true;
        foreach (var client in _open.Keys)
        {
            client.Close();
        }
    }

    public void Mend() => IsCut = false;

    /// <summary>Goes on to another Hub: the next connections reach that one.</summary>
    public void Redirect(string target) => _target = EndPointOf(target);

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _disposed.Dispose();
    }

    private static IPEndPoint EndPointOf(string target) => new(IPAddress.Loopback, new Uri(target).Port);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptTcpClientAsync(_disposed.Token);
                if (IsCut)
                {
                    browser.Dispose();
                    continue;
                }

                _ = RelayAsync(browser);
            }
        }
        catch (Exception e)
            when (_disposed.IsCancellationRequested && e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(TcpClient browser)
    {
        using var hub = new TcpClient();
        using (browser)
        {
            _open[browser] = _open[hub] = true;
            try
            {
                browser.NoDelay = hub.NoDelay = true;
                await hub.ConnectAsync(_target, _disposed.Token);
                using var over = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token);
                await Task.WhenAny(
                    CopyAsync(browser.GetStream(), hub.GetStream(), over.Token),
                    CopyAsync(hub.GetStream(), browser.GetStream(), over.Token)
                );
                await over.CancelAsync();
            }
            catch (Exception e)
                when (e
                        is SocketException
                            or IOException
                            or ObjectDisposedException
                            or InvalidOperationException
                            or OperationCanceledException
                )
            {
                // Cut.
            }
            finally
            {
                _open.TryRemove(browser, out _);
                _open.TryRemove(hub, out _);
            }
        }
    }

    /// <summary>Each piece arrives after the delay; those behind it do not wait for it as well.</summary>
    private async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        var pieces = Channel.CreateUnbounded<(long ReadAt, byte[] Bytes)>();
        var sending = SendAsync();
        try
        {
            var buffer = new byte[32 * 1024];
            while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await pieces.Writer.WriteAsync((TimeProvider.System.GetTimestamp(), buffer[..read]), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut.
        }

        pieces.Writer.TryComplete();
        await sending;

        async Task SendAsync()
        {
            try
            {
                await foreach (var (readAt, bytes) in pieces.Reader.ReadAllAsync(cancellationToken))
                {
                    var rest = _delay - TimeProvider.System.GetElapsedTime(readAt);
                    if (rest > TimeSpan.Zero)
                    {
                        await Task.Delay(rest, TimeProvider.System, cancellationToken);
                    }

                    await to.WriteAsync(bytes, cancellationToken);
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
            {
                // Cut.
            }
        }
    }
}
