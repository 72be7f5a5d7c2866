using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Rules;

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
        services.AddRiskRules();
        services.AddUseCase<FitFulfilmentRisk, FulfilmentModelView, FitFulfilmentRiskHandler>();
        services.AddUseCase<GetFulfilmentModels, FulfilmentModels, GetFulfilmentModelsHandler>();
    }
}
