using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Notifications;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>What follows from assessments: released, watched, or held with an alert, a case for the reviewers and word to them and to the master system. It does not save.</summary>
internal sealed class RiskDispositions(IOrderGuardDb db, AuditTrail audit, INotices notices, MasterNotices master)
{
    public const string By = "OrderGuard";

    public async Task ApplyAsync(RiskBench bench, List<Order> orders, IReadOnlyList<RiskAssessment> assessments, List<OrderSignals> signals, RiskLook look, DateTimeOffset now, CancellationToken ct)
    {
        var changing = orders.Where((x, i) => assessments[i].Tier is RiskTier.High || x.Holds.Any(h => h.Kind == HoldKinds.Assessment)).Select(x => x.Id).ToList();
        var tracked = changing.Count == 0 ? [] : await db.Orders.Where(x => EF.Parameter(changing).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
        foreach (var order in tracked.Values) order.Release(HoldKinds.Assessment, now);

        await WatchAsync(bench, assessments, signals, look, now, ct);
        var high = assessments.Where(x => x.Tier is RiskTier.High && tracked.ContainsKey(x.OrderId)).ToList();
        var standing = await StandingAsync(look is RiskLook.First ? high : assessments, ct);
        foreach (var assessment in assessments) if (standing.TryGetValue(assessment.OrderId, out var open)) open.Reassess(assessment);
        if (high.Count == 0) return;
        var judged = look is RiskLook.First ? [] : await DecidedAsync(high, ct);
        var reviewers = await db.Memberships.Where(x => x.Role == Role.Reviewer && !x.Locked).Select(x => x.UserId).ToListAsync(ct);
        foreach (var assessment in high.Where(x => !judged.Contains(x.OrderId) && !standing.ContainsKey(x.OrderId))) Hold(bench, tracked[assessment.OrderId], assessment, reviewers, now);
    }

    /// <summary>The open cases: a person has them, and goes on with what is known now.</summary>
    private async Task<Dictionary<OrderId, ReviewCase>> StandingAsync(IReadOnlyList<RiskAssessment> assessments, CancellationToken ct)
    {
        if (assessments.Count == 0) return [];
        var ids = assessments.Select(x => (Guid?)x.OrderId.Value).ToList();
        return await db.ReviewCases.Where(x => EF.Parameter(ids).Contains(x.OpenOrder)).ToDictionaryAsync(x => x.OrderId, ct);
    }

    /// <summary>A person has spoken on these: what is learnt later does not hold them again.</summary>
    private async Task<HashSet<OrderId>> DecidedAsync(List<RiskAssessment> high, CancellationToken ct)
    {
        OrderId[] ids = [.. high.Select(x => x.OrderId)];
        return await db.RiskLabels.Where(x => EF.Parameter(ids).Contains(x.OrderId) && x.RevokedAt == null).Select(x => x.OrderId).ToHashSetAsync(ct);
    }

    private void Hold(RiskBench bench, Order order, RiskAssessment assessment, IReadOnlyList<UserId> reviewers, DateTimeOffset now)
    {
        var configuration = bench.Configuration;
        var review = ReviewCase.Open(order, assessment, configuration.Document.Risk.ReviewWithin, now);
        var cause = RiskAlerts.CauseOf(order, assessment, review, configuration.Version, now);
        var alert = Alert.Raise(order.TenantId, cause, now);
        db.ReviewCases.Add(review);
        db.Alerts.Add(alert);
        if (!order.Finished && order.Hold(HoldKinds.Risk, RiskAlerts.Reason(assessment), By, now) is null) master.Tell(order, OrderAction.Hold, cause.Title, configuration, By, now);
        audit.Record("order.risk-held", "order", order.OrderNo, null, new { assessment.Score, assessment.Tier, assessment.Forced, assessment = assessment.Id.Value, configurationVersion = configuration.Version });
        notices.Add(new Notice(cause.Key, NoticeEvents.RiskHeld, AlertSeverity.Critical, 1, reviewers, ActionDesk.OrAll(configuration, configuration.Document.Risk.Channels), new NoticeValues
        {
            AlertId = alert.Id.Value, OrderNo = order.OrderNo, Title = cause.Title, Response = new LocalizedText("Held until a reviewer has decided", "已冻结，等待复核"), Category = order.Category,
            Warehouse = order.Warehouse, Amount = order.Amount, Currency = order.Currency, Since = now, DueAt = review.DueAt, Path = $"/review/{review.Id.Value}",
        }));
    }

    private async Task WatchAsync(RiskBench bench, IReadOnlyList<RiskAssessment> assessments, List<OrderSignals> signals, RiskLook look, DateTimeOffset now, CancellationToken ct)
    {
        OrderId[] ids = [.. assessments.Select(x => x.OrderId)];
        var known = look is RiskLook.First ? [] : await db.WatchedOrders.Where(x => EF.Parameter(ids).Contains(x.OrderId)).ToDictionaryAsync(x => x.OrderId, ct);
        for (var i = 0; i < assessments.Count; i++)
        {
            var (assessment, watch) = (assessments[i], assessments[i].Tier is RiskTier.Medium && look is not RiskLook.Last);
            var until = now + bench.Configuration.Document.Risk.WatchFor;
            if (known.TryGetValue(assessment.OrderId, out var watched)) watched.Look(assessment.Score, watch, until, now);
            else if (watch) db.WatchedOrders.Add(watched = WatchedOrder.Begin(assessment, until, now));
            if (watch) bench.Live.Watch(signals[i], watched!.Until);
            else bench.Live.Unwatch(assessment.OrderId);
        }
    }
}

/// <summary>Which look at an order an assessment is.</summary>
internal enum RiskLook
{
    First,
    Again,

    /// <summary>At the end of its time in the watch pool.</summary>
    Last,
}
