using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>A deadline has come: if the order still waits under it, the breach is noted and an alert raised, once.</summary>
internal sealed class TimeoutHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, ConfigurationSnapshots configurations, EscalationLadder ladder, TimeProvider clock) : IWorkHandler
{
    public string Kind => WorkKinds.Timeout;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var ids = items.Select(x => new OrderId(Guid.Parse(x.Subject))).Distinct().ToList();
        var orders = await db.Orders.Where(x => EF.Parameter(ids).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
        var now = clock.GetUtcNow();

        List<(Order Order, Deadline Deadline)> breaches = [];
        foreach (var item in items)
        {
            if (!orders.TryGetValue(new OrderId(Guid.Parse(item.Subject)), out var order)) continue;
            if (order.Deadlines.FirstOrDefault(x => x.Id == item.Id.Value) is not { BreachedAt: null } deadline) continue;
            // Not late by a tick is not late.
            if (deadline.DueAt >= now) item.Postpone(deadline.DueAt.AddTicks(1));
            else if (order.Breach(deadline.Id, now)) breaches.Add((order, deadline));
        }
        if (breaches.Count == 0) return;

        var causes = breaches.ConvertAll(x => Alert.TimeoutCause(x.Order.Id, x.Deadline.Rule));
        var standing = await db.Alerts.Where(x => EF.Parameter(causes).Contains(x.OpenCause!)).Select(x => x.OpenCause).ToHashSetAsync(ct);
        foreach (var (order, deadline) in breaches)
        {
            var cause = TimeoutAlerts.CauseOf(order, deadline, configuration);
            if (!standing.Add(cause.Key)) continue;
            var alert = Alert.Raise(tenant, cause, now);
            db.Alerts.Add(alert);
            ladder.Schedule(alert, EscalationLadder.PolicyOf(alert, configuration), 1, now);
            audit.Record("alert.raised", "alert", alert.Id.Value.ToString(), null,
                new { alert.OrderNo, alert.Rule, alert.Severity, deadline.ArmedAt, deadline.DueAt, configurationVersion = configuration.Version });
        }
    }
}
