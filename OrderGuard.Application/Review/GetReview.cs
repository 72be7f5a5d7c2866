using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Review;

/// <summary>One case with everything that is needed to decide it.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetReview(ReviewCaseId Case);

internal sealed class GetReviewHandler(
    IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, RiskEngines engines, Audit.PersonalDataReads reads, TimeProvider clock) : IHandler<GetReview, ReviewDetail>
{
    private const int MostHistory = 12, MostOfAKey = 12, MostTimeline = 30, MostCompared = 300, MostSimilar = 5;

    public async Task<Result<ReviewDetail>> HandleAsync(GetReview request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var review = await db.ReviewCases.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Case, ct);
        if (review is null) return ReviewRefusals.NotFound;

        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var order = await db.Orders.AsNoTracking().SingleAsync(x => x.Id == review.OrderId, ct);
        var assessments = await db.RiskAssessments.AsNoTracking().Where(x => x.OrderId == order.Id).OrderByDescending(x => x.AssessedAt).Take(10).ToListAsync(ct);
        var assessment = assessments.FirstOrDefault(x => x.Id == review.AssessmentId) ?? assessments[0];
        var events = await db.OrderEvents.AsNoTracking().Where(x => x.OrderNo == order.OrderNo).OrderByDescending(x => x.OccurredAt).Take(MostTimeline).ToListAsync(ct);
        var history = order.CustomerId is { } customer
            ? await db.Orders.AsNoTracking().Where(x => x.CustomerId == customer && x.Id != order.Id).OrderByDescending(x => x.PlacedAt).Take(MostHistory).ToListAsync(ct) : [];
        var shared = await engines.GetAsync(caller.RequiredTenant, configuration, ct) is { } live ? live.SharedBy(live.SignalsOf(order), MostOfAKey) : [];
        OrderId[] ids = [.. shared.SelectMany(x => x.Orders).Distinct()];
        var others = await db.Orders.AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
        OrderId[] known = [.. ids, .. history.Select(x => x.Id)];
        var words = await db.RiskLabels.AsNoTracking().Where(x => EF.Parameter(known).Contains(x.OrderId) && x.RevokedAt == null).Select(x => new { x.OrderId, x.Fraud }).ToListAsync(ct);
        var verdicts = words.GroupBy(x => x.OrderId).ToDictionary(x => x.Key, x => x.First().Fraud);
        var full = caller.May(Permission.ViewPersonalData);
        if (full) reads.OfOrder(caller, order.OrderNo);

        return new ReviewDetail
        {
            Case = ReviewRow.Of(review, now), Risk = RiskAnswer.Of(assessment), Earlier = [.. assessments.Where(x => x.Id != assessment.Id).Select(RiskAnswer.Of)],
            Order = OrderRows.Of(order, 0, configuration), Facts = full ? order.Facts : order.Facts.Masked(), Holds = order.Holds,
            Timeline = [.. events.Select(x => Told(x, configuration))],
            History = [.. history.Select(x => Other(x, configuration, verdicts))],
            Shared = [.. shared.Select(x => new SharedOrders(x.Key, x.Count, [.. x.Orders.Where(others.ContainsKey).Select(o => Other(others[o], configuration, verdicts))]))],
            Group = await GroupAsync(review, ids, ct),
            Similar = await SimilarAsync(review, assessment, ct),
            Next = await NextAsync(review, now, ct),
            MayDecide = caller.May(Permission.DecideReviews),
            NeedsSecond = configuration.Document.Risk.SecondOpinionAbove is { } limit && !(review.Amount < limit),
            Medium = configuration.Document.Risk.Tiers.Medium, High = configuration.Document.Risk.Tiers.High,
        };
    }

    private static OtherOrder Other(Order x, TenantConfiguration configuration, Dictionary<OrderId, bool> verdicts) => new(
        x.OrderNo, x.Status, configuration.Status(x.Status)?.Name ?? "", configuration.Status(x.Status)?.Label, x.PlacedAt, x.Amount, x.Currency, x.IsHeld, verdicts.TryGetValue(x.Id, out var fraud) ? fraud : null);

    private static TimelineView Told(OrderEvent told, TenantConfiguration configuration) => new(
        told.Source, told.EventId, told.Word, told.Status is { } status ? StatusView.Of(status, configuration) : null, told.MovedFrom, told.Outcome,
        told.Detail, told.OccurredAt, told.StatedAt, told.ReceivedAt, told.Historical, told.ConfigurationVersion);

    private async Task<IReadOnlyList<Guid>> GroupAsync(ReviewCase review, OrderId[] shared, CancellationToken ct)
    {
        var open = shared.Select(x => (Guid?)x.Value).ToList();
        var group = await db.ReviewCases.AsNoTracking().Where(x => EF.Parameter(open).Contains(x.OpenOrder)).Select(x => x.Id).ToListAsync(ct);
        return [.. group.Where(x => x != review.Id).Select(x => x.Value)];
    }

    /// <summary>The latest decided cases whose reasons are most alike: the weight that they share of the weight that either has.</summary>
    private async Task<IReadOnlyList<SimilarCase>> SimilarAsync(ReviewCase review, RiskAssessment assessment, CancellationToken ct)
    {
        var decided = await db.ReviewCases.AsNoTracking().Where(x => x.State == ReviewState.Decided && x.Id != review.Id).OrderByDescending(x => x.DecidedAt).Take(MostCompared).ToListAsync(ct);
        RiskAssessmentId[] ids = [.. decided.Select(x => x.AssessmentId)];
        var reasons = await db.RiskAssessments.AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => new { x.Id, x.Reasons }).ToDictionaryAsync(x => x.Id, x => x.Reasons, ct);
        var own = Weights(assessment.Reasons);
        return [.. decided.Where(x => reasons.ContainsKey(x.AssessmentId))
            .Select(x => new SimilarCase(x.Id.Value, x.OrderNo, x.Verdict!.Value, x.Score, Likeness(own, Weights(reasons[x.AssessmentId])), x.DecidedAt!.Value, x.DecidedByName))
            .Where(x => x.Likeness >= 0.3).OrderByDescending(x => x.Likeness).ThenByDescending(x => x.DecidedAt).Take(MostSimilar)];
    }

    private static Dictionary<string, double> Weights(IReadOnlyList<RiskReason> reasons) => reasons.ToDictionary(x => x.Code, x => Math.Abs(x.Contribution));

    private static double Likeness(Dictionary<string, double> one, Dictionary<string, double> other)
    {
        var (both, either) = (0.0, 0.0);
        foreach (var code in one.Keys.Union(other.Keys))
        {
            var (a, b) = (one.GetValueOrDefault(code), other.GetValueOrDefault(code));
            (both, either) = (both + Math.Min(a, b), either + Math.Max(a, b));
        }
        return either == 0 ? 0 : Math.Round(both / either, 3);
    }

    private async Task<Guid?> NextAsync(ReviewCase review, DateTimeOffset now, CancellationToken ct)
    {
        var me = caller.UserId;
        var own = me?.Value.ToString();
        var next = await db.ReviewCases.AsNoTracking().Where(x => x.State != ReviewState.Decided && x.Id != review.Id && (x.ClaimedBy == null || x.ClaimedBy == me || x.ClaimedUntil <= now) && (x.FirstById == null || x.FirstById != own))
            .OrderByDescending(x => x.Score).ThenBy(x => x.Id).Take(1).Select(x => x.Id).ToListAsync(ct);
        return next is [var found] ? found.Value : null;
    }
}
