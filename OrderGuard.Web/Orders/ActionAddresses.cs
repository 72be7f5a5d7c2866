using OrderGuard.Application.Audit;
using OrderGuard.Application.Integrations;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>The stricter allow-list of what acts on orders: <c>MachineInterface:ActionAddresses</c>, beside the key's own. Without one, the key's own decides.</summary>
internal sealed class ActionAddresses(IConfiguration configuration, AccessDenials denials) : IEndpointFilter
{
    private readonly IReadOnlyList<System.Net.IPNetwork> _networks =
        [.. (configuration.GetSection("MachineInterface:ActionAddresses").Get<string[]>() ?? []).Select(x => AddressRange.Parse(x) ?? throw new InvalidOperationException($"MachineInterface:ActionAddresses: {x} is no address or network."))];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var address = http.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        if (_networks.Count == 0 || (address is not null && _networks.Any(x => x.Contains(address)))) return await next(context);

        await denials.RecordAsync(http.User.ToCaller(address?.ToString()), "order actions from this address", http.RequestAborted);
        return RefusalExtensions.Problem(StatusCodes.Status403Forbidden, "address-not-allowed", "Orders may not be acted on from this address.");
    }
}
