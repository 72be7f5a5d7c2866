using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Removes a filter of the caller's own.</summary>
[Requires(Permission.ViewOrders)]
public sealed record DeleteFilter(SavedFilterId Id);

internal sealed class DeleteFilterHandler(IOrderGuardDb db, Caller caller, AuditTrail audit) : IHandler<DeleteFilter, Done>
{
    public async Task<Result<Done>> HandleAsync(DeleteFilter request, CancellationToken ct)
    {
        if (caller.UserId is not { } me) return Refusal.Forbidden;
        var saved = await db.SavedFilters.SingleOrDefaultAsync(x => x.Id == request.Id && x.Owner == me, ct);
        if (saved is null) return SavedFilterRefusals.NotFound;

        db.SavedFilters.Remove(saved);
        audit.Record("filter.deleted", "saved-filter", saved.Name, new { saved.Name, saved.Shared, saved.Filter });
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
