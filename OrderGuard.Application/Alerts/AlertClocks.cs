using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Alerts;

/// <summary>An alert that was acknowledged and then forgotten rises again.</summary>
internal sealed class AcknowledgementEndsHandler(IOrderGuardDb db, AuditTrail audit, EscalationLadder ladder, TimeProvider clock) : IWorkHandler
{
    public string Kind => WorkKinds.AcknowledgementEnds;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        List<AlertId> ended = [];
        foreach (var alert in await AlertSubjects.ReadAsync(db, items, ct))
        {
            var until = alert.AcknowledgedUntil;
            if (!alert.AcknowledgementEnded(now)) continue;
            ended.Add(alert.Id);
            audit.Record("alert.acknowledgement-ended", "alert", alert.Id.Value.ToString(), new { alert.OrderNo, acknowledgedUntil = until }, new { alert.State });
        }
        if (ended.Count > 0) await ladder.RiseAsync(ended, now, ct);
    }
}

/// <summary>An alert that kept quiet for a while is heard again.</summary>
internal sealed class SnoozeEndsHandler(IOrderGuardDb db, AuditTrail audit, TimeProvider clock) : IWorkHandler
{
    public string Kind => WorkKinds.SnoozeEnds;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var alert in await AlertSubjects.ReadAsync(db, items, ct))
        {
            var until = alert.SnoozedUntil;
            if (alert.SnoozeEnded(now))
                audit.Record("alert.snooze-ended", "alert", alert.Id.Value.ToString(), new { alert.OrderNo, snoozedUntil = until }, new { alert.State });
        }
    }
}

internal static class AlertSubjects
{
    public static Task<List<Alert>> ReadAsync(IOrderGuardDb db, IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var ids = items.Select(x => new AlertId(Guid.Parse(x.Subject))).Distinct().ToList();
        return db.Alerts.Where(x => ids.Contains(x.Id)).ToListAsync(ct);
    }
}
