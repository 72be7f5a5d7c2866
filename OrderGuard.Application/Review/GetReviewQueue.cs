using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Review;

public enum ReviewSort
{
    Risk,
    Age,
    Amount,

    /// <summary>What should have been decided first.</summary>
    Due,
}

/// <summary>Which cases are wanted.</summary>
public enum ReviewShow
{
    Open,
    Mine,
    SecondOpinion,
    Decided,
}

/// <summary>The cases for reviewers; what a reviewer cannot decide (another's second opinion of the own word) stands among them all the same.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetReviewQueue(ReviewShow Show = ReviewShow.Open, ReviewSort Sort = ReviewSort.Risk, int Skip = 0, int Limit = 50, string? OrderNo = null)
{
    public const int MostLimit = 500;
}

/// <param name="Waiting">All that waits, whatever is shown.</param>
/// <param name="Late">Of those, past their target time.</param>
/// <param name="Watched">Orders in the watch pool.</param>
public sealed record ReviewQueue(IReadOnlyList<ReviewRow> Items, int Total, int Waiting, int Late, int Watched, int DecidedToday)
{
    /// <summary>How many to pass over for what follows; null: this is all.</summary>
    public string? Next { get; init; }
}

internal sealed class GetReviewQueueHandler(IOrderGuardDb db, Caller caller, TimeProvider clock) : IHandler<GetReviewQueue, ReviewQueue>
{
    public async Task<Result<ReviewQueue>> HandleAsync(GetReviewQueue request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var all = db.ReviewCases.AsNoTracking();
        var open = all.Where(x => x.State != ReviewState.Decided);
        var shown = request.Show switch
        {
            ReviewShow.Decided => all.Where(x => x.State == ReviewState.Decided),
            ReviewShow.SecondOpinion => open.Where(x => x.State == ReviewState.SecondOpinion),
            ReviewShow.Mine => open.Where(x => x.ClaimedBy == caller.UserId && x.ClaimedUntil > now),
            _ => open,
        };
        if (request.OrderNo is { } orderNo) shown = shown.Where(x => x.OrderNo == orderNo);
        var sorted = (request.Show, request.Sort) switch
        {
            (ReviewShow.Decided, _) => shown.OrderByDescending(x => x.DecidedAt).ThenBy(x => x.Id),
            (_, ReviewSort.Age) => shown.OrderBy(x => x.OpenedAt).ThenBy(x => x.Id),
            (_, ReviewSort.Amount) => shown.OrderByDescending(x => x.Amount).ThenBy(x => x.Id),
            (_, ReviewSort.Due) => shown.OrderBy(x => x.DueAt).ThenBy(x => x.Id),
            _ => shown.OrderByDescending(x => x.Score).ThenBy(x => x.Id),
        };
        var limit = Math.Clamp(request.Limit, 1, GetReviewQueue.MostLimit);
        var skip = Math.Max(0, request.Skip);
        var total = await shown.CountAsync(ct);
        var cases = await sorted.Skip(skip).Take(limit).ToListAsync(ct);
        RiskAssessmentId[] ids = [.. cases.Select(x => x.AssessmentId)];
        var reasons = await db.RiskAssessments.AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => new { x.Id, x.Reasons }).ToDictionaryAsync(x => x.Id, x => x.Reasons, ct);
        var today = now.AddDays(-1);
        return new ReviewQueue(
            [.. cases.Select(x => ReviewRow.Of(x, now) with { Why = reasons.GetValueOrDefault(x.AssessmentId) is [var strongest, ..] ? strongest.Sentence() : null })], total,
            await open.CountAsync(ct), await open.CountAsync(x => x.DueAt < now, ct), await db.WatchedOrders.CountAsync(x => x.Until > now, ct), await all.CountAsync(x => x.DecidedAt >= today, ct))
        {
            Next = skip + cases.Count < total ? (skip + cases.Count).ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
        };
    }
}
