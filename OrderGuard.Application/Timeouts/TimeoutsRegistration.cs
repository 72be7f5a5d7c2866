using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;

namespace OrderGuard.Application.Timeouts;

internal static class TimeoutsRegistration
{
    public static void AddTimeouts(this IServiceCollection services)
    {
        services.AddScoped<BreachAlerts>();
        services.AddScoped<IWorkHandler, EndMaintenanceHandler>();
        services.AddScoped<IWorkHandler, TimeoutHandler>();
        services.AddScoped<IWorkHandler, RearmTimeoutsHandler>();
        services.AddScoped<EscalationLadder>();
        services.AddScoped<IWorkHandler, EscalationHandler>();
        services.AddUseCase<GetDutyPeople, IReadOnlyList<PersonName>, GetDutyPeopleHandler>();
    }
}
