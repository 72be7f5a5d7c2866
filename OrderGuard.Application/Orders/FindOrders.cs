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

internal sealed class FindOrdersHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, Audit.PersonalDataReads reads) : IHandler<FindOrders, IReadOnlyList<OrderRow>>
{
    private const int MostWeighed = 500;

    public async Task<Result<IReadOnlyList<OrderRow>>> HandleAsync(FindOrders request, CancellationToken ct)
    {
        var text = request.Text.Trim();
        var orders = db.Orders.AsNoTracking();
        // One question each, so that each is answered by its own index.
        var found = await orders.Numbered(await orders.SpellingOfAsync(text, ct)).OrderBy(x => x.OrderNo).Take(request.Most).ToListAsync(ct);
        if (found.Count < request.Most) found.AddRange(await Newest(orders.Where(x => x.CustomerId == text), request.Most, ct));
        if (found.Count < request.Most && Order.NormalizePhone(text)?.Length >= Order.PhoneTailLength && !text.Any(char.IsLetter))
        {
            reads.ByPhone(caller, text);
            found.AddRange(await Newest(orders.WithPhone(text), request.Most, ct));
        }

        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        return found.DistinctBy(x => x.Id).Take(request.Most).Select(x => OrderRows.Of(x, 0, configuration)).ToList();
    }

    /// <summary>By the keys first: asked for the newest at once, a database may look through all orders from the newest on.</summary>
    private static async Task<List<Order>> Newest(IQueryable<Order> orders, int most, CancellationToken ct)
    {
        var keys = await orders.Select(x => new { x.Id, x.PlacedAt }).Take(MostWeighed).ToListAsync(ct);
        var newest = keys.OrderByDescending(x => x.PlacedAt).Take(most).Select(x => x.Id).ToList();
        return newest.Count == 0 ? [] : [.. (await orders.Where(x => newest.Contains(x.Id)).ToListAsync(ct)).OrderByDescending(x => x.PlacedAt)];
    }
}
