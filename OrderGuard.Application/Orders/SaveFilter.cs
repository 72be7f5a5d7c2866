using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Keeps a filter by a name, for the caller or for all of its company.</summary>
[Requires(Permission.ViewOrders)]
public sealed record SaveFilter(string Name, OrderFilter Filter, bool Shared);

public sealed class SaveFilterValidator : AbstractValidator<SaveFilter>
{
    public SaveFilterValidator()
    {
        RuleFor(x => x.Name).NotEmpty().MaximumLength(SavedFilter.NameMaxLength);
        RuleFor(x => x.Filter).NotNull().SetValidator(new OrderFilterValidator());
        RuleFor(x => x.Filter).Must(x => x is null || x.ToJson().Length <= SavedFilter.FilterMaxLength);
    }
}

internal sealed class SaveFilterHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock) : IHandler<SaveFilter, SavedFilterView>
{
    public async Task<Result<SavedFilterView>> HandleAsync(SaveFilter request, CancellationToken ct)
    {
        if (caller.UserId is not { } me) return Refusal.Forbidden;
        var names = await db.SavedFilters.Where(x => x.Owner == me).Select(x => x.Name).ToListAsync(ct);
        if (names.Contains(request.Name.Trim())) return SavedFilterRefusals.NameTaken;
        if (names.Count >= SavedFilter.MostPerPerson) return SavedFilterRefusals.TooMany;

        var saved = SavedFilter.Save(caller.RequiredTenant, me, caller.Actor.Name, request.Name, request.Filter.ToJson(), request.Shared, clock.GetUtcNow());
        db.SavedFilters.Add(saved);
        audit.Record("filter.saved", "saved-filter", saved.Name, null, new { saved.Name, saved.Shared, request.Filter });
        await db.SaveChangesAsync(ct);
        return new SavedFilterView(saved.Id, saved.Name, request.Filter, saved.Shared, true, saved.OwnerName);
    }
}
