using System.Net;
using System.Net.Sockets;

namespace Hub.Core.Outbound;

/// <summary>
/// The addresses that an outbound request must not reach: everything that is not on the public internet.
/// </summary>
/// <remarks>Sources: the IANA special-purpose address registries for IPv4 and IPv6, and the document beside each range.</remarks>
internal static class ForbiddenAddresses
{
    private static readonly IPNetwork[] Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", // RFC 791: this network
            "10.0.0.0/8", // RFC 1918: private use
            "100.64.0.0/10", // RFC 6598: shared address space of carriers
            "127.0.0.0/8", // RFC 1122: loopback
            "168.63.129.16/32", // Microsoft Learn, "What is IP address 168.63.129.16?": services of an Azure host, on a public address
            "169.254.0.0/16", // RFC 3927: link local; the metadata services of clouds
            "172.16.0.0/12", // RFC 1918: private use
            "192.0.0.0/24", // RFC 6890: IETF protocol assignments
            "192.0.2.0/24", // RFC 5737: documentation
            "192.88.99.0/24", // RFC 7526: 6to4 relays, deprecated
            "192.168.0.0/16", // RFC 1918: private use
            "198.18.0.0/15", // RFC 2544: benchmarking
            "198.51.100.0/24", // RFC 5737: documentation
            "203.0.113.0/24", // RFC 5737: documentation
            "224.0.0.0/4", // RFC 5771: multicast
            "240.0.0.0/4", // RFC 1112: reserved; RFC 919: broadcast
            "2001::/23", // RFC 2928: IETF protocol assignments, Teredo among them
            "2001:db8::/32", // RFC 3849: documentation
            "2002::/16", // RFC 3056: 6to4, which carries any IPv4 address
            "3fff::/20", // RFC 9637: documentation
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // RFC 4291: everything else is loopback, link local, unique local, multicast, translated or unassigned.
    private static readonly IPNetwork GlobalUnicastV6 = IPNetwork.Parse("2000::/3");

    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return (address.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicastV6.Contains(address))
            || Networks.Any(network => network.Contains(address));
    }
}
