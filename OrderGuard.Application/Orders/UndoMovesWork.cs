using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.Orders;

/// <summary>Carries an undo on, some orders in one transaction at a time; what was put back before a process died stays so, and the rest follows.</summary>
internal sealed class UndoMovesWork(SystemScopes scopes, Caller caller, TimeProvider clock) : IWorkHandler
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(8);

    public string Kind => WorkKinds.UndoMoves;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        foreach (var item in items)
        {
            var more = true;
            while (more && clock.GetElapsedTime(began) < Enough) more = await StepAsync(new MoveUndoId(Guid.Parse(item.Subject)), ct);
            if (more) item.Postpone(clock.GetUtcNow());
        }
    }

    private async Task<bool> StepAsync(MoveUndoId id, CancellationToken ct)
    {
        MoveUndo? undo;
        await using (var look = scopes.Open(caller))
            undo = await look.ServiceProvider.GetRequiredService<IOrderGuardDb>().MoveUndos.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct);
        if (undo is null or { FinishedAt: not null }) return false;

        // In the name of whoever asked for it, so that the audit tells who put each order back.
        await using var scope = scopes.Open(new Caller(undo.Requester) { TenantId = undo.TenantId, TraceId = undo.TraceId });
        return await scope.ServiceProvider.GetRequiredService<UndoSteps>().TakeAsync(id, ct);
    }
}

/// <summary>Puts the next orders of an undo back.</summary>
internal sealed class UndoSteps(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, AuditTrail audit, SourceDelays delays, ILiveFeed feed, TimeProvider clock)
{
    private const int AtOnce = 100;
    private const int LostRacesAllowed = 6;

    /// <summary>Whether there is more to do.</summary>
    public async Task<bool> TakeAsync(MoveUndoId id, CancellationToken ct)
    {
        for (var lost = 0; ; lost++)
        {
            try
            {
                var (more, orders) = await db.InTransactionAsync(token => StepAsync(id, token), ct);
                if (orders.Count > 0) feed.Publish(new OrdersLiveChange(caller.RequiredTenant, orders, 0));
                return more;
            }
            catch (DbUpdateConcurrencyException) when (lost < LostRacesAllowed)
            {
                // An event moved one of the orders in between: judge them again by what they are now.
                db.Forget();
            }
        }
    }

    private async Task<(bool More, IReadOnlyCollection<string> Orders)> StepAsync(MoveUndoId id, CancellationToken ct)
    {
        var undo = await db.MoveUndos.SingleAsync(x => x.Id == id, ct);
        if (undo.FinishedAt is not null) return (false, []);
        var now = clock.GetUtcNow();
        var rows = await db.MoveUndoRows.Where(x => x.UndoId == id && x.Outcome == UndoOutcome.Waiting).OrderBy(x => x.OrderNo).Take(AtOnce).ToListAsync(ct);
        if (rows.Count == 0)
        {
            undo.Finish(now);
            var cause = BulkMoveWatch.CauseOf(undo.MoverId);
            if (await db.Alerts.SingleOrDefaultAsync(x => x.OpenCause == cause, ct) is { } alert) alert.Resolve(TakenBack(undo), now);
            audit.Record("moves.undone", "moves", id.Value.ToString(), null, new { of = undo.MoverName, undo.Orders, undo.Restored, undo.Left });
            await db.SaveChangesAsync(ct);
            return (false, []);
        }

        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var consequences = new MoveConsequences(configuration, now);
        var numbers = rows.Select(x => x.OrderNo).ToArray();
        var orders = await db.Orders.Where(x => EF.Parameter(numbers).Contains(x.OrderNo)).ToDictionaryAsync(x => x.OrderNo, StringComparer.Ordinal, ct);
        var moved = await LastMovesAsync(numbers, rows.Min(x => x.LastMove), ct);
        foreach (var row in rows)
        {
            var order = orders.GetValueOrDefault(row.OrderNo);
            if (order is null) row.Conclude(UndoOutcome.Failed, null);
            else if (order.Status != row.After || moved.GetValueOrDefault(row.OrderNo) > row.LastMove) row.Conclude(UndoOutcome.MovedOn, order.Status);
            else PutBack(order, row, undo, configuration, consequences, now);
        }
        undo.Advance(rows.Count(x => x.Outcome is UndoOutcome.Restored), rows.Count(x => x.Outcome is not UndoOutcome.Restored));
        var comparisons = new OrderComparisons(caller.RequiredTenant, configuration, await delays.OfAsync(db, caller.RequiredTenant, ct), now);
        foreach (var row in rows.Where(x => x.Outcome is UndoOutcome.Restored)) comparisons.Look(orders[row.OrderNo], null, null, historical: false);
        await comparisons.SaveAsync(db, ct);
        await db.CancelOvertakenAsync(audit, consequences.Moved, now, ct);
        await consequences.SaveAsync(db, ct);
        return (true, [.. rows.Where(x => x.Outcome is UndoOutcome.Restored).Select(x => x.OrderNo)]);
    }

    private static LocalizedText TakenBack(MoveUndo undo) => new(
        $"{undo.Restored} orders were put back by {undo.RequestedBy}, {undo.Left} left as they were.", $"{undo.RequestedBy} 已恢复 {undo.Restored} 笔订单，{undo.Left} 笔保持不变。");

    private void PutBack(Order order, MoveUndoRow row, MoveUndo undo, Domain.Configuration.TenantConfiguration configuration, MoveConsequences consequences, DateTimeOffset now)
    {
        var (move, refusal) = order.PutBack(row.After, row.Before, configuration, now);
        if (refusal is not null)
        {
            row.Conclude(UndoOutcome.Failed, order.Status);
            return;
        }
        var report = new StatusReport(OrderMoves.OwnSource, "restore", order.Status, now, null, now);
        var eventId = Guid.CreateVersion7().ToString("N");
        db.OrderEvents.Add(OrderEvent.Record(
            order.TenantId, order.Id, order.OrderNo, eventId, report, move with { Detail = undo.Reason.Cut(OrderEvent.DetailMaxLength) },
            now, now, false, configuration.Version));
        consequences.Add(order, move, now, historical: false, new MoveOrigin(OrderMoves.OwnSource, eventId) { Trace = undo.TraceId });
        audit.Record("order.restored", "order", order.OrderNo, new { status = row.After }, new { status = row.Before, reason = undo.Reason, undo = undo.Id.Value });
        row.Conclude(UndoOutcome.Restored, order.Status);
    }

    /// <summary>The latest move of each of these orders behind <paramref name="since"/>.</summary>
    private async Task<Dictionary<string, long>> LastMovesAsync(string[] orderNos, long since, CancellationToken ct)
    {
        var actions = MoveTold.Actions;
        return await db.AuditEntries.Where(x => EF.Parameter(orderNos).Contains(x.Subject) && x.SubjectKind == "order" && x.Sequence > since && actions.Contains(x.Action))
            .GroupBy(x => x.Subject).Select(x => new { OrderNo = x.Key, Last = x.Max(e => e.Sequence) }).ToDictionaryAsync(x => x.OrderNo, x => x.Last, StringComparer.Ordinal, ct);
    }
}
