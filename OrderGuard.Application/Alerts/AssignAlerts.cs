using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Gives alerts to a person of the company, named by id, email or display name; to nobody where none is named.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record AssignAlerts(IReadOnlyList<AlertId> Ids, string? Assignee, string? Note = null);

/// <summary>The people who may be given work in a tenant.</summary>
public interface ITeam
{
    Task<IReadOnlyList<TeamMember>> ListAsync(CancellationToken ct);
}

public sealed record TeamMember(UserId Id, string Name, string Email);

public sealed class AssignAlertsValidator : AbstractValidator<AssignAlerts>
{
    public AssignAlertsValidator()
    {
        RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= AlertDesk.MostAtOnce).WithMessage($"At most {AlertDesk.MostAtOnce} at once.");
        RuleFor(x => x.Note).MaximumLength(AlertNote.TextMaxLength);
    }
}

internal sealed class AssignAlertsHandler(AlertDesk desk, ITeam team, IOrderGuardDb db, Caller caller, TimeProvider clock) : IHandler<AssignAlerts, HandledAlerts>
{
    public async Task<Result<HandledAlerts>> HandleAsync(AssignAlerts request, CancellationToken ct)
    {
        TeamMember? member = null;
        if (!string.IsNullOrWhiteSpace(request.Assignee))
        {
            member = Find(await team.ListAsync(ct), request.Assignee.Trim());
            if (member is null) return AlertRefusals.NoSuchMember;
        }
        return await desk.ChangeAsync(request.Ids, "alert.assigned", alert =>
        {
            if (alert.Assign(member?.Id, member?.Name) is { } refusal) return refusal;
            if (!string.IsNullOrWhiteSpace(request.Note)) db.AlertNotes.Add(AlertNote.Write(alert, request.Note, caller.Actor.Name, clock.GetUtcNow()));
            return null;
        }, ct);
    }

    private static TeamMember? Find(IReadOnlyList<TeamMember> members, string who)
    {
        if (Guid.TryParse(who, out var id)) return members.FirstOrDefault(x => x.Id.Value == id);
        var named = members.Where(x => x.Email.Equals(who, StringComparison.OrdinalIgnoreCase) || x.Name == who).Take(2).ToList();
        return named.Count == 1 ? named[0] : null;
    }
}
