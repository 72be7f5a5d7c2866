using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>A person says yes or no to a requested action; a no needs a reason.</summary>
[Requires(Permission.ApproveActions)]
public sealed record DecideAction(ActionRequestId Id, bool Approve, string? Note = null);

public sealed class DecideActionValidator : AbstractValidator<DecideAction>
{
    public DecideActionValidator() => RuleFor(x => x.Note).MaximumLength(ActionRequest.NoteMaxLength);
}

internal sealed class DecideActionHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, ActionDesk desk, SecondPerson second, AuditTrail audit, ILiveFeed feed, TimeProvider clock)
    : IHandler<DecideAction, ApprovalDetail>
{
    public async Task<Result<ApprovalDetail>> HandleAsync(DecideAction request, CancellationToken ct)
    {
        var asked = await db.ActionRequests.SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (asked is null) return ActionRefusals.NotFound;
        if (request.Approve && (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document.Actions.Halted) return ActionRefusals.Halted;

        if (asked.Direct && request.Approve) return await second.AgreeAsync(request, ct);

        var now = clock.GetUtcNow();
        var by = caller.Actor.Name;
        if ((request.Approve ? asked.Approve(by, request.Note, now) : asked.Refuse(by, request.Note, now)) is { } refusal) return refusal;

        if (request.Approve) desk.Queue(asked, now);
        audit.Record(request.Approve ? "action.approved" : "action.declined", "action", asked.Id.Value.ToString(), null, new { asked.OrderNo, asked.Action, asked.Amount, note = asked.DecisionNote });
        await db.SaveChangesAsync(ct);
        feed.Publish(new ActionsLiveChange(caller.RequiredTenant));
        return await GetApprovalHandler.ShowAsync(db, asked, ct);
    }
}
