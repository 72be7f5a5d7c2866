using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Takes back what one key or person moved back or cancelled in a period: one audited action, which goes on by itself once it has begun.</summary>
/// <param name="OrderNos">Only these orders; null: all of the period.</param>
[Requires(Permission.ActOnOrders)]
public sealed record UndoMoves(string ActorId, DateTimeOffset From, DateTimeOffset Until, string? Reason, IReadOnlyList<string>? OrderNos = null);

public sealed class UndoMovesValidator : AbstractValidator<UndoMoves>
{
    public UndoMovesValidator()
    {
        RuleFor(x => x.ActorId).NotEmpty().MaximumLength(AuditEntry.NameMaxLength);
        RuleFor(x => x.Until).GreaterThan(x => x.From);
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(Order.ReasonMaxLength);
        RuleFor(x => x.OrderNos).Must(x => x is null || x.Count <= MoveUndo.MostOrders).WithMessage($"At most {MoveUndo.MostOrders} orders at once.");
    }
}

internal sealed class UndoMovesHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock) : IHandler<UndoMoves, UndoView>
{
    private static readonly Refusal Nothing = new(RefusalKind.Conflict, "nothing-to-undo", "In this period nothing was moved back that could be taken back.");
    private static readonly Refusal TooMany = new(RefusalKind.TooLarge, "too-many-to-undo", $"At most {MoveUndo.MostOrders} orders can be taken back at once: choose a shorter period.");

    public async Task<Result<UndoView>> HandleAsync(UndoMoves request, CancellationToken ct)
    {
        var read = await db.AuditEntries.AsNoTracking().MovesOf(new GetKeyMoves(null, request.ActorId, request.From, request.Until)).OrderBy(x => x.Sequence).Take(GetKeyMoves.MostRead + 1).ToListAsync(ct);
        if (read.Count > GetKeyMoves.MostRead) return TooMany;
        var wanted = request.OrderNos?.ToHashSet(StringComparer.Ordinal);
        var moves = read.Select(x => (Entry: x, Told: MoveTold.Of(x))).Where(x => wanted?.Contains(x.Entry.Subject) ?? true)
            .GroupBy(x => x.Entry.Subject, StringComparer.Ordinal).Select(x => (OrderNo: x.Key, First: x.FirstOrDefault(m => m.Told.IsBack), Last: x.Last())).Where(x => x.First.Entry is not null && x.Last.Told.To != x.First.Told.From).ToList();
        if (moves.Count == 0) return Nothing;
        if (moves.Count > MoveUndo.MostOrders) return TooMany;

        var now = clock.GetUtcNow();
        var undo = MoveUndo.Begin(caller.RequiredTenant, (request.ActorId, read[^1].ActorName), request.From, request.Until, request.Reason!.Trim(), moves.Count, caller.Actor, caller.TraceId, now);
        await db.InTransactionAsync(async token =>
        {
            db.MoveUndos.Add(undo);
            foreach (var (orderNo, first, last) in moves) db.MoveUndoRows.Add(MoveUndoRow.Of(undo, orderNo, first.Told.From!.Value, last.Told.To!.Value, last.Entry.Sequence));
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), undo.TenantId, WorkKinds.UndoMoves, undo.Id.Value.ToString(), now, now));
            audit.Record("moves.undo-begun", "moves", undo.Id.Value.ToString(), null, new { of = undo.MoverName, moverId = undo.MoverId, undo.From, undo.Until, undo.Orders, undo.Reason });
            return await db.SaveChangesAsync(token);
        }, ct);
        return UndoView.Of(undo);
    }
}

/// <summary>How far an undo has come.</summary>
public sealed record UndoView(Guid Id, string MoverName, int Orders, int Restored, int Left, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt)
{
    public IReadOnlyList<UndoneOrder> Rows { get; init; } = [];

    internal static UndoView Of(MoveUndo x) => new(x.Id.Value, x.MoverName, x.Orders, x.Restored, x.Left, x.RequestedBy, x.RequestedAt, x.FinishedAt);
}

/// <summary>What became of one order; its status, where it had moved on.</summary>
public sealed record UndoneOrder(string OrderNo, int Before, int After, UndoOutcome Outcome, int? StatusFound);

/// <summary>How far an undo has come, with the orders that could not be put back first.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record GetUndo(MoveUndoId Id);

/// <summary>The latest undos of a key's or person's moves.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record GetUndos(string ActorId);

internal sealed class GetUndoHandler(IOrderGuardDb db) : IHandler<GetUndo, UndoView>
{
    private const int MostShown = 500;

    public async Task<Result<UndoView>> HandleAsync(GetUndo request, CancellationToken ct)
    {
        var undo = await db.MoveUndos.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (undo is null) return Refusal.NotFound("undo");
        var rows = await db.MoveUndoRows.AsNoTracking().Where(x => x.UndoId == request.Id).OrderByDescending(x => x.Outcome).ThenBy(x => x.OrderNo).Take(MostShown).ToListAsync(ct);
        return UndoView.Of(undo) with { Rows = rows.ConvertAll(x => new UndoneOrder(x.OrderNo, x.Before, x.After, x.Outcome, x.StatusFound)) };
    }
}

internal sealed class GetUndosHandler(IOrderGuardDb db) : IHandler<GetUndos, IReadOnlyList<UndoView>>
{
    public async Task<Result<IReadOnlyList<UndoView>>> HandleAsync(GetUndos request, CancellationToken ct) =>
        (await db.MoveUndos.AsNoTracking().Where(x => x.MoverId == request.ActorId).OrderByDescending(x => x.RequestedAt).Take(5).ToListAsync(ct)).ConvertAll(UndoView.Of);
}
