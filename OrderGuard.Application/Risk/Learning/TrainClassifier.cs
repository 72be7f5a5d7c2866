using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>Has a new version of the classifier learnt from labelled orders, as work of its own; it decides where it is better than the one that decides now.</summary>
/// <param name="SampleSet">The version of a sample set; null: the company's own orders of the last 400 days whose honesty is known.</param>
[Requires(Permission.EditRisk)]
public sealed record TrainClassifier(Guid? SampleSet = null);

internal sealed class TrainClassifierHandler(IOrderGuardDb db, Caller caller, LabelLedger ledger, AuditTrail audit, ILiveFeed feed, TimeProvider clock) : IHandler<TrainClassifier, TrainingView>
{
    public async Task<Result<TrainingView>> HandleAsync(TrainClassifier request, CancellationToken ct)
    {
        var (tenant, now) = (caller.RequiredTenant, clock.GetUtcNow());
        if (await db.TrainingRuns.AnyAsync(x => x.Open != null, ct)) return TrainingRefusals.Running;
        var labels = await ledger.ReadAsync(now, ct);
        (Guid, string)? set = null;
        if (request.SampleSet is { } wanted)
        {
            var id = RiskSampleSetId.From(wanted);
            if (await db.RiskSampleSets.AsNoTracking().Where(x => x.Id == id).Select(x => new { x.Name, x.Version, x.Rows, x.Frauds }).SingleOrDefaultAsync(ct) is not { } found) return SampleRefusals.NotFound;
            if (!LabelState.Suffices(found.Frauds, found.Rows - found.Frauds)) return RiskRuleRefusals.TooFewToLearn(LabelState.LeastOfAKind);
            set = (wanted, $"{found.Name} {found.Version}");
        }
        else if (!labels.OwnMaySuffice) return RiskRuleRefusals.TooFewToLearn(LabelState.LeastOfAKind);

        var run = TrainingRun.Queue(tenant, TrainingTrigger.Person, set, labels.Known, caller.Actor.Name, now);
        db.TrainingRuns.Add(run);
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.TrainRiskModel, run.Id.Value.ToString(), now, now));
        audit.Record("risk-model.training-started", "risk-training", run.Id.Value.ToString(), null, new { samples = run.SetName });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.IsUniqueViolation(e))
        {
            return TrainingRefusals.Running;
        }
        feed.Publish(new TrainingLiveChange(tenant));
        return TrainingView.Of(run);
    }
}
