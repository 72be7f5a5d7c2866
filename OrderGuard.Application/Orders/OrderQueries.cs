using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>The filters on orders that lists, exports and the machine interface share.</summary>
public static class OrderQueries
{
    // Sorts behind every character that an order's number can go on with.
    private const string BehindAll = "\U0010FFFF";
    private static readonly bool[] EitherWay = [false, true];

    public static IQueryable<Order> Matching(this IQueryable<Order> orders, OrderFilter filter, IOrderGuardDb db, DateTimeOffset now)
    {
        if (Text(filter.Number) is { } number) orders = orders.Numbered(number);
        if (Text(filter.Phone) is { } phone) orders = orders.WithPhone(phone);
        if (Text(filter.Customer) is { } customer) orders = orders.Where(x => x.CustomerId == customer);
        // Naming both values of Finished lets the index that begins with it lead to the status.
        if (filter.Statuses is [var only]) orders = orders.Where(x => EitherWay.Contains(x.Finished) && x.Status == only);
        else if (filter.Statuses.Count > 1) orders = orders.Where(x => EitherWay.Contains(x.Finished) && filter.Statuses.Contains(x.Status));
        if (Text(filter.Category) is { } category) orders = orders.Where(x => x.Category == category);
        if (Text(filter.Source) is { } source) orders = orders.Where(x => x.Source == source);
        if (Text(filter.Channel) is { } channel) orders = orders.Where(x => x.Channel == channel);
        if (Text(filter.Warehouse) is { } warehouse) orders = orders.Where(x => x.Warehouse == warehouse);
        if (filter.WaitingLongerThan is { } age) orders = orders.WaitingSince(now - age);
        if (filter.Unfinished is { } unfinished) orders = orders.Finished(!unfinished);
        if (filter.Held is { } held) orders = held ? orders.Where(x => x.IsHeld) : orders.Where(x => !x.IsHeld);
        if (filter.OpenAlerts is { } open)
        {
            var alerted = db.Alerts.Where(a => a.OrderNo != null && a.State != AlertState.Resolved).Select(a => a.OrderNo!);
            orders = open ? orders.Where(x => alerted.Contains(x.OrderNo)) : orders.Where(x => !alerted.Contains(x.OrderNo));
        }
        if (filter.RiskFrom is { } least)
        {
            var risky = db.FulfilmentAssessments.Where(a => a.Score >= least).Select(a => a.OrderId);
            orders = orders.Where(x => risky.Contains(x.Id));
        }
        if (filter.PlacedFrom is { } from) orders = orders.Where(x => x.PlacedAt >= from);
        if (filter.PlacedBefore is { } before) orders = orders.Where(x => x.PlacedAt < before);
        return orders;
    }

#pragma warning disable CA1309 // The store compares by code point; this is the overload that EF Core translates.
    /// <summary>Orders whose number is, or begins with, <paramref name="number"/>: a range, so that the index serves it in every database.</summary>
    public static IQueryable<Order> Numbered(this IQueryable<Order> orders, string number)
    {
        var end = number + BehindAll;
        return orders.Where(x => string.Compare(x.OrderNo, number) >= 0 && string.Compare(x.OrderNo, end) < 0);
    }
#pragma warning restore CA1309

    /// <summary>The number in capitals where no order's number begins as it was typed.</summary>
    public static async Task<string> SpellingOfAsync(this IQueryable<Order> orders, string number, CancellationToken ct)
    {
        number = number.Trim();
        var capitals = number.ToUpperInvariant();
        return capitals == number || await orders.Numbered(number).AnyAsync(ct) ? number : capitals;
    }

    /// <summary>Orders with this phone in any spelling, or with one that ends in these digits; fewer than four digits match none.</summary>
    public static IQueryable<Order> WithPhone(this IQueryable<Order> orders, string phone)
    {
        var normalized = Order.NormalizePhone(phone) ?? "";
        var digits = normalized.TrimStart('+');
        if (digits.Length < Order.PhoneTailLength) return orders.Where(x => false);
        var tail = digits[^Order.PhoneTailLength..];
        return normalized == digits
            ? orders.Where(x => x.PhoneTail == tail && x.Phone!.EndsWith(digits))
            : orders.Where(x => x.PhoneTail == tail && (x.Phone == normalized || x.Phone == digits));
    }

    /// <summary>Orders on their way that entered their status before <paramref name="moment"/>.</summary>
    public static IQueryable<Order> WaitingSince(this IQueryable<Order> orders, DateTimeOffset moment) =>
        orders.Finished(false).Where(x => x.StatusSince < moment);

    /// <summary>Orders at rest, or those still on their way; compared with a parameter, because SQLite finds no index for a bare NOT.</summary>
    public static IQueryable<Order> Finished(this IQueryable<Order> orders, bool finished) => orders.Where(x => x.Finished == finished);

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
