using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>Ends a training that waits or is under way; nothing comes of it.</summary>
[Requires(Permission.EditRisk)]
public sealed record CancelTraining(TrainingRunId Id);

internal sealed class CancelTrainingHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, ILiveFeed feed, TimeProvider clock) : IHandler<CancelTraining, TrainingView>
{
    public async Task<Result<TrainingView>> HandleAsync(CancelTraining request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await db.TrainingRuns.SingleOrDefaultAsync(x => x.Id == request.Id, ct) is not { } run) return TrainingRefusals.NotFound;
            if (run.Cancel(clock.GetUtcNow()) is { } refusal) return refusal;
            audit.Record("risk-model.training-cancelled", "risk-training", run.Id.Value.ToString(), null, new { run.Share });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException) when (attempt < 5)
            {
                db.Forget(); // It began, or ended, in between.
                continue;
            }
            feed.Publish(new TrainingLiveChange(caller.RequiredTenant));
            return TrainingView.Of(run);
        }
    }
}
