using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Dashboard;

internal static class DashboardRegistration
{
    public static void AddDashboard(this IServiceCollection services)
    {
        services.AddUseCase<GetOverview, Overview, GetOverviewHandler>();
        services.AddUseCase<GetWaitingCounts, WaitingCounts, GetWaitingCountsHandler>();
    }
}
