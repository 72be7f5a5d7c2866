using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Samples;

/// <summary>Removes one version of a sample set for good.</summary>
[Requires(Permission.EditRisk)]
public sealed record DeleteSampleSet(Guid Id);

internal sealed class DeleteSampleSetHandler(IOrderGuardDb db, AuditTrail audit) : IHandler<DeleteSampleSet, Done>
{
    public async Task<Result<Done>> HandleAsync(DeleteSampleSet request, CancellationToken ct)
    {
        var id = new RiskSampleSetId(request.Id);
        if (await db.RiskSampleSets.SingleOrDefaultAsync(x => x.Id == id, ct) is not { } set) return SampleRefusals.NotFound;
        db.RiskSampleSets.Remove(set);
        audit.Record("risk.samples-deleted", "risk-samples", set.Id.Value.ToString(), new { set.Name, set.Version, set.Rows });
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
