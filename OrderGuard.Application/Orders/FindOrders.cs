using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>The few orders that a typed word may mean: by number, phone or customer.</summary>
[Requires(Permission.ViewOrders)]
public sealed record FindOrders(string Text, int Most = 6);

public sealed class FindOrdersValidator : AbstractValidator<FindOrders>
{
    public FindOrdersValidator()
    {
        RuleFor(x => x.Text).NotEmpty().MaximumLength(Order.OrderNoMaxLength);
        RuleFor(x => x.Most).InclusiveBetween(1, 50);
    }
}

internal sealed class FindOrdersHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<FindOrders, IReadOnlyList<OrderRow>>
{
    public async Task<Result<IReadOnlyList<OrderRow>>> HandleAsync(FindOrders request, CancellationToken ct)
    {
        var text = request.Text.Trim();
        var orders = db.Orders.AsNoTracking();
        // One question each, so that each is answered by its own index.
        var found = await orders.Numbered(text).OrderBy(x => x.OrderNo).Take(request.Most).ToListAsync(ct);
        if (found.Count < request.Most) found.AddRange(await Newest(orders.Where(x => x.CustomerId == text), request.Most, ct));
        if (found.Count < request.Most && Order.NormalizePhone(text)?.Length >= Order.PhoneTailLength && !text.Any(char.IsLetter))
            found.AddRange(await Newest(orders.WithPhone(text), request.Most, ct));

        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        return found.DistinctBy(x => x.Id).Take(request.Most).Select(x => OrderRows.Of(x, 0, configuration)).ToList();
    }

    private static Task<List<Order>> Newest(IQueryable<Order> orders, int most, CancellationToken ct) =>
        orders.OrderByDescending(x => x.PlacedAt).Take(most).ToListAsync(ct);
}
