using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Review;

internal static class ReviewRegistration
{
    public static void AddReview(this IServiceCollection services)
    {
        services.AddScoped<VerdictDesk>();
        services.AddUseCase<GetReviewQueue, ReviewQueue, GetReviewQueueHandler>();
        services.AddUseCase<GetReview, ReviewDetail, GetReviewHandler>();
        services.AddUseCase<ClaimReview, ReviewRow, ClaimReviewHandler>();
        services.AddUseCase<DecideReviews, DecidedReviews, DecideReviewsHandler, DecideReviewsValidator>();
        services.AddUseCase<UndoVerdict, ReviewRow, UndoVerdictHandler>();
        services.AddUseCase<FlagMisjudged, FlaggedOrder, FlagMisjudgedHandler, FlagMisjudgedValidator>();
        services.AddUseCase<GetReviewerStatistics, ReviewerStatistics, GetReviewerStatisticsHandler>();
        services.AddUseCase<GetOrderRisk, OrderRiskView, GetOrderRiskHandler>();
    }
}
