using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Risk.Learning;

/// <summary>What people do with models: train, cancel, let another version decide; it says what came of it.</summary>
public sealed class LearningDesk(
    IUseCase<TrainClassifier, TrainingView> train, IUseCase<CancelTraining, TrainingView> cancel, IUseCase<PromoteRiskModel, RiskModelView> promote, IUseCase<RollBackRiskModel, RiskModelView> rollBack,
    IToasts toasts, IStringLocalizer<LearningText> texts)
{
    public async Task TrainAsync(Guid? sampleSet) => Say(await train.RunAsync(new TrainClassifier(sampleSet)), _ => texts["Train.Queued"]);

    public async Task CancelAsync(Guid training) => Say(await cancel.RunAsync(new CancelTraining(TrainingRunId.From(training))), _ => texts["Train.Cancelled"]);

    public async Task PromoteAsync(RiskModelView model) => Say(await promote.RunAsync(new PromoteRiskModel(model.Version)), x => texts["Promoted", x.Version]);

    /// <summary>One click; it can be undone by another.</summary>
    public async Task RollBackAsync(RiskModelView model) => Say(await rollBack.RunAsync(new RollBackRiskModel()), x => texts["RolledBack", x.Version]);

    private void Say<T>(Result<T> answer, Func<T, string> done)
    {
        if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Success(done(answer.Required));
    }
}
