using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Orders;

/// <summary>How lists sort orders and show them.</summary>
internal static class OrderRows
{
    /// <summary>Sorted as an index holds it; the number makes the order of equals the same on every page.</summary>
    public static IQueryable<Order> Sorted(this IQueryable<Order> orders, OrderSort sort, bool descending) => (sort, descending) switch
    {
        (OrderSort.Number, false) => orders.OrderBy(x => x.OrderNo),
        (OrderSort.Number, true) => orders.OrderByDescending(x => x.OrderNo),
        // The longest waiting is the one that entered first.
        (OrderSort.Waiting, true) => orders.OrderBy(x => x.StatusSince).ThenBy(x => x.OrderNo),
        (OrderSort.Waiting, false) => orders.OrderByDescending(x => x.StatusSince).ThenByDescending(x => x.OrderNo),
        (OrderSort.Placed, false) => orders.OrderBy(x => x.PlacedAt).ThenBy(x => x.OrderNo),
        _ => orders.OrderByDescending(x => x.PlacedAt).ThenByDescending(x => x.OrderNo),
    };

    /// <summary>Sorted as the database would, where few are at hand.</summary>
    public static IEnumerable<Order> Sorted(this List<Order> orders, OrderSort sort, bool descending)
    {
        var rising = sort switch
        {
            OrderSort.Number => orders.OrderBy(x => x.OrderNo, StringComparer.Ordinal),
            OrderSort.Waiting => orders.OrderBy(x => x.StatusSince).ThenBy(x => x.OrderNo, StringComparer.Ordinal),
            _ => orders.OrderBy(x => x.PlacedAt).ThenBy(x => x.OrderNo, StringComparer.Ordinal),
        };
        return descending == (sort is OrderSort.Waiting) ? rising : rising.Reverse();
    }

    /// <summary>How many alerts of each order are not resolved.</summary>
    public static async Task<Dictionary<string, int>> UnresolvedOfAsync(this IQueryable<Alert> alerts, IEnumerable<Order> orders, CancellationToken ct)
    {
        var numbers = orders.Select(x => x.OrderNo).ToList();
        return await alerts.Where(x => numbers.Contains(x.OrderNo!) && x.State != AlertState.Resolved)
            .GroupBy(x => x.OrderNo!).Select(x => new { OrderNo = x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.OrderNo, x => x.Count, ct);
    }

    /// <summary>The likelihood of coming late of those of the orders that were judged.</summary>
    public static async Task<Dictionary<OrderId, double>> RiskOfAsync(this IQueryable<FulfilmentAssessment> assessments, IEnumerable<Order> orders, CancellationToken ct)
    {
        OrderId[] ids = [.. orders.Select(x => x.Id)];
        return await assessments.Where(x => EF.Parameter(ids).Contains(x.OrderId)).Select(x => new { x.OrderId, x.Score }).ToDictionaryAsync(x => x.OrderId, x => x.Score, ct);
    }

    public static OrderRow Of(Order order, int openAlerts, TenantConfiguration configuration, double? risk = null)
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
            FulfilmentRisk = risk,
            Differs = order.SourceStatuses.Any(x => x.Status is { } said && said != order.Status),
        };
    }
}
