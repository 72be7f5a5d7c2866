using System.Net;
using System.Net.Sockets;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Which addresses lie in the public internet; everything else may be somebody's inner network.</summary>
internal static class OutgoingAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Within what is global of IPv6: Teredo and other protocol assignments, examples, and 6to4, which carries an IPv4 address inside.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily is AddressFamily.InterNetworkV6 && !Global6.Contains(address)) return false;
        return !NotPublic.Any(x => x.BaseAddress.AddressFamily == address.AddressFamily && x.Contains(address));
    }
}
