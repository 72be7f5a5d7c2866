using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>Lets a version of the classifier decide from now on: a newer one, or an older one again.</summary>
[Requires(Permission.EditRisk)]
public sealed record PromoteRiskModel(int Version);

internal sealed class PromoteRiskModelHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, ILiveFeed feed) : IHandler<PromoteRiskModel, RiskModelView>
{
    public async Task<Result<RiskModelView>> HandleAsync(PromoteRiskModel request, CancellationToken ct)
    {
        var models = await db.RiskModels.Where(x => x.Kind == RiskModelKind.Classifier && (x.IsChampion || x.Version == request.Version)).ToListAsync(ct);
        if (models.FirstOrDefault(x => x.Version == request.Version) is not { } model) return Refusal.NotFound("model");
        if (model.IsChampion) return RiskModelView.Of(model);
        foreach (var other in models.Where(x => x.IsChampion)) other.StepDown();
        model.Promote(models.Where(x => x != model).Max(x => (int?)x.Version));
        audit.Record("risk-model.promoted", "risk-model", $"classifier-{model.Version}", models.Where(x => x != model).Select(x => new { x.Version }).FirstOrDefault(), new { model.Version });
        await db.SaveChangesAsync(ct);
        feed.Publish(new TrainingLiveChange(caller.RequiredTenant));
        return RiskModelView.Of(model);
    }
}
