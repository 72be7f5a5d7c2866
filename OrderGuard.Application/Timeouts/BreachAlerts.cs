using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>Tells breaches: each by an alert of its own, or during a maintenance window by the window's one.</summary>
internal sealed class BreachAlerts(IOrderGuardDb db, AuditTrail audit, EscalationLadder ladder)
{
    /// <summary>Raises the alerts of breaches that no window covers.</summary>
    public async Task RaiseAsync(TenantId tenant, IReadOnlyList<(Order Order, Deadline Deadline)> breaches, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        if (breaches.Count == 0) return;
        var causes = breaches.Select(x => Alert.TimeoutCause(x.Order.Id, x.Deadline.Rule)).ToList();
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

    /// <summary>Notes breaches in the list of the window that covers them, and lets its alert grow.</summary>
    public async Task CollapseAsync(TenantId tenant, MaintenanceWindow window, IReadOnlyList<(Order Order, Deadline Deadline)> breaches, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (order, deadline) in breaches) db.MaintenanceBreaches.Add(MaintenanceBreach.Note(window, order, deadline, now));
        var count = breaches.Count + await db.MaintenanceBreaches.CountAsync(x => x.Window == window.Code && x.NotedAt >= window.From, ct);
        var key = MaintenanceAlerts.KeyOf(window.Code);
        if (await db.Alerts.FirstOrDefaultAsync(x => x.OpenCause == key, ct) is { } standing)
        {
            standing.Retell(MaintenanceAlerts.Title(window, count), AlertSeverity.Warning);
            return;
        }
        var alert = Alert.Raise(tenant, MaintenanceAlerts.CauseOf(window, count, configuration), now);
        db.Alerts.Add(alert);
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.MaintenanceEnds, window.Code, window.Until, now));
        audit.Record("alert.raised", "alert", alert.Id.Value.ToString(), null, new { maintenance = window.Code, window.From, window.Until, window.Reason, configurationVersion = configuration.Version });
    }
}
