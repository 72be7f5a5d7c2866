using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>The filters that the caller has saved, and those that others share with the company.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetSavedFilters;

/// <summary>A saved filter as a person sees it; <paramref name="Own"/> ones it may change.</summary>
public sealed record SavedFilterView(SavedFilterId Id, string Name, OrderFilter Filter, bool Shared, bool Own, string OwnerName);

internal sealed class GetSavedFiltersHandler(IOrderGuardDb db, Caller caller) : IHandler<GetSavedFilters, IReadOnlyList<SavedFilterView>>
{
    public async Task<Result<IReadOnlyList<SavedFilterView>>> HandleAsync(GetSavedFilters request, CancellationToken ct)
    {
        var me = caller.UserId ?? default;
        var filters = await db.SavedFilters.AsNoTracking().Where(x => x.Shared || x.Owner == me).OrderBy(x => x.Name).ToListAsync(ct);
        return (from saved in filters
                let filter = OrderFilter.FromJson(saved.Filter)
                where filter is not null
                orderby saved.Owner != me
                select new SavedFilterView(saved.Id, saved.Name, filter, saved.Shared, saved.Owner == me, saved.OwnerName)).ToList();
    }
}
