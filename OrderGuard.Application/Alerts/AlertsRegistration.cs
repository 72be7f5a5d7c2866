using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Alerts;

internal static class AlertsRegistration
{
    public static void AddAlerts(this IServiceCollection services)
    {
        services.AddScoped<AlertDesk>();
        services.AddScoped<AlertCounting>();
        services.AddSingleton<PastHours>();
        services.AddScoped<IWorkHandler, AcknowledgementEndsHandler>();
        services.AddScoped<IWorkHandler, SnoozeEndsHandler>();
        services.AddUseCase<GetAlerts, ListedAlerts, GetAlertsHandler, GetAlertsValidator>();
        services.AddUseCase<SearchAlerts, FoundAlerts, SearchAlertsHandler, SearchAlertsValidator>();
        services.AddUseCase<GetAlert, AlertDetail, GetAlertHandler>();
        services.AddUseCase<GetAlertCounters, AlertCounters, GetAlertCountersHandler>();
        services.AddUseCase<GetAlertSnapshot, AlertSnapshot, GetAlertSnapshotHandler>();
        services.AddUseCase<GetTeam, IReadOnlyList<PersonName>, GetTeamHandler>();
        services.AddUseCase<AcknowledgeAlerts, HandledAlerts, AcknowledgeAlertsHandler, AcknowledgeAlertsValidator>();
        services.AddUseCase<SnoozeAlerts, HandledAlerts, SnoozeAlertsHandler, SnoozeAlertsValidator>();
        services.AddUseCase<AssignAlerts, HandledAlerts, AssignAlertsHandler, AssignAlertsValidator>();
        services.AddUseCase<ResolveAlerts, HandledAlerts, ResolveAlertsHandler, ResolveAlertsValidator>();
        services.AddUseCase<UndoAlerts, HandledAlerts, UndoAlertsHandler, UndoAlertsValidator>();
        services.AddUseCase<AddAlertNote, NoteView, AddAlertNoteHandler, AddAlertNoteValidator>();
        services.AddUseCase<IssueDisplay, IssuedDisplay, IssueDisplayHandler, IssueDisplayValidator>();
        services.AddUseCase<RevokeDisplay, Done, RevokeDisplayHandler>();
        services.AddUseCase<GetDisplays, IReadOnlyList<DisplayRow>, GetDisplaysHandler>();
        services.AddUseCase<OpenDisplay, OpenedDisplay, OpenDisplayHandler>();
    }
}
