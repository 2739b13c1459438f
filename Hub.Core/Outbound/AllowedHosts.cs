using System.Collections.Concurrent;

namespace Hub.Core.Outbound;

/// <summary>
/// The hosts that may be called although their addresses are private: those that the operator named, and Hub's own sandbox.
/// </summary>
public sealed class AllowedHosts
{
    private readonly ConcurrentDictionary<string, byte> _hosts = new(StringComparer.OrdinalIgnoreCase);

    public void Allow(Uri address) => _hosts.TryAdd(Key(address.IdnHost, address.Port), 0);

    public bool Contains(string host, int port) => _hosts.ContainsKey(Key(host, port));

    private static string Key(string host, int port) => $"{host.Trim('[', ']')}:{port}";
}
