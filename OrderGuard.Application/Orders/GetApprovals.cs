using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>The requested actions: those that wait for a person, oldest first, those under way, and the latest that are over.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetApprovals;

/// <param name="Halted">Whether the kill switch is on.</param>
public sealed record ApprovalList(IReadOnlyList<ApprovalRow> Waiting, IReadOnlyList<ApprovalRow> UnderWay, IReadOnlyList<ApprovalRow> Past, bool Halted);

/// <param name="MovedOn">The order has another status than when this was asked for: it would be cancelled.</param>
public sealed record ApprovalRow(
    Guid Id, string OrderNo, OrderAction Action, decimal? Amount, string? Currency, LocalizedText Reason, ActionState State, ApprovalReason Waits, Guid? AlertId,
    string RequestedBy, DateTimeOffset RequestedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionNote, DateTimeOffset? FinishedAt, bool MovedOn)
{
    internal static ApprovalRow Of(ActionRequest x, int? status) => new(
        x.Id.Value, x.OrderNo, x.Action, x.Amount, x.Currency, x.Reason, x.State, x.Waits, x.AlertId?.Value, x.RequestedBy, x.RequestedAt, x.DecidedBy, x.DecidedAt, x.DecisionNote, x.FinishedAt,
        status != x.FromStatus && !x.IsFinished);
}

internal sealed class GetApprovalsHandler(IOrderGuardDb db, Caller caller, Configuration.ConfigurationSnapshots configurations) : IHandler<GetApprovals, ApprovalList>
{
    private const int MostWaiting = 500;
    private const int MostPast = 100;
    private static readonly ActionState[] Over = [ActionState.Done, ActionState.Refused, ActionState.Cancelled, ActionState.Rehearsed];

    public async Task<Result<ApprovalList>> HandleAsync(GetApprovals request, CancellationToken ct)
    {
        var open = await db.ActionRequests.AsNoTracking().Where(x => !Over.Contains(x.State)).OrderBy(x => x.RequestedAt).Take(MostWaiting).ToListAsync(ct);
        var past = await db.ActionRequests.AsNoTracking().Where(x => Over.Contains(x.State)).OrderByDescending(x => x.RequestedAt).Take(MostPast).ToListAsync(ct);
        var ids = open.ConvertAll(x => x.OrderId);
        var statuses = await db.Orders.Where(x => ids.Contains(x.Id)).Select(x => new { x.Id, x.Status }).ToDictionaryAsync(x => x.Id, x => x.Status, ct);
        var rows = open.ConvertAll(x => ApprovalRow.Of(x, statuses.TryGetValue(x.OrderId, out var status) ? status : null));
        var halted = (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document.Actions.Halted;
        return new ApprovalList(
            [.. rows.Where(x => x.State is ActionState.AwaitingApproval)], [.. rows.Where(x => x.State is not ActionState.AwaitingApproval)], past.ConvertAll(x => ApprovalRow.Of(x, x.FromStatus)), halted);
    }
}
