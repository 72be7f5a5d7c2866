using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Review;

/// <summary>Takes a verdict back: the case waits again, and the order is held again.</summary>
[Requires(Permission.DecideReviews)]
public sealed record UndoVerdict(ReviewCaseId Case);

internal sealed class UndoVerdictHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, VerdictDesk desk, ILiveFeed feed, TimeProvider clock) : IHandler<UndoVerdict, ReviewRow>
{
    public async Task<Result<ReviewRow>> HandleAsync(UndoVerdict request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var review = await db.ReviewCases.SingleOrDefaultAsync(x => x.Id == request.Case, ct);
        if (review is null) return ReviewRefusals.NotFound;
        if (review.Undo() is { } refusal) return refusal;
        await desk.UndoneAsync(review, await configurations.GetAsync(db, caller.RequiredTenant, ct), now, ct);
        await db.SaveChangesAsync(ct);
        feed.Publish(new ReviewLiveChange(caller.RequiredTenant));
        feed.Publish(new OrdersLiveChange(caller.RequiredTenant, [review.OrderNo], 0));
        return ReviewRow.Of(review, now);
    }
}
