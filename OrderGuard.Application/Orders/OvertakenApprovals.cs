using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>Requests that wait for a person's word while their order moves on by itself: nothing is left to decide.</summary>
internal static class OvertakenApprovals
{
    private const int MostIdsAtOnce = 500;

    /// <summary>Cancels, with the reason, what waits for orders that have another status by now; beside the move, which the caller saves.</summary>
    public static async Task CancelOvertakenAsync(this IOrderGuardDb db, AuditTrail audit, IReadOnlyCollection<Order> moved, DateTimeOffset now, CancellationToken ct)
    {
        // Most of the time nothing waits: that is answered by the index alone, without the orders' ids.
        if (moved.Count == 0 || !await db.ActionRequests.AnyAsync(x => x.State == ActionState.AwaitingApproval, ct)) return;
        foreach (var orders in moved.Chunk(MostIdsAtOnce))
        {
            var statuses = orders.ToDictionary(x => x.Id, x => x.Status);
            OrderId[] ids = [.. statuses.Keys];
            var waiting = await db.ActionRequests.Where(x => x.State == ActionState.AwaitingApproval && EF.Parameter(ids).Contains(x.OrderId)).ToListAsync(ct);
            foreach (var request in waiting)
            {
                var status = statuses[request.OrderId];
                if (status == request.FromStatus || !request.Cancel("The order has moved on.", now)) continue;
                audit.Record("action.cancelled", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, because = "The order has moved on.", status });
            }
        }
    }
}
