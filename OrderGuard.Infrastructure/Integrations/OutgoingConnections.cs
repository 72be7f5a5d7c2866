using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>The only way out: opens connections to public addresses, and to those hosts that the platform allows.</summary>
/// <remarks>It looks at the addresses after the name was resolved and connects to exactly those, so that a name cannot point elsewhere the second time.</remarks>
public sealed class OutgoingConnections(IOptions<OutgoingOptions> options)
{
    /// <exception cref="OutgoingRefusedException">The host has no address that may be called.</exception>
    public async Task<NetworkStream> ConnectAsync(string host, int port, CancellationToken ct)
    {
        var addresses = await ResolveAsync(host, ct);
        if (!options.Value.IsAllowed(host, port)) addresses = [.. addresses.Where(OutgoingAddresses.IsPublic)];
        if (addresses.Length == 0) throw new OutgoingRefusedException($"{host} is not in the public internet. Whoever runs the platform can allow it.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
}

/// <summary>The address is not one that may be called; nothing was sent.</summary>
public sealed class OutgoingRefusedException : Exception
{
    public OutgoingRefusedException()
    {
    }

    public OutgoingRefusedException(string message) : base(message)
    {
    }

    public OutgoingRefusedException(string message, Exception inner) : base(message, inner)
    {
    }
}
