using OrderGuard.Web.Common;

namespace OrderGuard.Web.Dashboard;

public static class DashboardPagesRegistration
{
    public static IServiceCollection AddDashboardPages(this IServiceCollection services) => services.AddScoped<INavCounters, WaitingCounters>();
}
