using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Risk.Rules;

internal static class RiskRulesRegistration
{
    public static void AddRiskRules(this IServiceCollection services)
    {
        services.AddScoped<RuleHistory>();
        services.AddUseCase<BacktestRiskRule, RuleBacktest, BacktestRiskRuleHandler, BacktestRiskRuleValidator>();
        services.AddUseCase<InduceRules, InducedRules, InduceRulesHandler, InduceRulesValidator>();
        services.AddUseCase<GetRuleRecords, RuleRecords, GetRuleRecordsHandler>();
        services.AddRiskLearning();
        services.AddUseCase<ReceiveSampleFile, ReceivedFile, ReceiveSampleFileHandler>();
        services.AddUseCase<PreviewSamples, SamplePreview, PreviewSamplesHandler>();
        services.AddUseCase<UploadSamples, SampleSetView, UploadSamplesHandler, UploadSamplesValidator>();
        services.AddUseCase<ListSampleSets, SampleSets, ListSampleSetsHandler>();
        services.AddUseCase<DeleteSampleSet, Done, DeleteSampleSetHandler>();
    }
}
