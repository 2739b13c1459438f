using System.Net;
using System.Net.Sockets;

namespace Hub.Core.Outbound;

/// <summary>
/// Opens the connections of the outbound client, and checks the addresses that a name resolves to at that moment: a name that resolves
/// differently the second time (DNS rebinding) gains nothing.
/// </summary>
/// <param name="resolve">Resolves a name; DNS, except in tests.</param>
public sealed class AddressGuard(AllowedHosts allowed, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <exception cref="ForbiddenAddressException">The host resolves to an address that is not public, and the operator has not named
    /// it.</exception>
    /// <exception cref="SocketException">The name does not resolve, or the host does not answer.</exception>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var port = context.DnsEndPoint.Port;
        var addresses = await _resolve(host, cancellationToken);
        if (!allowed.Contains(host, port) && addresses.Any(ForbiddenAddresses.Contains))
        {
            throw new ForbiddenAddressException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An outbound request was refused because its host resolves to an address that is not public.</summary>
public sealed class ForbiddenAddressException(string host)
    : IOException($"{host} resolves to an address that is not public. Name it in Hub:Providers:Overrides:<slug>:BaseUrl to allow it.");
