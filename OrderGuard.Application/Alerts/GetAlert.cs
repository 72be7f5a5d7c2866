using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>One alert with its notes and what has happened to it.</summary>
[Requires(Permission.ViewAlerts)]
public sealed record GetAlert(AlertId Id);

public sealed record AlertDetail(AlertView Alert, UserId? Assignee, IReadOnlyList<NoteView> Notes, IReadOnlyList<AlertStep> History)
{
    /// <summary>How far the response has come; null: the alert is all.</summary>
    public LadderView? Ladder { get; init; }
}

public sealed record NoteView(string Text, string By, DateTimeOffset At);

/// <summary>One entry of the audit about the alert.</summary>
public sealed record AlertStep(string Action, string By, DateTimeOffset At, string? Before, string? After);

internal sealed class GetAlertHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<GetAlert, AlertDetail>
{
    private const int MostSteps = 200;

    public async Task<Result<AlertDetail>> HandleAsync(GetAlert request, CancellationToken ct)
    {
        var alert = await db.Alerts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (alert is null) return AlertRefusals.NotFound;

        var notes = await db.AlertNotes.Where(x => x.AlertId == request.Id).OrderBy(x => x.At).Take(MostSteps)
            .Select(x => new NoteView(x.Text, x.By, x.At)).ToListAsync(ct);
        var subject = request.Id.Value.ToString();
        var history = await db.AuditEntries.Where(x => x.Subject == subject && x.SubjectKind == "alert").OrderBy(x => x.Sequence).Take(MostSteps)
            .Select(x => new AlertStep(x.Action, x.ActorName, x.At, x.Before, x.After)).ToListAsync(ct);
        return new AlertDetail(AlertView.Of(alert), alert.Assignee, notes, history)
        {
            Ladder = await LadderView.ReadAsync(db, alert, await configurations.GetAsync(db, caller.RequiredTenant, ct), ct),
        };
    }
}
