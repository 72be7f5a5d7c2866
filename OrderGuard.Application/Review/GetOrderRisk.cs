using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Review;

/// <summary>What is known of an order's honesty: its latest assessment, its case, the word that counts.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetOrderRisk(string OrderNo);

/// <param name="Latest">Null: it has not been assessed.</param>
/// <param name="Expected">Whether an assessment is still to come.</param>
/// <param name="Fraud">What people say of it; null: nobody has said anything.</param>
public sealed record OrderRiskView(RiskAnswer? Latest, bool Expected, int Assessments, ReviewRow? Case, bool? Fraud, LabelSource? Source, string? SaidBy, DateTimeOffset? WatchedUntil, RiskTiers Tiers, bool MayFlag);

internal sealed class GetOrderRiskHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<GetOrderRisk, OrderRiskView>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    public async Task<Result<OrderRiskView>> HandleAsync(GetOrderRisk request, CancellationToken ct)
    {
        var order = await db.Orders.AsNoTracking().Where(x => x.OrderNo == request.OrderNo).Select(x => new { x.Id, x.CreatedAt }).SingleOrDefaultAsync(ct);
        if (order is null) return OrderRefusals.NotFound;
        var now = clock.GetUtcNow();
        var settings = (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document.Risk;
        var assessments = await db.RiskAssessments.AsNoTracking().Where(x => x.OrderId == order.Id).OrderByDescending(x => x.AssessedAt).Take(20).ToListAsync(ct);
        var review = await db.ReviewCases.AsNoTracking().Where(x => x.OrderId == order.Id).OrderByDescending(x => x.OpenedAt).FirstOrDefaultAsync(ct);
        var label = await db.RiskLabels.AsNoTracking().Where(x => x.OrderId == order.Id && x.RevokedAt == null).OrderByDescending(x => x.At).FirstOrDefaultAsync(ct);
        var watched = await db.WatchedOrders.AsNoTracking().Where(x => x.OrderId == order.Id && x.Until > now).Select(x => (DateTimeOffset?)x.Until).FirstOrDefaultAsync(ct);
        return new OrderRiskView(
            assessments is [var latest, ..] ? RiskAnswer.Of(latest) : null, assessments.Count == 0 && settings.Enabled && now - order.CreatedAt < Soon, assessments.Count,
            review is null ? null : ReviewRow.Of(review, now), label?.Fraud, label?.Source, label?.By, watched, settings.Tiers, caller.May(Permission.DecideReviews) && assessments.Count > 0);
    }
}
