using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

internal static class StatusSyncRegistration
{
    public static void AddStatusSync(this IServiceCollection services)
    {
        services.AddSingleton<SourceDelays>();
        services.AddScoped<MismatchDesk>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<ReconciliationRounds>();
        services.AddScoped<IWorkHandler, ReconcileHandler>();
        services.AddUseCase<StartReconciliation, ReconciliationId, StartReconciliationHandler, StartReconciliationValidator>();
        services.AddUseCase<GetReconciliations, ReconciliationList, GetReconciliationsHandler>();
        services.AddUseCase<ExportReconciliation, int, ExportReconciliationHandler>();
        services.AddRehearsals();
        services.AddScoped<IWorkHandler, CompareHandler>();
        services.AddUseCase<GetMismatches, MismatchList, GetMismatchesHandler, GetMismatchesValidator>();
        services.AddUseCase<ExportMismatches, int, ExportMismatchesHandler>();
        services.AddUseCase<SettleMismatches, SettledMismatches, SettleMismatchesHandler, SettleMismatchesValidator>();
        services.AddUseCase<UndoSettled, SettledMismatches, UndoSettledHandler, UndoSettledValidator>();
        services.AddUseCase<GetSourceTraffic, SourceTraffic, GetSourceTrafficHandler>();
        services.AddUseCase<TryReading, ReadReport, TryReadingHandler, TryReadingValidator>();
        services.AddUseCase<ReplayMapping, MappingEffect, ReplayMappingHandler>();
        services.AddUseCase<AskSources, AskedSources, AskSourcesHandler, AskSourcesValidator>();
    }

    private static void AddRehearsals(this IServiceCollection services)
    {
        services.AddScoped<GoLive>();
        services.AddScoped<RehearsalRecorder>();
        services.AddSingleton<RehearsalPushes>();
        services.AddScoped<IWorkHandler, RehearseHandler>();
        services.AddUseCase<StartRehearsal, RehearsalId, StartRehearsalHandler, StartRehearsalValidator>();
        services.AddUseCase<CancelRehearsal, Done, CancelRehearsalHandler>();
        services.AddUseCase<GetRehearsals, RehearsalList, GetRehearsalsHandler>();
        services.AddUseCase<GetRehearsal, RehearsalView, GetRehearsalHandler>();
        services.AddUseCase<GetGoLive, GoLiveState, GetGoLiveHandler>();
    }
}
