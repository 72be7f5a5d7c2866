using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Takes back what was done to alerts: an acknowledgement, a snooze or a resolution by hand.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record UndoAlerts(IReadOnlyList<AlertId> Ids, AlertAction Action);

/// <summary>What a person does to an alert, and can take back.</summary>
public enum AlertAction
{
    Acknowledge,
    Snooze,
    Resolve,
}

public sealed class UndoAlertsValidator : AbstractValidator<UndoAlerts>
{
    public UndoAlertsValidator()
    {
        RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= AlertDesk.MostAtOnce).WithMessage($"At most {AlertDesk.MostAtOnce} at once.");
        RuleFor(x => x.Action).IsInEnum();
    }
}

internal sealed class UndoAlertsHandler(AlertDesk desk, IOrderGuardDb db, EscalationLadder ladder, ConfigurationSnapshots configurations, Caller caller, TimeProvider clock) : IHandler<UndoAlerts, HandledAlerts>
{
    public async Task<Result<HandledAlerts>> HandleAsync(UndoAlerts request, CancellationToken ct) => request.Action switch
    {
        AlertAction.Acknowledge => await ReleaseAsync(request.Ids, ct),
        AlertAction.Snooze => await desk.ChangeAsync(request.Ids, "alert.woken", x => x.Wake(), ct),
        _ => await ReopenAsync(request.Ids, ct),
    };

    private async Task<HandledAlerts> ReleaseAsync(IReadOnlyList<AlertId> ids, CancellationToken ct)
    {
        foreach (var alert in await db.Alerts.Where(x => ids.Contains(x.Id) && x.AcknowledgedUntil != null).ToListAsync(ct))
            await ladder.ReleaseAsync(alert.Id, alert.AcknowledgedUntil!.Value, clock.GetUtcNow(), ct);
        return await desk.ChangeAsync(ids, "alert.released", x => x.Release(), ct);
    }

    private async Task<HandledAlerts> ReopenAsync(IReadOnlyList<AlertId> ids, CancellationToken ct)
    {
        var alerts = await db.Alerts.Where(x => ids.Contains(x.Id)).ToListAsync(ct);
        var causes = alerts.ConvertAll(x => x.Cause);
        var again = await db.Alerts.Where(x => causes.Contains(x.OpenCause!)).Select(x => x.OpenCause).ToHashSetAsync(ct);
        var orderIds = alerts.Where(x => x.Kind is AlertKind.Timeout).Select(x => x.OrderId).OfType<Domain.Orders.OrderId>().ToList();
        var waiting = (await db.Orders.AsNoTracking().Where(x => orderIds.Contains(x.Id)).Select(x => new { x.Id, x.Deadlines }).ToListAsync(ct))
            .SelectMany(x => x.Deadlines.Where(d => d.BreachedAt is not null).Select(d => Alert.TimeoutCause(x.Id, d.Rule))).ToHashSet();
        var back = alerts.Where(x => x.State is AlertState.Resolved && !again.Contains(x.Cause) && (x.Kind is not AlertKind.Timeout || waiting.Contains(x.Cause))).ToList();
        await ladder.ReopenAsync(back, await configurations.GetAsync(db, caller.RequiredTenant, ct), clock.GetUtcNow(), ct);
        return await desk.ChangeAsync(ids, "alert.reopened", alert =>
            alert.State is not AlertState.Resolved ? AlertRefusals.NotResolved
            : again.Contains(alert.Cause) ? AlertRefusals.RaisedAgain
            : alert.Kind is AlertKind.Timeout && !waiting.Contains(alert.Cause) ? AlertRefusals.CauseGone
            : alert.Reopen(), ct);
    }
}
