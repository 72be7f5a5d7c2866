using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Review;

/// <summary>What follows from a verdict, and what undoing it takes back: holds, alerts, labels, word to the master system. It does not save.</summary>
internal sealed class VerdictDesk(IOrderGuardDb db, Caller caller, AuditTrail audit, ActionDesk actions, MasterNotices master)
{
    private static readonly LocalizedText TakenBack = new("The verdict was taken back.", "复核结论已撤销。");

    /// <summary>The second opinion was asked for, or the case was decided.</summary>
    public async Task DecidedAsync(ReviewCase review, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        if (!review.IsDecided)
        {
            audit.Record("review.first-opinion", "order", review.OrderNo, null, new { review = review.Id.Value, verdict = review.FirstVerdict, note = review.FirstNote });
            return;
        }
        var fraud = review.Verdict is Verdict.Fraud;
        audit.Record("review.decided", "order", review.OrderNo, null, new { review = review.Id.Value, review.Verdict, review.Note, review.Score });
        var order = await db.Orders.SingleAsync(x => x.Id == review.OrderId, ct);
        var assessment = await db.RiskAssessments.AsNoTracking().SingleAsync(x => x.Id == review.AssessmentId, ct);
        await LabelAsync(assessment, fraud, LabelSource.Review, now, ct);
        var alert = await AlertAsync(review, ct);
        if (alert is { State: not AlertState.Resolved }) alert.Resolve(fraud ? RiskAlerts.Dishonest : RiskAlerts.Honest, now);
        if (!fraud) Release(order, RiskAlerts.Honest, configuration, now);
        else if (configuration.Document.Risk.CancelFraud && alert is not null && configuration.Allows(order.Status, StandardStatuses.Cancelled))
            actions.Ask(order, alert, OrderAction.Cancel, RiskAlerts.Dishonest, configuration, await actions.AdminsAsync(ct), caller.Actor.Name, now);
    }

    /// <summary>A verdict was taken back: the order is held again, and its word does not count any more.</summary>
    public async Task UndoneAsync(ReviewCase review, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        audit.Record("review.undone", "order", review.OrderNo, null, new { review = review.Id.Value });
        foreach (var label in await db.RiskLabels.Where(x => x.OrderId == review.OrderId && x.RevokedAt == null && x.Source == LabelSource.Review).ToListAsync(ct)) label.Revoke(now);
        var order = await db.Orders.SingleAsync(x => x.Id == review.OrderId, ct);
        if (!order.Finished && order.Hold(HoldKinds.Risk, TakenBack.En, caller.Actor.Name, now) is null) master.Tell(order, OrderAction.Hold, TakenBack, configuration, caller.Actor.Name, now);
        if (await AlertAsync(review, ct) is { State: AlertState.Resolved } alert) alert.Reopen();
    }

    /// <summary>The latest word on an order counts; earlier ones do not any more.</summary>
    public async Task LabelAsync(RiskAssessment assessment, bool fraud, LabelSource source, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var earlier in await db.RiskLabels.Where(x => x.OrderId == assessment.OrderId && x.RevokedAt == null).ToListAsync(ct)) earlier.Revoke(now);
        db.RiskLabels.Add(RiskLabel.Of(assessment, fraud, source, caller.Actor.Name, now));
    }

    public bool Release(Order order, LocalizedText reason, TenantConfiguration configuration, DateTimeOffset now)
    {
        if (order.Release(HoldKinds.Risk, now) is not null) return false;
        audit.Record("order.risk-released", "order", order.OrderNo, null, new { held = order.IsHeld, reason = reason.En });
        master.Tell(order, OrderAction.Release, reason, configuration, caller.Actor.Name, now);
        return true;
    }

    public Task<Alert?> AlertAsync(ReviewCase review, CancellationToken ct)
    {
        var cause = RiskAlerts.Key(review.Id);
        return db.Alerts.FirstOrDefaultAsync(x => x.OrderId == review.OrderId && x.Cause == cause, ct);
    }
}
