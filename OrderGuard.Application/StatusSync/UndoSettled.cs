using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Takes back what a person decided on mismatches: the order goes back where it was, unless it has moved on since.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record UndoSettled(IReadOnlyList<MismatchId> Ids);

public sealed class UndoSettledValidator : AbstractValidator<UndoSettled>
{
    public UndoSettledValidator() =>
        RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= SettleMismatches.MostAtOnce).WithMessage($"At most {SettleMismatches.MostAtOnce} at once.");
}

internal sealed class UndoSettledHandler(IOrderGuardDb db, Caller caller, OrderMoves moves, AuditTrail audit, ILiveFeed feed) : IHandler<UndoSettled, SettledMismatches>
{
    public async Task<Result<SettledMismatches>> HandleAsync(UndoSettled request, CancellationToken ct)
    {
        var answer = await db.EachAsync(request.Ids, UndoAsync, ct);
        if (answer.Settled.Count > 0) feed.Publish(new OrdersLiveChange(caller.RequiredTenant, [], 0));
        return answer;
    }

    private async Task<Refusal?> UndoAsync(MismatchId id, CancellationToken ct)
    {
        if (await db.Mismatches.FirstOrDefaultAsync(x => x.Id == id, ct) is not { } mismatch) return MismatchRefusals.NotFound;
        var end = mismatch.End;
        if (mismatch.Reopen() is { } refusal) return refusal;
        if (mismatch.AlertId is { } raised && await db.Alerts.FirstOrDefaultAsync(x => x.Id == raised, ct) is { } alert) alert.Reopen();
        if (end is not MismatchEnd.Accepted)
        {
            audit.Record("mismatch.reopened", "order", mismatch.OrderNo, null, new { mismatch.Source });
            await db.SaveChangesAsync(ct);
            return null;
        }
        var order = await db.Orders.SingleAsync(x => x.Id == mismatch.OrderId, ct);
        if (order.Status != mismatch.SourceStatus) return MismatchRefusals.SaidSomethingElse;
        var back = await moves.AcceptAsync(order, mismatch.OrderStatus!.Value, mismatch.Source, "Taken back", ct);
        if (back is not null) return back;
        order.Mismatch(mismatch.Source, mismatch.Id);
        await db.SaveChangesAsync(ct);
        return null;
    }
}
