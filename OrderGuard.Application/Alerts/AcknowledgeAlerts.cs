using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Takes alerts on until a time; without one, for as long as the company has configured. Then they rise again.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record AcknowledgeAlerts(IReadOnlyList<AlertId> Ids, DateTimeOffset? Until = null, string? Note = null);

public sealed class AcknowledgeAlertsValidator : AbstractValidator<AcknowledgeAlerts>
{
    public AcknowledgeAlertsValidator()
    {
        RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= AlertDesk.MostAtOnce).WithMessage($"At most {AlertDesk.MostAtOnce} at once.");
        RuleFor(x => x.Note).MaximumLength(AlertNote.TextMaxLength);
    }
}

internal sealed class AcknowledgeAlertsHandler(AlertDesk desk, IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock)
    : IHandler<AcknowledgeAlerts, HandledAlerts>
{
    public async Task<Result<HandledAlerts>> HandleAsync(AcknowledgeAlerts request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var tenant = caller.RequiredTenant;
        var until = request.Until?.ToUniversalTime() ?? now + (await configurations.GetAsync(db, tenant, ct)).Document.Alerts.AcknowledgeFor;
        return await desk.ChangeAsync(request.Ids, "alert.acknowledged", alert =>
        {
            if (alert.Acknowledge(until, caller.UserId, caller.Actor.Name, now) is { } refusal) return refusal;
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.AcknowledgementEnds, alert.Id.Value.ToString(), until, now));
            if (!string.IsNullOrWhiteSpace(request.Note)) db.AlertNotes.Add(AlertNote.Write(alert, request.Note, caller.Actor.Name, now));
            return null;
        }, ct);
    }
}
