using Microsoft.AspNetCore.HttpOverrides;
using OrderGuard.Application.Integrations;

namespace OrderGuard.Web.Integrations;

/// <summary>Takes the caller's address from <c>X-Forwarded-For</c> only where a configured proxy says it: <c>Gateway:TrustedProxies</c>, addresses or networks. Without any, the connection's own address counts.</summary>
/// <remarks>The header is read from its end: each address is believed only while the one that told it is a trusted proxy, so that what a caller writes in front stays unread.</remarks>
internal static class TrustedProxies
{
    public const string Section = "Gateway:TrustedProxies";

    public static void UseTrustedProxies(this WebApplication app)
    {
        var trusted = (app.Configuration.GetSection(Section).Get<string[]>() ?? [])
            .Select(x => AddressRange.Parse(x) ?? throw new InvalidOperationException($"{Section}: {x} is no address or network.")).ToList();
        if (trusted.Count == 0) return;

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        // The framework's own would trust whatever runs on the same machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trusted) options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
