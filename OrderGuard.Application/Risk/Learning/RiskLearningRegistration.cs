using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Risk.Learning;

internal static class RiskLearningRegistration
{
    public static void AddRiskLearning(this IServiceCollection services)
    {
        services.AddScoped<LabelLedger>();
        services.AddScoped<LearningOrders>();
        services.AddScoped<LearningTermsReader>();
        services.AddSingleton<TrainingRounds>();
        services.AddSingleton<DriftRounds>();
        services.AddScoped<IWorkHandler, TrainRiskModelHandler>();
        services.AddUseCase<TrainClassifier, TrainingView, TrainClassifierHandler>();
        services.AddUseCase<CancelTraining, TrainingView, CancelTrainingHandler>();
        services.AddUseCase<GetLearning, LearningState, GetLearningHandler>();
        services.AddUseCase<GetRiskModels, RiskModels, GetRiskModelsHandler>();
        services.AddUseCase<GetModelCard, ModelCard, GetModelCardHandler>();
        services.AddUseCase<PromoteRiskModel, RiskModelView, PromoteRiskModelHandler>();
        services.AddUseCase<RollBackRiskModel, RiskModelView, RollBackRiskModelHandler>();
    }
}
