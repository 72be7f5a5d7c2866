using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>A person closes alerts by hand, with a word on why.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record ResolveAlerts(IReadOnlyList<AlertId> Ids, string? Note = null);

public sealed class ResolveAlertsValidator : AbstractValidator<ResolveAlerts>
{
    public ResolveAlertsValidator()
    {
        RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= AlertDesk.MostAtOnce).WithMessage($"At most {AlertDesk.MostAtOnce} at once.");
        RuleFor(x => x.Note).MaximumLength(AlertNote.TextMaxLength);
    }
}

internal sealed class ResolveAlertsHandler(AlertDesk desk, IOrderGuardDb db, Caller caller, TimeProvider clock) : IHandler<ResolveAlerts, HandledAlerts>
{
    public async Task<Result<HandledAlerts>> HandleAsync(ResolveAlerts request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var resolution = new LocalizedText($"Resolved by {caller.Actor.Name}", $"由 {caller.Actor.Name} 处理完毕");
        return await desk.ChangeAsync(request.Ids, "alert.resolved", alert =>
        {
            if (alert.Resolve(resolution, now) is { } refusal) return refusal;
            if (!string.IsNullOrWhiteSpace(request.Note)) db.AlertNotes.Add(AlertNote.Write(alert, request.Note, caller.Actor.Name, now));
            return null;
        }, ct);
    }
}
