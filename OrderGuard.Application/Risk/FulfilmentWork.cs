using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Risk;

/// <summary>The work items of the fulfilment score: one for many orders, so that an intake batch grows by a row or a few and not by one for each order.</summary>
internal static class FulfilmentWork
{
    private const int OrdersOfAnItem = 200;

    public static IEnumerable<WorkItem> Of(IReadOnlyList<Order> orders, DateTimeOffset now) => orders.Chunk(OrdersOfAnItem).Select(chunk => WorkItem.Schedule(
        WorkItemId.New(), chunk[0].TenantId, WorkKinds.AssessFulfilment, "placed", now, now, string.Join(',', chunk.Select(x => x.Id.Value.ToString("N")))));

    public static IEnumerable<OrderId> OrdersOf(WorkItem item) =>
        (item.Payload ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(x => new OrderId(Guid.Parse(x)));

    /// <summary>When a deadline of an order of high risk is reminded of.</summary>
    public static DateTimeOffset EarlyOf(Deadline deadline, FulfilmentRiskSettings settings) =>
        deadline.ArmedAt + (deadline.DueAt - deadline.ArmedAt) * (1 - settings.TightenBy);
}
