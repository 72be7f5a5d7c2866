using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>What the targets were told of one order, or are about to be, latest first.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetOrderPushes(string OrderNo)
{
    public const int MostTold = 200;
}

public sealed record OrderPushList(IReadOnlyList<PushView> Pushes);

internal sealed class GetOrderPushesHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<GetOrderPushes, OrderPushList>
{
    public async Task<Result<OrderPushList>> HandleAsync(GetOrderPushes request, CancellationToken ct)
    {
        var order = await db.Orders.Where(x => x.OrderNo == request.OrderNo).Select(x => (OrderId?)x.Id).SingleOrDefaultAsync(ct);
        if (order is not { } id) return OrderRefusals.NotFound;
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var pushes = await db.StatusPushes.AsNoTracking().Where(x => x.OrderId == id).OrderByDescending(x => x.Step).ThenBy(x => x.Target).Take(GetOrderPushes.MostTold).ToListAsync(ct);
        return new OrderPushList([.. pushes.Select(x => PushView.Of(x, configuration))]);
    }
}
