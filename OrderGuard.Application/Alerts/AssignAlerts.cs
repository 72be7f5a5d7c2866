using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Gives alerts to a person of the company, named by id or name; to nobody where none is named.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record AssignAlerts(IReadOnlyList<AlertId> Ids, string? Assignee, string? Note = null);

public sealed class AssignAlertsValidator : AbstractValidator<AssignAlerts>
{
    public AssignAlertsValidator()
    {
        RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= AlertDesk.MostAtOnce).WithMessage($"At most {AlertDesk.MostAtOnce} at once.");
        RuleFor(x => x.Note).MaximumLength(AlertNote.TextMaxLength);
    }
}

internal sealed class AssignAlertsHandler(AlertDesk desk, IPeople people, IOrderGuardDb db, Caller caller, TimeProvider clock) : IHandler<AssignAlerts, HandledAlerts>
{
    public async Task<Result<HandledAlerts>> HandleAsync(AssignAlerts request, CancellationToken ct)
    {
        PersonName? member = null;
        if (!string.IsNullOrWhiteSpace(request.Assignee))
        {
            member = Find(await people.AssignableAsync(caller.RequiredTenant, ct), request.Assignee.Trim());
            if (member is null) return AlertRefusals.NoSuchMember;
        }
        return await desk.ChangeAsync(request.Ids, "alert.assigned", alert =>
        {
            if (alert.Assign(member?.Id, member?.Name) is { } refusal) return refusal;
            if (!string.IsNullOrWhiteSpace(request.Note)) db.AlertNotes.Add(AlertNote.Write(alert, request.Note, caller.Actor.Name, clock.GetUtcNow()));
            return null;
        }, ct);
    }

    private static PersonName? Find(IReadOnlyList<PersonName> members, string who)
    {
        if (Guid.TryParse(who, out var id)) return members.FirstOrDefault(x => x.Id.Value == id);
        var named = members.Where(x => x.Name.Equals(who, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return named.Count == 1 ? named[0] : null;
    }
}
