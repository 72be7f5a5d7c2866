using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>Lets that version of the classifier decide again whose place the present one took.</summary>
[Requires(Permission.EditRisk)]
public sealed record RollBackRiskModel;

internal sealed class RollBackRiskModelHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, ILiveFeed feed) : IHandler<RollBackRiskModel, RiskModelView>
{
    public async Task<Result<RiskModelView>> HandleAsync(RollBackRiskModel request, CancellationToken ct)
    {
        var champions = await db.RiskModels.Where(x => x.Kind == RiskModelKind.Classifier && x.IsChampion).OrderByDescending(x => x.Version).ToListAsync(ct);
        if (champions.FirstOrDefault()?.Replaced is not { } number) return TrainingRefusals.NothingBefore;
        if (await db.RiskModels.SingleOrDefaultAsync(x => x.Kind == RiskModelKind.Classifier && x.Version == number, ct) is not { } before) return TrainingRefusals.NothingBefore;
        foreach (var champion in champions) champion.StepDown();
        before.Return();
        audit.Record("risk-model.rolled-back", "risk-model", $"classifier-{before.Version}", new { champions[0].Version }, new { before.Version });
        await db.SaveChangesAsync(ct);
        feed.Publish(new TrainingLiveChange(caller.RequiredTenant));
        return RiskModelView.Of(before);
    }
}
