using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;

namespace OrderGuard.Application.Timeouts;

internal static class TimeoutsRegistration
{
    public static void AddTimeouts(this IServiceCollection services)
    {
        services.AddUseCase<GetMaintenance, MaintenanceActivity, GetMaintenanceHandler>();
        services.AddScoped<BreachAlerts>();
        services.AddScoped<IWorkHandler, EndMaintenanceHandler>();
        services.AddScoped<IWorkHandler, TimeoutHandler>();
        services.AddUseCase<GetTimeoutAnalytics, TimeoutAnalytics, GetTimeoutAnalyticsHandler, GetTimeoutAnalyticsValidator>();
        services.AddScoped<IWorkHandler, RearmTimeoutsHandler>();
        services.AddScoped<EscalationLadder>();
        services.AddScoped<IWorkHandler, EscalationHandler>();
        services.AddUseCase<GetDutyPeople, IReadOnlyList<PersonName>, GetDutyPeopleHandler>();
    }
}
