using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Lets alerts keep quiet until a time; they stay open.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record SnoozeAlerts(IReadOnlyList<AlertId> Ids, DateTimeOffset Until, string? Note = null);

public sealed class SnoozeAlertsValidator : AbstractValidator<SnoozeAlerts>
{
    public SnoozeAlertsValidator()
    {
        RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= AlertDesk.MostAtOnce).WithMessage($"At most {AlertDesk.MostAtOnce} at once.");
        RuleFor(x => x.Note).MaximumLength(AlertNote.TextMaxLength);
    }
}

internal sealed class SnoozeAlertsHandler(AlertDesk desk, IOrderGuardDb db, Caller caller, TimeProvider clock) : IHandler<SnoozeAlerts, HandledAlerts>
{
    public async Task<Result<HandledAlerts>> HandleAsync(SnoozeAlerts request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var until = request.Until.ToUniversalTime();
        return await desk.ChangeAsync(request.Ids, "alert.snoozed", alert =>
        {
            if (alert.Snooze(until, now) is { } refusal) return refusal;
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), alert.TenantId, WorkKinds.SnoozeEnds, alert.Id.Value.ToString(), until, now));
            if (!string.IsNullOrWhiteSpace(request.Note)) db.AlertNotes.Add(AlertNote.Write(alert, request.Note, caller.Actor.Name, now));
            return null;
        }, ct);
    }
}
