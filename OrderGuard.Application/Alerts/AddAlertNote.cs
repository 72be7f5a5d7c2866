using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Leaves a word on an alert for the colleagues.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record AddAlertNote(AlertId Id, string Text);

public sealed class AddAlertNoteValidator : AbstractValidator<AddAlertNote>
{
    public AddAlertNoteValidator() => RuleFor(x => x.Text).NotEmpty().MaximumLength(AlertNote.TextMaxLength);
}

internal sealed class AddAlertNoteHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock) : IHandler<AddAlertNote, NoteView>
{
    public async Task<Result<NoteView>> HandleAsync(AddAlertNote request, CancellationToken ct)
    {
        var alert = await db.Alerts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (alert is null) return AlertRefusals.NotFound;

        var note = AlertNote.Write(alert, request.Text, caller.Actor.Name, clock.GetUtcNow());
        db.AlertNotes.Add(note);
        audit.Record("alert.noted", "alert", alert.Id.Value.ToString(), null, new { alert.OrderNo, note.Text });
        await db.SaveChangesAsync(ct);
        return new NoteView(note.Text, note.By, note.At);
    }
}
