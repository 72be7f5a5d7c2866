using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Intake;

internal static class IntakeRegistration
{
    public static void AddIntake(this IServiceCollection services)
    {
        services.AddScoped<OrderBook>();
        services.AddSingleton<SourceClocks>();
        services.AddScoped<ClockKeeping>();
        services.AddScoped<IWorkHandler, RecalibrateHandler>();
        services.AddScoped<IWorkHandler, ApplyUnmappedHandler>();
        services.AddUseCase<GetSourceClocks, SourceClocksAnswer, GetSourceClocksHandler>();
        services.AddUseCase<ReportEvents, IReadOnlyList<EventResult>, ReportEventsHandler>();
        services.AddUseCase<GetSourceShape, SourceShape, GetSourceShapeHandler>();
        services.AddUseCase<GetWaitingEvents, WaitingEvents, GetWaitingEventsHandler>();
        services.AddUseCase<DismissEvents, DismissedEvents, DismissEventsHandler>();
        services.AddUseCase<RestoreEvents, Done, DismissEventsHandler>();
    }
}
