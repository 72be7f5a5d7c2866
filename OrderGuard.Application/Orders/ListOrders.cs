using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Orders newest first, page by page from a cursor, as systems read them. <paramref name="Search"/> is a number or its beginning, a customer or a phone.</summary>
[Requires(Permission.ViewOrders)]
public sealed record ListOrders(OrderFilter Filter, string? Search, int Limit, string? After)
{
    public const int MostListed = 500;
}

/// <summary>One order in a list of the machine interface.</summary>
public sealed record ListedOrder(
    string OrderNo, int Status, DateTimeOffset StatusSince, bool Finished, bool Held, DateTimeOffset PlacedAt, DateTimeOffset UpdatedAt, string Source,
    string? Category, decimal? Amount, string? Currency, string? Channel, string? Warehouse, string? Customer);

/// <summary>A page of orders; <paramref name="Next"/> is the cursor for the next, if there is one.</summary>
public sealed record OrderList(IReadOnlyList<ListedOrder> Items, string? Next);

public sealed class ListOrdersValidator : AbstractValidator<ListOrders>
{
    public ListOrdersValidator()
    {
        RuleFor(x => x.Limit).InclusiveBetween(1, ListOrders.MostListed);
        RuleFor(x => x.Search).MaximumLength(Order.OrderNoMaxLength);
        RuleFor(x => x.After).Must(x => x is null || OrderCursor.Read(x) is not null).WithMessage("This cursor was not given out by this list.");
        RuleFor(x => x.Filter).SetValidator(new OrderFilterValidator());
    }
}

internal sealed class ListOrdersHandler(IOrderGuardDb db, Caller caller, Audit.PersonalDataReads reads, TimeProvider clock) : IHandler<ListOrders, OrderList>
{
    public async Task<Result<OrderList>> HandleAsync(ListOrders request, CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(request.Filter.Phone)) reads.ByPhone(caller, request.Filter.Phone.Trim());
        var orders = db.Orders.AsNoTracking().Matching(request.Filter, db, clock.GetUtcNow());
        if (!string.IsNullOrWhiteSpace(request.Search)) orders = Found(orders, request.Search.Trim());
#pragma warning disable CA1309 // The overload that EF Core translates; the store compares by code point.
        if (request.After is not null && OrderCursor.Read(request.After) is { } after)
            orders = orders.Where(x => x.PlacedAt < after.PlacedAt || (x.PlacedAt == after.PlacedAt && string.Compare(x.OrderNo, after.OrderNo) < 0));
#pragma warning restore CA1309
        var rows = await orders.OrderByDescending(x => x.PlacedAt).ThenByDescending(x => x.OrderNo).Take(request.Limit + 1).Select(x => new ListedOrder(
            x.OrderNo, x.Status, x.StatusSince, x.Finished, x.IsHeld, x.PlacedAt, x.UpdatedAt, x.Source, x.Category, x.Amount, x.Currency, x.Channel, x.Warehouse, x.CustomerId)).ToListAsync(ct);
        var items = rows.Take(request.Limit).ToList();
        return new OrderList(items, rows.Count > items.Count ? OrderCursor.Write(items[^1].PlacedAt, items[^1].OrderNo) : null);
    }

    private static IQueryable<Order> Found(IQueryable<Order> orders, string text)
    {
        var phone = Order.NormalizePhone(text) ?? text;
        var numbered = orders.Numbered(text).Select(x => x.Id);
        return orders.Where(x => x.CustomerId == text || x.Phone == phone || numbered.Contains(x.Id));
    }
}

/// <summary>Where a list of orders goes on: behind the order of this moment and number.</summary>
internal static class OrderCursor
{
    public static string Write(DateTimeOffset placedAt, string orderNo) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{placedAt.UtcTicks}:{orderNo}")));

    public static (DateTimeOffset PlacedAt, string OrderNo)? Read(string cursor)
    {
        if (cursor.Length > 1_000 || !Base64Url.IsValid(cursor)) return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        var between = text.IndexOf(':', StringComparison.Ordinal);
        return between > 0 && long.TryParse(text.AsSpan(0, between), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks && !text.Contains('\0', StringComparison.Ordinal) ? (new DateTimeOffset(ticks, TimeSpan.Zero), text[(between + 1)..]) : null;
    }
}
