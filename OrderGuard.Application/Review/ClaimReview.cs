using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Review;

/// <summary>Takes a case for a while, so that nobody else works on it; or gives it back.</summary>
[Requires(Permission.DecideReviews)]
public sealed record ClaimReview(ReviewCaseId Case, bool GiveBack = false);

internal sealed class ClaimReviewHandler(IOrderGuardDb db, Caller caller, ILiveFeed feed, TimeProvider clock) : IHandler<ClaimReview, ReviewRow>
{
    public async Task<Result<ReviewRow>> HandleAsync(ClaimReview request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var review = await db.ReviewCases.SingleOrDefaultAsync(x => x.Id == request.Case, ct);
        if (review is null) return ReviewRefusals.NotFound;
        if (caller.UserId is not { } user) return Refusal.Forbidden;
        var held = review.ClaimedBy == user && review.ClaimedUntil > now;
        if ((request.GiveBack ? review.Unclaim(user) : review.Claim(user, caller.Actor.Name, now)) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        if (request.GiveBack || !held) feed.Publish(new ReviewLiveChange(caller.RequiredTenant));
        return ReviewRow.Of(review, now);
    }
}
