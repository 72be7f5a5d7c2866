using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk;

/// <summary>Reads orders as the fulfilment score looks at them, many in a query.</summary>
internal static class FulfilmentRecords
{
    // Demand is learnt from so many of the newest orders at most: lines are the costly part of an order to read.
    private const int MostLines = 50_000;

    /// <summary>An order without its lines, read from columns alone.</summary>
    private static readonly Expression<Func<Order, FulfilmentRecord>> Outline = x => new FulfilmentRecord
    {
        Order = x.Id, PlacedAt = x.PlacedAt, Source = x.Source, Category = x.Category, Warehouse = x.Warehouse, Carrier = x.Carrier, Province = x.Province,
        PaymentMethod = x.PaymentMethod, CustomerId = x.CustomerId, Amount = x.Amount, PromisedAt = x.PromisedAt, ConfirmedAt = x.ConfirmedAt,
        ShippedAt = x.ShippedAt, DeliveredAt = x.DeliveredAt, CancelledAt = x.CancelledAt,
    };

    private static readonly Func<Order, FulfilmentRecord> InMemory = Outline.Compile();

    /// <summary>All that the indicators of orders placed in the hour from <paramref name="hour"/> look back at, but for the customers' own history.</summary>
    public static async Task<List<FulfilmentRecord>> BackgroundOfAsync(this IOrderGuardDb db, DateTimeOffset hour, CancellationToken ct)
    {
        var recent = hour - FulfilmentHistory.Window;
        var oldest = recent - FulfilmentRecord.Patience;
        var records = await db.Orders.AsNoTracking()
            .Where(x => x.PlacedAt >= oldest && x.PlacedAt < hour && (x.PlacedAt >= recent || x.DeliveredAt == null || x.DeliveredAt >= recent || x.PromisedAt >= recent))
            .Select(Outline).ToListAsync(ct);
        return await db.WithLinesAsync(records, hour - TimeSpan.FromDays(FulfilmentHistory.DemandDays + 1), ct);
    }

    /// <summary>The newest orders with their lines, and whether older ones were left out.</summary>
    public static async Task<(List<FulfilmentRecord> Records, bool Cut)> NewestAsync(this IOrderGuardDb db, int most, CancellationToken ct)
    {
        var records = await db.Orders.AsNoTracking().OrderByDescending(x => x.PlacedAt).Take(most).Select(Outline).ToListAsync(ct);
        if (records.Count == 0) return (records, false);
        return (await db.WithLinesAsync(records, records[^1].PlacedAt, ct), records.Count == most);
    }

    public static async Task<List<FulfilmentRecord>> ByIdAsync(this IOrderGuardDb db, IReadOnlyList<OrderId> ids, CancellationToken ct)
    {
        var orders = await db.Orders.AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.Id)).ToListAsync(ct);
        return orders.ConvertAll(x => InMemory(x) with { Lines = x.Facts.Lines ?? [] });
    }

    /// <summary>The orders of these customers in the year before, newest first.</summary>
    public static async Task<ILookup<string, FulfilmentRecord>> OfCustomersAsync(this IOrderGuardDb db, IReadOnlyList<FulfilmentRecord> orders, CancellationToken ct)
    {
        const int most = 20_000;
        var customers = orders.Select(x => x.CustomerId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (customers.Length == 0) return Array.Empty<FulfilmentRecord>().ToLookup(_ => "");
        var (from, to) = (orders.Min(x => x.PlacedAt).AddDays(-365), orders.Max(x => x.PlacedAt));
        var earlier = await db.Orders.AsNoTracking().Where(x => EF.Parameter(customers).Contains(x.CustomerId!) && x.PlacedAt >= from && x.PlacedAt < to)
            .OrderByDescending(x => x.PlacedAt).Take(most).Select(Outline).ToListAsync(ct);
        return earlier.ToLookup(x => x.CustomerId!);
    }

    private static async Task<List<FulfilmentRecord>> WithLinesAsync(this IOrderGuardDb db, List<FulfilmentRecord> records, DateTimeOffset from, CancellationToken ct)
    {
        if (records.Count == 0) return records;
        var to = records.Max(x => x.PlacedAt);
        var lines = await db.Orders.AsNoTracking().Where(x => x.PlacedAt >= from && x.PlacedAt <= to).OrderByDescending(x => x.PlacedAt).Take(MostLines)
            .Select(x => new { x.Id, x.Facts }).ToListAsync(ct);
        var byOrder = lines.Where(x => x.Facts.Lines is { Count: > 0 }).ToDictionary(x => x.Id, x => x.Facts.Lines!);
        return byOrder.Count == 0 ? records : records.ConvertAll(x => byOrder.TryGetValue(x.Order, out var own) ? x with { Lines = own } : x);
    }
}
