using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>Carries a training out. Its end is saved with the version that came of it, guarded by the training's own token: whoever works on it twice, stores one.</summary>
internal sealed partial class TrainRiskModelHandler(
    IOrderGuardDb db, Caller caller, SystemScopes scopes, LearningOrders orders, LearningTermsReader terms, IClassifierModels models, ILiveFeed feed, TimeProvider clock,
    ILogger<TrainRiskModelHandler> logger) : IWorkHandler
{
    private const int TriesBeforeGivingUp = 2;

    public string Kind => WorkKinds.TrainRiskModel;

    public bool TakesLong => true;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        foreach (var item in items)
        {
            var id = TrainingRunId.From(Guid.Parse(item.Subject));
            if (!await ChangeAsync(id, (run, _) => run.Begin(clock.GetUtcNow()), ct)) continue;
            await using var watch = new TrainingWatch(scopes, caller.RequiredTenant, id, clock, ct);
            try
            {
                await TrainAsync(id, watch, ct);
            }
            catch (OperationCanceledException) when (watch.Cancelled && !ct.IsCancellationRequested)
            {
                // A person has ended it, and it says so already.
            }
#pragma warning disable CA1031 // The page must tell what happened; a fault that passes is given another chance first.
            catch (Exception e) when (e is not OperationCanceledException && item.Attempt >= TriesBeforeGivingUp)
            {
                LogBroke(e, id.Value);
                await ChangeAsync(id, (run, _) => EndedBy(() => run.Fail(TrainingRefusals.Broke(e.Message), clock.GetUtcNow())), ct);
            }
#pragma warning restore CA1031
        }
    }

    private async Task TrainAsync(TrainingRunId id, TrainingWatch watch, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var wanted = await db.TrainingRuns.AsNoTracking().Where(x => x.Id == id).Select(x => new { x.SampleSet }).SingleAsync(watch.Token);
        var decides = await db.RiskModels.AsNoTracking().Where(x => x.Kind == RiskModelKind.Classifier && x.IsChampion).OrderByDescending(x => x.Version).FirstOrDefaultAsync(watch.Token);
        var champion = decides is null ? null : ReadOrNothing(decides);
        var agreed = await terms.ReadAsync(now, watch.Token);
        var found = await Task.Run(() => orders.FindAsync(wanted.SampleSet, now, new PartOf(watch, 0, 0.5), watch.Token), watch.Token);
        var (frauds, honest) = (found?.Labelled.Count(x => x.Fraud is true) ?? 0, found?.Labelled.Count(x => x.Fraud is false) ?? 0);
        var trained = found is null || !LabelState.Suffices(frauds, honest) ? null
            : await Task.Run(() => ClassifierTraining.Run(found, models, champion, agreed, new PartOf(watch, 0.5, 1), watch.Token), watch.Token);
        await watch.StopAsync();
        Func<TrainingRun, IServiceProvider, Task> end = trained is not null ? (run, own) => StoreAsync(run, trained, decides?.Version, own, ct)
            : (run, _) =>
            {
                run.Fail(found is null ? SampleRefusals.NotFound : LabelState.Suffices(frauds, honest) ? RiskRuleRefusals.OneSided : RiskRuleRefusals.TooFewToLearn(LabelState.LeastOfAKind), clock.GetUtcNow());
                return Task.CompletedTask;
            };
        await EndAsync(id, end, ct);
    }

    private ChampionModel? ReadOrNothing(RiskModel stored)
    {
        try
        {
            return new ChampionModel(stored.Version, models.Read(stored.Blob), stored.Features, stored.WindowTo);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task StoreAsync(TrainingRun run, TrainedClassifier trained, int? decided, IServiceProvider own, CancellationToken ct)
    {
        var (store, audit, now) = (own.GetRequiredService<IOrderGuardDb>(), own.GetRequiredService<AuditTrail>(), clock.GetUtcNow());
        var version = 1 + await store.RiskModels.Where(x => x.Kind == RiskModelKind.Classifier).MaxAsync(x => (int?)x.Version, ct) ?? 1;
        var before = await store.RiskModels.Where(x => x.Kind == RiskModelKind.Classifier && x.IsChampion).ToListAsync(ct);
        // Somebody may have let another version decide meanwhile, by which this one was not judged: then a person says what is to be.
        var promoted = trained.Report.Outcome is PromotionOutcome.Promoted && before.MaxBy(x => x.Version)?.Version == decided;
        var report = promoted || trained.Report.Outcome is not PromotionOutcome.Promoted ? trained.Report : trained.Report with { Outcome = PromotionOutcome.LeftToPerson };
        var model = RiskModel.Of(run.TenantId, RiskModelKind.Classifier, version, trained.Features, trained.Model.Write(), trained.Window, trained.Rows, trained.Figures, run.StartedBy, now, report);
        if (promoted)
        {
            foreach (var other in before) other.StepDown();
            model.Promote(before.MaxBy(x => x.Version)?.Version);
        }
        store.RiskModels.Add(model);
        run.Complete(version, promoted, now);
        audit.Record("risk-model.learnt", "risk-model", $"classifier-{version}", null,
            new { model.Rows, model.WindowFrom, model.WindowTo, model.IsChampion, report.Outcome, auc = trained.Figures["auc"], startedBy = run.StartedBy, run.Trigger, training = run.Id.Value });
        if (promoted) audit.Record("risk-model.promoted", "risk-model", $"classifier-{version}", before.Select(x => new { x.Version }).FirstOrDefault(), new { model.Version, byRule = true });
    }

    private Task<bool> ChangeAsync(TrainingRunId id, Func<TrainingRun, IServiceProvider, bool> change, CancellationToken ct) => SaveAsync(id, (run, own) => Task.FromResult(change(run, own)), ct);

    private Task<bool> EndAsync(TrainingRunId id, Func<TrainingRun, IServiceProvider, Task> end, CancellationToken ct) => SaveAsync(id, async (run, own) =>
    {
        await end(run, own);
        return true;
    }, ct);

    private static bool EndedBy(Action end)
    {
        end();
        return true;
    }

    /// <summary>In a scope and transaction of its own; false where it has ended, by a person or by another node.</summary>
    private async Task<bool> SaveAsync(TrainingRunId id, Func<TrainingRun, IServiceProvider, Task<bool>> change, CancellationToken ct)
    {
        while (true)
        {
            await using var scope = scopes.Open(caller.RequiredTenant);
            var own = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            var run = await own.TrainingRuns.SingleOrDefaultAsync(x => x.Id == id, ct);
            if (run is not { Open: not null }) return false;
            var goesOn = await change(run, scope.ServiceProvider);
            try
            {
                await own.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                continue; // It was cancelled, or a version was promoted, in between: look again.
            }
            feed.Publish(new TrainingLiveChange(run.TenantId));
            return goesOn;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The training {Training} broke off")]
    private partial void LogBroke(Exception exception, Guid training);
}
