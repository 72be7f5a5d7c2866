using System.Globalization;
using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Writes all orders that match as CSV, page by page; phone and name masked unless the caller may see personal data.</summary>
[Requires(Permission.ViewOrders)]
public sealed record ExportOrders(OrderFilter Filter, Stream Output);

/// <summary>How many orders were written.</summary>
public sealed record ExportedOrders(int Count);

public sealed class ExportOrdersValidator : AbstractValidator<ExportOrders>
{
    public ExportOrdersValidator() => RuleFor(x => x.Filter).SetValidator(new OrderFilterValidator());
}

internal sealed class ExportOrdersHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, AuditTrail audit, TimeProvider clock)
    : IHandler<ExportOrders, ExportedOrders>
{
    private const int PageSize = 1000;

    private static readonly string[] Header =
        ["orderNo", "status", "statusName", "statusSince", "placedAt", "promisedAt", "category", "amount", "currency", "source", "channel", "warehouse", "customerId", "recipient", "phone", "held", "fulfilmentRisk"];

    public async Task<Result<ExportedOrders>> HandleAsync(ExportOrders request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var full = caller.May(Permission.ViewPersonalData);
        audit.Record("orders.exported", "orders", "export", null, new { filter = request.Filter, personalData = full });
        await db.SaveChangesAsync(ct);

        // With the byte order mark, by which spreadsheets know UTF-8.
        await using var writer = new StreamWriter(request.Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteLineAsync(string.Join(',', Header));
        var filter = request.Filter;
        if (!string.IsNullOrWhiteSpace(filter.Number)) filter = filter with { Number = await db.Orders.SpellingOfAsync(filter.Number, ct) };
        var matching = db.Orders.AsNoTracking().Matching(filter, db, clock.GetUtcNow());
        var count = 0;
        for (Order? last = null; ;)
        {
            var page = await After(matching, last).Sorted(OrderSort.Placed, descending: true).Take(PageSize).ToListAsync(ct);
            var risks = await db.FulfilmentAssessments.RiskOfAsync(page, ct);
            foreach (var order in page)
                await writer.WriteLineAsync(CsvText.Line(Cells(order, configuration.Status(order.Status)?.Name, full, risks.TryGetValue(order.Id, out var risk) ? risk : null)));
            await writer.FlushAsync(ct);
            count += page.Count;
            if (page.Count < PageSize) return new ExportedOrders(count);
            last = page[^1];
        }
    }

#pragma warning disable CA1309 // The store compares by code point; this is the overload that EF Core translates.
    private static IQueryable<Order> After(IQueryable<Order> orders, Order? last)
    {
        if (last is null) return orders;
        var (placed, number) = (last.PlacedAt, last.OrderNo);
        return orders.Where(x => x.PlacedAt < placed || (x.PlacedAt == placed && string.Compare(x.OrderNo, number) < 0));
    }
#pragma warning restore CA1309

    private static string?[] Cells(Order order, string? statusName, bool full, double? risk) =>
    [
        order.OrderNo, order.Status.ToString(CultureInfo.InvariantCulture), statusName, Instant(order.StatusSince), Instant(order.PlacedAt),
        order.PromisedAt is { } promised ? Instant(promised) : null, order.Category, order.Amount?.ToString(CultureInfo.InvariantCulture), order.Currency,
        order.Source, order.Channel, order.Warehouse, order.CustomerId,
        full ? order.Facts.Recipient?.Name : PersonalData.MaskName(order.Facts.Recipient?.Name),
        full ? order.Phone : PersonalData.MaskPhone(order.Phone), order.IsHeld ? "yes" : "no",
        risk?.ToString("0.####", CultureInfo.InvariantCulture),
    ];

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
