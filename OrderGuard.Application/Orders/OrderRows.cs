using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>How lists sort orders and show them.</summary>
internal static class OrderRows
{
    /// <summary>Sorted as an index holds it where one does; the number makes the order of equals the same on every page.</summary>
    public static IQueryable<Order> Sorted(this IQueryable<Order> orders, OrderSort sort, bool descending) => (sort, descending) switch
    {
        (OrderSort.Number, false) => orders.OrderBy(x => x.OrderNo),
        (OrderSort.Number, true) => orders.OrderByDescending(x => x.OrderNo),
        (OrderSort.Status, false) => orders.OrderBy(x => x.Status).ThenBy(x => x.StatusSince).ThenBy(x => x.OrderNo),
        (OrderSort.Status, true) => orders.OrderByDescending(x => x.Status).ThenByDescending(x => x.StatusSince).ThenByDescending(x => x.OrderNo),
        // The longest waiting is the one that entered first.
        (OrderSort.Waiting, true) => orders.OrderBy(x => x.StatusSince).ThenBy(x => x.OrderNo),
        (OrderSort.Waiting, false) => orders.OrderByDescending(x => x.StatusSince).ThenByDescending(x => x.OrderNo),
        (OrderSort.Amount, false) => orders.OrderBy(x => x.Amount).ThenBy(x => x.OrderNo),
        (OrderSort.Amount, true) => orders.OrderByDescending(x => x.Amount).ThenByDescending(x => x.OrderNo),
        (_, false) => orders.OrderBy(x => x.PlacedAt).ThenBy(x => x.OrderNo),
        _ => orders.OrderByDescending(x => x.PlacedAt).ThenByDescending(x => x.OrderNo),
    };

    public static OrderRow Of(Order order, int openAlerts, TenantConfiguration configuration)
    {
        var status = configuration.Status(order.Status);
        return new OrderRow
        {
            OrderNo = order.OrderNo, Status = order.Status, StatusName = status?.Name ?? "", StatusLabel = status?.Label, StatusSince = order.StatusSince,
            Finished = order.Finished, PlacedAt = order.PlacedAt, Category = order.Category,
            CategoryLabel = configuration.Document.Categories.FirstOrDefault(x => x.Code == order.Category)?.Label,
            Amount = order.Amount, Currency = order.Currency, Source = order.Source, Channel = order.Channel, Warehouse = order.Warehouse,
            CustomerId = order.CustomerId, Recipient = PersonalData.MaskName(order.Facts.Recipient?.Name), Phone = PersonalData.MaskPhone(order.Phone),
            Held = order.IsHeld, OpenAlerts = openAlerts, DueAt = order.Deadlines.Count == 0 ? null : order.Deadlines.Min(x => x.DueAt),
            Differs = order.SourceStatuses.Any(x => x.Status is { } said && said != order.Status),
        };
    }
}
