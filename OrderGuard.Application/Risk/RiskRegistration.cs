using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Analytics;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Domain.Common;

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
        services.AddOptions<RiskOptions>();
        services.AddSingleton<RiskEngines>();
        services.AddSingleton<WatchRounds>();
        services.AddSingleton<RiskModelShelf>();
        services.AddScoped<RiskAssessor>();
        services.AddScoped<RiskDispositions>();
        services.AddScoped<MasterNotices>();
        services.AddScoped<IWorkHandler, AssessRiskHandler>();
        services.AddScoped<IWorkHandler, GrowAnomalyHandler>();
        services.AddUseCase<ScoreOrder, RiskAnswer, ScoreOrderHandler>();
        services.AddUseCase<GetTierEffect, TierEffect, GetTierEffectHandler>();
        services.AddUseCase<GetRiskLists, RiskListPage, GetRiskListsHandler>();
        services.AddUseCase<AddListEntry, RiskListRow, AddListEntryHandler, AddListEntryValidator>();
        services.AddUseCase<RemoveListEntry, Done, RemoveListEntryHandler>();
        services.AddRiskRules();
        services.AddUseCase<GetRiskAnalytics, RiskAnalytics, GetRiskAnalyticsHandler, GetRiskAnalyticsValidator>();
        services.AddUseCase<FitFulfilmentRisk, FulfilmentModelView, FitFulfilmentRiskHandler>();
        services.AddUseCase<GetFulfilmentModels, FulfilmentModels, GetFulfilmentModelsHandler>();
    }
}
