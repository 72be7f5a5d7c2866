using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.StatusSync;

internal static class TargetsRegistration
{
    public static void AddTargets(this IServiceCollection services)
    {
        services.AddScoped<PushDesk>();
        services.AddScoped<PushSettling>();
        services.AddScoped<PushReviews>();
        services.AddScoped<TargetAlerts>();
        services.AddScoped<TargetTrial>();
        services.AddSingleton<PushWorker>();
        services.AddScoped<IWorkHandler, PushHandler>();
        services.AddUseCase<GetSyncReviews, SyncReviews, GetSyncReviewsHandler, GetSyncReviewsValidator>();
        services.AddUseCase<FindPushes, FoundPushes, FindPushesHandler, FindPushesValidator>();
        services.AddUseCase<RetryPushes, HandledPushes, RetryPushesHandler, RetryPushesValidator>();
        services.AddUseCase<SkipPushes, HandledPushes, SkipPushesHandler, SkipPushesValidator>();
        services.AddUseCase<UnskipPushes, HandledPushes, UnskipPushesHandler>();
        services.AddUseCase<GetTargets, TargetStandings, GetTargetsHandler>();
        services.AddUseCase<PauseTarget, Done, PauseTargetHandler>();
        services.AddUseCase<GetOrderPushes, OrderPushList, GetOrderPushesHandler>();
        services.AddUseCase<PreviewTarget, TargetPreview, PreviewTargetHandler>();
        services.AddUseCase<GetStatusAnalytics, StatusAnalytics, GetStatusAnalyticsHandler, GetStatusAnalyticsValidator>();
        services.AddUseCase<TestTarget, TestedTarget, TestTargetHandler>();
    }
}
