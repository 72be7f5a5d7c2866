using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>What happened to one order, by the account of those who may move it.</summary>
internal sealed record OrderHistory(RuleSubject Subject, decimal? Amount, string? Currency, IReadOnlyList<StatusEntry> Entries)
{
    public DateTimeOffset First { get; } = Entries.Min(x => x.At);
}

/// <summary>Reads the stored histories of a tenant, a page of orders at a time, so that any number fits.</summary>
internal sealed class OrderHistories(IOrderGuardDb db)
{
    private const int OrdersOfAPage = 2_000;

    public async IAsyncEnumerable<OrderHistory> ReadAsync(TenantConfiguration configuration, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = "";
        while (true)
        {
            var previous = after;
            var orders = await db.Orders.AsNoTracking().Where(x => x.OrderNo.CompareTo(previous) > 0).OrderBy(x => x.OrderNo).Take(OrdersOfAPage)
                .Select(x => new { x.OrderNo, x.Category, x.Channel, x.Warehouse, x.CustomerClass, x.Amount, x.Currency }).ToListAsync(ct);
            if (orders.Count == 0) yield break;
            after = orders[^1].OrderNo;
            var last = after;
            var events = await db.OrderEvents.AsNoTracking()
                .Where(x => x.OrderNo.CompareTo(previous) > 0 && x.OrderNo.CompareTo(last) <= 0 && x.Status != null
                    && (x.Outcome == EventOutcome.Applied || x.Outcome == EventOutcome.Illegal || x.Outcome == EventOutcome.Stale))
                .Select(x => new { x.OrderNo, x.Source, Status = x.Status!.Value, x.MovedFrom, x.Outcome, x.OccurredAt }).ToListAsync(ct);
            // Applied and illegal events were found to be by a source that may; of a stale one it was never asked.
            var byOrder = events.Where(x => x.Outcome is not EventOutcome.Stale || configuration.MayEnter(x.Source, x.Status)).ToLookup(x => x.OrderNo, StringComparer.Ordinal);
            foreach (var order in orders)
            {
                var entries = byOrder[order.OrderNo].Select(x => new StatusEntry(x.Status, x.OccurredAt, x.Outcome is EventOutcome.Applied && x.MovedFrom > x.Status)).ToList();
                if (entries.Count > 0) yield return new OrderHistory(new RuleSubject(order.Category, order.Channel, order.Warehouse, order.CustomerClass), order.Amount, order.Currency, entries);
            }
            if (orders.Count < OrdersOfAPage) yield break;
        }
    }
}
