using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Timeouts;

internal static class TimeoutsRegistration
{
    public static void AddTimeouts(this IServiceCollection services)
    {
        services.AddScoped<BreachAlerts>();
        services.AddScoped<IWorkHandler, EndMaintenanceHandler>();
        services.AddScoped<IWorkHandler, TimeoutHandler>();
        services.AddUseCase<GetTimeoutAnalytics, TimeoutAnalytics, GetTimeoutAnalyticsHandler, GetTimeoutAnalyticsValidator>();
        services.AddScoped<IWorkHandler, RearmTimeoutsHandler>();
    }
}
