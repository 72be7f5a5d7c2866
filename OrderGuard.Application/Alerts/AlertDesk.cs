using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Alerts;

/// <summary>What came of handling some alerts: those that changed, and those that refused with the reason.</summary>
public sealed record HandledAlerts(IReadOnlyList<AlertView> Changed, IReadOnlyList<RefusedAlert> Refused);

public sealed record RefusedAlert(AlertId Id, Refusal Refusal);

/// <summary>Where alerts are handled: one by one or a selection, each change audited with what was before.</summary>
internal sealed class AlertDesk(IOrderGuardDb db, AuditTrail audit)
{
    public const int MostAtOnce = 500;

    /// <summary>Changes each of the alerts that lets itself be changed, and saves them together.</summary>
    public async Task<HandledAlerts> ChangeAsync(IReadOnlyList<AlertId> ids, string action, Func<Alert, Refusal?> change, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToList();
        var alerts = await db.Alerts.Where(x => wanted.Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
        List<Alert> changed = [];
        List<RefusedAlert> refused = [];
        foreach (var id in wanted)
        {
            if (!alerts.TryGetValue(id, out var alert))
            {
                refused.Add(new RefusedAlert(id, AlertRefusals.NotFound));
                continue;
            }
            var before = Shown(alert);
            if (change(alert) is { } refusal) refused.Add(new RefusedAlert(id, refusal));
            else
            {
                audit.Record(action, "alert", id.Value.ToString(), before, Shown(alert));
                changed.Add(alert);
            }
        }
        if (changed.Count > 0) await db.SaveChangesAsync(ct);
        return new HandledAlerts(changed.ConvertAll(AlertView.Of), refused);
    }

    private static object Shown(Alert alert) => new
    {
        alert.OrderNo, alert.Rule, alert.State, assignee = alert.AssigneeName, alert.AcknowledgedUntil, alert.SnoozedUntil, alert.ResolvedAt, alert.Resolution,
    };
}
