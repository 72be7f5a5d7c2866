using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

public enum OrderSort
{
    Placed,
    Number,

    /// <summary>How long the order has been in its status: for orders still on their way.</summary>
    Waiting,
}

/// <summary>One page of the orders that match, and how many match in all.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetOrders(OrderFilter Filter, OrderSort Sort = OrderSort.Placed, bool Descending = true, int Skip = 0, int Take = 50)
{
    public const int MostTaken = 500;
}

public sealed record OrderPage(IReadOnlyList<OrderRow> Rows, int Total);

/// <summary>One order in a list; phone and name are masked.</summary>
public sealed record OrderRow
{
    public required string OrderNo { get; init; }
    public required int Status { get; init; }
    public string StatusName { get; init; } = "";
    public LocalizedText? StatusLabel { get; init; }
    public required DateTimeOffset StatusSince { get; init; }
    public required bool Finished { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }
    public string? Category { get; init; }
    public LocalizedText? CategoryLabel { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public required string Source { get; init; }
    public string? Channel { get; init; }
    public string? Warehouse { get; init; }
    public string? CustomerId { get; init; }
    public string? Recipient { get; init; }
    public string? Phone { get; init; }
    public bool Held { get; init; }
    public int OpenAlerts { get; init; }

    /// <summary>When the next deadline that still stands is due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How likely it was judged to come late, from 0 to 1, when it was placed; null: it was not judged.</summary>
    public double? FulfilmentRisk { get; init; }

    /// <summary>A source says another status than the order has.</summary>
    public bool Differs { get; init; }
}

public sealed class GetOrdersValidator : AbstractValidator<GetOrders>
{
    public GetOrdersValidator()
    {
        RuleFor(x => x.Sort).IsInEnum();
        RuleFor(x => x.Skip).GreaterThanOrEqualTo(0);
        RuleFor(x => x.Take).InclusiveBetween(1, GetOrders.MostTaken);
        RuleFor(x => x.Sort).NotEqual(OrderSort.Waiting).When(x => x.Filter is { WaitingLongerThan: null, Unfinished: not true }).WithMessage("Only orders that are still on their way are sorted by waiting.");
        RuleFor(x => x.Filter).SetValidator(new OrderFilterValidator());
    }
}

internal sealed class GetOrdersHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, Audit.PersonalDataReads reads, TimeProvider clock) : IHandler<GetOrders, OrderPage>
{
    // So few are sorted here: else a database that reads in the order of the sort looks at all orders to find them.
    private const int FewEnough = 300;

    public async Task<Result<OrderPage>> HandleAsync(GetOrders request, CancellationToken ct)
    {
        var filter = request.Filter;
        if (!string.IsNullOrWhiteSpace(filter.Phone)) reads.ByPhone(caller, filter.Phone.Trim());
        if (!string.IsNullOrWhiteSpace(filter.Number)) filter = filter with { Number = await db.Orders.SpellingOfAsync(filter.Number, ct) };
        var matching = db.Orders.AsNoTracking().Matching(filter, db, clock.GetUtcNow());
        var total = await matching.CountAsync(ct);
        if (total <= request.Skip) return new OrderPage([], total);

        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var shown = total <= FewEnough
            ? (await matching.ToListAsync(ct)).Sorted(request.Sort, request.Descending).Skip(request.Skip).Take(request.Take).ToList()
            : await matching.Sorted(request.Sort, request.Descending).Skip(request.Skip).Take(request.Take).ToListAsync(ct);
        var alerts = await db.Alerts.UnresolvedOfAsync(shown, ct);
        var risks = await db.FulfilmentAssessments.RiskOfAsync(shown, ct);
        return new OrderPage([.. shown.Select(x => OrderRows.Of(x, alerts.GetValueOrDefault(x.OrderNo), configuration, risks.TryGetValue(x.Id, out var risk) ? risk : null))], total);
    }
}
