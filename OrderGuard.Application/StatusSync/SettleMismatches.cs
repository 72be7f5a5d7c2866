using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>A person decides whose word counts: the source's (the order goes there) or the order book's (the alert ends).</summary>
[Requires(Permission.ActOnOrders)]
public sealed record SettleMismatches(IReadOnlyList<MismatchId> Ids, MismatchEnd End, string Reason)
{
    public const int MostAtOnce = 100;
}

/// <summary>What came of each: those that were settled, and those that refused with the reason.</summary>
public sealed record SettledMismatches(IReadOnlyList<MismatchId> Settled, IReadOnlyList<RefusedMismatch> Refused);

public sealed record RefusedMismatch(MismatchId Id, Refusal Refusal);

public sealed class SettleMismatchesValidator : AbstractValidator<SettleMismatches>
{
    public SettleMismatchesValidator()
    {
        RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= SettleMismatches.MostAtOnce).WithMessage($"At most {SettleMismatches.MostAtOnce} at once.");
        RuleFor(x => x.End).Must(x => x is MismatchEnd.Accepted or MismatchEnd.Kept).WithMessage("A person accepts the source's word or keeps the order book's.");
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(Order.ReasonMaxLength);
    }
}

internal sealed class SettleMismatchesHandler(IOrderGuardDb db, Caller caller, OrderMoves moves, AuditTrail audit, ILiveFeed feed, TimeProvider clock) : IHandler<SettleMismatches, SettledMismatches>
{
    public async Task<Result<SettledMismatches>> HandleAsync(SettleMismatches request, CancellationToken ct)
    {
        var answer = await db.EachAsync(request.Ids, (id, token) => SettleAsync(id, request.End, request.Reason.Trim(), token), ct);
        if (answer.Settled.Count > 0) feed.Publish(new OrdersLiveChange(caller.RequiredTenant, [], 0));
        return answer;
    }

    private async Task<Refusal?> SettleAsync(MismatchId id, MismatchEnd end, string reason, CancellationToken ct)
    {
        if (await db.Mismatches.FirstOrDefaultAsync(x => x.Id == id, ct) is not { } mismatch) return MismatchRefusals.NotFound;
        var now = clock.GetUtcNow();
        if (mismatch.Close(end, caller.Actor.Name, reason, now) is { } closed) return closed;
        var alert = mismatch.AlertId is { } raised ? await db.Alerts.FirstOrDefaultAsync(x => x.Id == raised, ct) : null;
        alert?.Resolve(end is MismatchEnd.Accepted
            ? new LocalizedText($"{caller.Actor.Name} took the source's word as the truth.", $"{caller.Actor.Name} 以来源系统的状态为准。")
            : new LocalizedText($"{caller.Actor.Name} kept the order book's word.", $"{caller.Actor.Name} 以订单台账为准。"), now);
        if (end is MismatchEnd.Accepted) return await AcceptAsync(mismatch, reason, ct);
        audit.Record("mismatch.kept", "order", mismatch.OrderNo, null, new { mismatch.Source, mismatch.SourceStatus, mismatch.SourceWord, mismatch.OrderStatus, reason });
        await db.SaveChangesAsync(ct);
        return null;
    }

    private async Task<Refusal?> AcceptAsync(Mismatch mismatch, string reason, CancellationToken ct)
    {
        if (mismatch.OrderId is not { } orderId) return MismatchRefusals.NoOrder;
        if (mismatch.SourceStatus is not { } status) return MismatchRefusals.NoStatus;
        var order = await db.Orders.SingleAsync(x => x.Id == orderId, ct);
        // What the person saw must still be so.
        if (order.Status != mismatch.OrderStatus && order.SourceStatuses.FirstOrDefault(x => x.Source == mismatch.Source)?.Status != status) return MismatchRefusals.SaidSomethingElse;
        return await moves.AcceptAsync(order, status, mismatch.Source, reason, ct);
    }
}
