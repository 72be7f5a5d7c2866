using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>Learns a new version of the classifier from labelled orders, judges it beside the one that decides on the latest orders, and lets it decide where it is better.</summary>
/// <param name="SampleSet">The version of a sample set; null: the company's own orders of the last 400 days whose honesty is known.</param>
[Requires(Permission.EditRisk)]
public sealed record TrainClassifier(Guid? SampleSet = null, IProgress<double>? Progress = null);

internal sealed class TrainClassifierHandler(IOrderGuardDb db, Caller caller, RuleHistory history, IClassifierModels models, AuditTrail audit, TimeProvider clock) : IHandler<TrainClassifier, RiskModelView>
{
    /// <summary>One that is hardly better than guessing never decides, also where there is no other.</summary>
    public const double LeastAuc = 0.6;
    private const int LeastOfAKind = 50;

    public async Task<Result<RiskModelView>> HandleAsync(TrainClassifier request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var share = request.Progress is null ? null : new PartOf(request.Progress, 0, 0.5);
        if (await history.LearningAsync(request.SampleSet, now, share, ct) is not { } orders) return SampleRefusals.NotFound;
        if (orders.Count(x => x.Fraud is true) < LeastOfAKind || orders.Count(x => x.Fraud is false) < LeastOfAKind) return RiskRuleRefusals.TooFewToLearn(LeastOfAKind);

        var before = await db.RiskModels.Where(x => x.Kind == RiskModelKind.Classifier && x.IsChampion).OrderByDescending(x => x.Version).FirstOrDefaultAsync(ct);
        var champion = before is null ? null : ReadOrNothing(before);
        var trained = await Task.Run(() => ClassifierTraining.Run(orders, models, champion, request.Progress is null ? null : new PartOf(request.Progress, 0.5, 1), ct), ct);
        if (trained is null) return RiskRuleRefusals.OneSided;

        var version = await db.RiskModels.Where(x => x.Kind == RiskModelKind.Classifier).MaxAsync(x => (int?)x.Version, ct) ?? 0;
        var model = RiskModel.Of(caller.RequiredTenant, RiskModelKind.Classifier, version + 1, trained.Features, trained.Model.Write(), trained.Window, trained.Rows, trained.Figures, caller.Actor.Name, now);
        if (Beats(trained.Figures))
        {
            before?.StepDown();
            model.Promote();
        }
        db.RiskModels.Add(model);
        audit.Record("risk-model.learnt", "risk-model", $"classifier-{model.Version}", null, new { model.Rows, model.WindowFrom, model.WindowTo, model.IsChampion, Auc = trained.Figures["auc"] });
        await db.SaveChangesAsync(ct);
        return RiskModelView.Of(model);
    }

    /// <summary>Better than guessing, and than the one that decides in order and at the top of the list.</summary>
    private static bool Beats(Dictionary<string, double> x) =>
        x["auc"] >= LeastAuc && (!x.TryGetValue("champion.auc", out var auc) || x["auc"] > auc && x["prAuc"] >= x["champion.prAuc"]);

    private (IClassifierModel, IReadOnlyList<string>)? ReadOrNothing(RiskModel model)
    {
        try
        {
            return (models.Read(model.Blob), model.Features);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
