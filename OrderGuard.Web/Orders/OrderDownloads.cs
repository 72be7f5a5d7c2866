using System.Globalization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>The files that the order pages offer to the signed-in person.</summary>
public static class OrderDownloads
{
    public static void MapOrderDownloads(this IEndpointRouteBuilder app) =>
        app.MapGet(OrdersAddress.Download, ExportAsync).RequireAuthorization(nameof(Permission.ViewOrders)).ExcludeFromDescription();

    private static async Task ExportAsync(HttpContext context, IUseCase<ExportOrders, ExportedOrders> export, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
        var output = new StartingStream(context.Response, "text/csv; charset=utf-8", $"orders-{now}.csv");
        var exported = await export.RunAsync(new ExportOrders(OrdersAddress.Read(context.Request.Query), output), ct);
        if (exported.Refusal is { } refusal) await refusal.ToProblem().ExecuteAsync(context);
    }
}
