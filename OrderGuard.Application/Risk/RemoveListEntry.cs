using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>Takes an entry off its list; what it decided before stays.</summary>
[Requires(Permission.EditRisk)]
public sealed record RemoveListEntry(Guid Id);

internal sealed class RemoveListEntryHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock) : IHandler<RemoveListEntry, Done>
{
    public async Task<Result<Done>> HandleAsync(RemoveListEntry request, CancellationToken ct)
    {
        var entry = await db.RiskListEntries.SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (entry is null) return RiskRefusals.EntryNotFound;
        if (entry.Remove(caller.Actor.Name, clock.GetUtcNow()) is { } refusal) return refusal;
        audit.Record("risk-list.removed", "risk-list", entry.Id.ToString(), new { entry.Effect, entry.Kind, entry.Shown, entry.Reason }, null);
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
