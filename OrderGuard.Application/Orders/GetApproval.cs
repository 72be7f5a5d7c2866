using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>One requested action with all that was said about it.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetApproval(ActionRequestId Id);

public sealed record ApprovalDetail(ApprovalRow Row, int FromStatus, int? Status, int Attempts, string IdempotencyKey, IReadOnlyList<ActionAnswer> Answers);

internal sealed class GetApprovalHandler(IOrderGuardDb db) : IHandler<GetApproval, ApprovalDetail>
{
    public async Task<Result<ApprovalDetail>> HandleAsync(GetApproval request, CancellationToken ct)
    {
        var found = await db.ActionRequests.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        return found is null ? ActionRefusals.NotFound : await ShowAsync(db, found, ct);
    }

    internal static async Task<ApprovalDetail> ShowAsync(IOrderGuardDb db, ActionRequest found, CancellationToken ct)
    {
        var status = await db.Orders.Where(x => x.Id == found.OrderId).Select(x => (int?)x.Status).SingleOrDefaultAsync(ct);
        return new ApprovalDetail(ApprovalRow.Of(found, status), found.FromStatus, status, found.Attempts, found.IdempotencyKey, found.Answers);
    }
}
