using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Gives a filter of the caller's own another name, and shares it or keeps it.</summary>
[Requires(Permission.ViewOrders)]
public sealed record RenameFilter(SavedFilterId Id, string Name, bool Shared);

public sealed class RenameFilterValidator : AbstractValidator<RenameFilter>
{
    public RenameFilterValidator() => RuleFor(x => x.Name).NotEmpty().MaximumLength(SavedFilter.NameMaxLength);
}

internal sealed class RenameFilterHandler(IOrderGuardDb db, Caller caller, AuditTrail audit) : IHandler<RenameFilter, Done>
{
    public async Task<Result<Done>> HandleAsync(RenameFilter request, CancellationToken ct)
    {
        if (caller.UserId is not { } me) return Refusal.Forbidden;
        var own = await db.SavedFilters.Where(x => x.Owner == me).ToListAsync(ct);
        var saved = own.Find(x => x.Id == request.Id);
        if (saved is null) return SavedFilterRefusals.NotFound;
        if (own.Exists(x => x.Id != saved.Id && x.Name == request.Name.Trim())) return SavedFilterRefusals.NameTaken;

        var before = new { saved.Name, saved.Shared };
        saved.Rename(request.Name, request.Shared);
        audit.Record("filter.renamed", "saved-filter", saved.Name, before, new { saved.Name, saved.Shared });
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
