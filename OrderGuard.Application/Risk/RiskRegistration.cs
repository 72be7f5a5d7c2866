using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Risk;

internal static class RiskRegistration
{
    public static void AddRisk(this IServiceCollection services)
    {
        services.AddSingleton<IAnomalyModels, IsolationForests>();
        services.AddSingleton<IClassifierModels, BoostedClassifiers>();
        services.AddSingleton<FulfilmentBackgrounds>();
        services.AddSingleton<FulfilmentFittingRounds>();
        services.AddScoped<FulfilmentFitting>();
        services.AddScoped<IWorkHandler, AssessFulfilmentHandler>();
        services.AddScoped<IWorkHandler, FulfilmentReminderHandler>();
        services.AddUseCase<FitFulfilmentRisk, FulfilmentModelView, FitFulfilmentRiskHandler>();
        services.AddUseCase<GetFulfilmentModels, FulfilmentModels, GetFulfilmentModelsHandler>();
    }
}
