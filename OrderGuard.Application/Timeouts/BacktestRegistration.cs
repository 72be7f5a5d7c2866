using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Timeouts;

internal static class BacktestRegistration
{
    public static void AddBacktest(this IServiceCollection services)
    {
        services.AddScoped<OrderHistories>();
        services.AddUseCase<BacktestTimeouts, Backtest, BacktestTimeoutsHandler, BacktestTimeoutsValidator>();
        services.AddUseCase<TryThreshold, ThresholdTrial, TryThresholdHandler, TryThresholdValidator>();
    }
}
