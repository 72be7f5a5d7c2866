using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Alerts;

/// <summary>How far the response to an alert has come.</summary>
/// <param name="Policy">What people call the policy, if it has such a name.</param>
public sealed record LadderView(string Code, LocalizedText? Policy, IReadOnlyList<RungView> Rungs)
{
    internal static async Task<LadderView?> ReadAsync(IOrderGuardDb db, Alert alert, TenantConfiguration configuration, CancellationToken ct)
    {
        var policy = EscalationLadder.PolicyOf(alert, configuration);
        var steps = await db.EscalationSteps.AsNoTracking().Where(x => x.AlertId == alert.Id).OrderBy(x => x.Level).ToListAsync(ct);
        if (policy is null && steps.Count == 0) return null;

        var actions = steps.Select(x => x.ActionId).OfType<ActionRequestId>().ToList();
        var states = await db.ActionRequests.Where(x => actions.Contains(x.Id)).Select(x => new { x.Id, x.State }).ToDictionaryAsync(x => x.Id, x => x.State, ct);
        var subject = alert.Id.Value.ToString();
        var next = await db.WorkItems.AsNoTracking().Where(x => x.Subject == subject && x.Kind == WorkKinds.Escalation && x.State == WorkItemState.Waiting).OrderBy(x => x.DueAt).FirstOrDefaultAsync(ct);
        var rungs = steps.ConvertAll(x => new RungView(x.Level, x.Deed, x.Outcome, x.PersonName, x.At, x.ActionId?.Value, x.ActionId is { } id && states.TryGetValue(id, out var state) ? state : null));
        for (var level = (rungs.LastOrDefault()?.Level ?? 0) + 1; alert.State is not AlertState.Resolved && level <= (policy?.Levels.Count ?? 0); level++)
            rungs.Add(new RungView(level, policy!.Levels[level - 1].Does, null, null, next?.Payload == ConfigurationRules.Text(level) ? Later(next.DueAt, alert.AcknowledgedUntil) : null, null, null));
        return new LadderView(policy?.Code ?? steps[0].Policy, policy?.Label, rungs);
    }

    /// <summary>An acknowledgement holds the ladder, and its end lets it go on at once.</summary>
    private static DateTimeOffset Later(DateTimeOffset due, DateTimeOffset? acknowledgedUntil) => acknowledgedUntil ?? due;
}

/// <param name="Outcome">What came of it; null: it is still to come.</param>
/// <param name="At">When it was taken, or will be; null: after the one before it.</param>
public sealed record RungView(int Level, EscalationDeed Deed, EscalationOutcome? Outcome, string? Person, DateTimeOffset? At, Guid? ActionId, ActionState? ActionState);
