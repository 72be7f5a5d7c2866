using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Timeouts;

/// <summary>Keeps the next level of an alert's response on the timetable; it does not save.</summary>
internal sealed class EscalationLadder(IOrderGuardDb db)
{
    /// <summary>The policy that answers the alert; null: the alert is all.</summary>
    public static EscalationPolicy? PolicyOf(Alert alert, TenantConfiguration configuration) =>
        alert.Rule is { } rule ? StandardEscalation.Find(configuration.Document, configuration.Rule(rule)?.Escalation) : null;

    /// <summary>Schedules a level where the policy has it.</summary>
    public void Schedule(Alert alert, EscalationPolicy? policy, int level, DateTimeOffset now, bool atOnce = false)
    {
        if (policy is null || level > policy.Levels.Count) return;
        var due = atOnce ? now : now + policy.Levels[level - 1].After;
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), alert.TenantId, WorkKinds.Escalation, alert.Id.Value.ToString(), due, now, ConfigurationRules.Text(level)));
    }

    /// <summary>Brings the next level of these alerts forward to now: what was acknowledged and forgotten rises again.</summary>
    public async Task RiseAsync(IReadOnlyCollection<AlertId> alerts, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var item in await WaitingAsync(alerts, ct))
            if (item.DueAt > now) item.Postpone(now);
    }

    /// <summary>What waited for the end of an acknowledgement that was taken back goes on at once; what was not due yet keeps its time.</summary>
    public async Task ReleaseAsync(AlertId alert, DateTimeOffset until, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var item in await WaitingAsync([alert], ct))
            if (item.DueAt == until) item.Postpone(now);
    }

    /// <summary>A reopened alert goes on with the level after the last that it took.</summary>
    public async Task ReopenAsync(IReadOnlyCollection<Alert> alerts, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        var ids = alerts.Select(x => x.Id).ToList();
        var waiting = (await WaitingAsync(ids, ct)).Select(x => x.Subject).ToHashSet();
        var taken = (await db.EscalationSteps.Where(x => ids.Contains(x.AlertId)).Select(x => new { x.AlertId, x.Level }).ToListAsync(ct)).ToLookup(x => x.AlertId, x => x.Level);
        foreach (var alert in alerts.Where(x => !waiting.Contains(x.Id.Value.ToString())))
            Schedule(alert, PolicyOf(alert, configuration), taken[alert.Id].DefaultIfEmpty(0).Max() + 1, now);
    }

    private Task<List<WorkItem>> WaitingAsync(IReadOnlyCollection<AlertId> alerts, CancellationToken ct)
    {
        var subjects = alerts.Select(x => x.Value.ToString()).ToList();
        return db.WorkItems.Where(x => subjects.Contains(x.Subject) && x.Kind == WorkKinds.Escalation && x.State == WorkItemState.Waiting).ToListAsync(ct);
    }
}
