using System.Net;
using System.Net.Sockets;

namespace Hub.Tests.Support;

/// <summary>For a program that has to be told its port, and for one that is not there.</summary>
internal static class FreePort
{
    /// <returns>A port that nothing listens on, below those that the system gives to everybody who asks for any.</returns>
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 30_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // In use.
            }
        }
    }
}
