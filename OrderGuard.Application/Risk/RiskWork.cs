using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Risk;

/// <summary>The work items of assessment: one for many orders, so that an intake batch grows by a row or a few and not by one for each order.</summary>
internal static class RiskWork
{
    private const int OrdersOfAnItem = 200;

    public static IEnumerable<WorkItem> Of(IReadOnlyList<Order> orders, DateTimeOffset now) => orders.Chunk(OrdersOfAnItem).Select(chunk => WorkItem.Schedule(
        WorkItemId.New(), chunk[0].TenantId, WorkKinds.AssessRisk, "placed", now, now, string.Join(',', chunk.Select(x => x.Id.Value.ToString("N")))));
}
