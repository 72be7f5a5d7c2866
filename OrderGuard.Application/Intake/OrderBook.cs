using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Risk;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Intake;

/// <summary>Applies events to the orders of one tenant, a batch in one transaction: order, event, deadlines, alerts and audit stand together or not at all.</summary>
public sealed class OrderBook(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, ClockKeeping clocks, SourceDelays delays, AuditTrail audit, ILiveFeed feed, BulkMoveWatch watch, RiskEngines engines, TimeProvider clock)
{
    private const int MostAttempts = 5;

    /// <summary>The results in the order of <paramref name="reports"/>, all of the scope's tenant; what it returns is committed.</summary>
    public Task<IReadOnlyList<EventResult>> ApplyAsync(IReadOnlyList<IncomingReport> reports, CancellationToken ct) =>
        PersistAsync<IReadOnlyList<EventResult>>(reports.Count == 0 ? _ => Task.FromResult<(IReadOnlyList<EventResult>, OrderBookPage?)>(([], null)) : token => JudgeAsync(reports, token), ct);

    /// <summary>Applies kept events whose word is understood by now, in the order given; the number of those that moved an order.</summary>
    public Task<int> ReapplyAsync(IReadOnlyList<Guid> events, CancellationToken ct) =>
        PersistAsync(async token =>
        {
            // Read within the attempt: a second one must not go by what the first left in memory.
            var found = await db.OrderEvents.Where(x => EF.Parameter(events).Contains(x.Id)).ToDictionaryAsync(x => x.Id, token);
            var kept = events.Select(x => found.GetValueOrDefault(x)).OfType<OrderEvent>().ToList();
            var page = await OpenAsync([.. kept.Select(x => x.OrderNo).Distinct(StringComparer.Ordinal)], token);
            return (kept.Count(x => page.Reapply(x, caller)), page);
        }, ct);

    /// <summary>Reads and judges beside whoever is writing. Who comes second begins again, by what the first left, and all in one transaction: so nobody is overtaken for ever where the database has one writer.</summary>
    private async Task<T> PersistAsync<T>(Func<CancellationToken, Task<(T Answer, OrderBookPage? Page)>> judge, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (answer, page) = attempt == 1 ? await JudgeAndSaveAsync(ct) : await db.InTransactionAsync(JudgeAndSaveAsync, ct);
                if (page is { Moves.Count: > 0 }) watch.Note(caller.RequiredTenant, page.Moves.Select(x => (x.By, x.From, x.To)));
                page?.Comparisons.Commit();
                if (page is not null) engines.Take(caller.RequiredTenant, page.PastOrders, page.Consequences.Moved, clock.GetUtcNow());
                if (page?.Change is { } change) feed.Publish(change);
                if (page is not null) await clocks.KeepAsync(page.Clocks, ct);
                return answer;
            }
            catch (DbUpdateException e) when (attempt < MostAttempts && (e is DbUpdateConcurrencyException || db.IsUniqueViolation(e)))
            {
                db.Forget();
                await Task.Delay(Random.Shared.Next(5, 25 * attempt), ct);
            }
        }

        async Task<(T Answer, OrderBookPage? Page)> JudgeAndSaveAsync(CancellationToken token)
        {
            var judged = await judge(token);
            if (judged.Page is { } page) await db.SaveAtOnceAsync(inside => SaveAsync(page, inside), token);
            return judged;
        }
    }

    private async Task<(IReadOnlyList<EventResult>, OrderBookPage?)> JudgeAsync(IReadOnlyList<IncomingReport> reports, CancellationToken ct)
    {
        var seen = await SeenAsync(reports, ct);
        var page = await OpenAsync([.. reports.Select(x => x.Event.OrderNo).Distinct(StringComparer.Ordinal)], ct);
        page.Clocks.Observe(reports.Where(x => !x.Historical && !seen.Contains((x.Source, x.Event.Id))));
        var results = new EventResult[reports.Count];
        for (var i = 0; i < reports.Count; i++)
        {
            var (source, incoming) = (reports[i].Source, reports[i].Event);
            results[i] = seen.Add((source, incoming.Id))
                ? page.Apply(reports[i])
                : new EventResult(incoming.Id, EventOutcome.Duplicate, page.StatusOf(incoming.OrderNo), null);
        }
        return (results, page.IsEmpty ? null : page);
    }

    private async Task<HashSet<(string Source, string Id)>> SeenAsync(IReadOnlyList<IncomingReport> reports, CancellationToken ct)
    {
        var sources = reports.Select(x => x.Source).Distinct(StringComparer.Ordinal).ToArray();
        var ids = reports.Select(x => x.Event.Id).Distinct(StringComparer.Ordinal).ToArray();
        var known = sources is [var only]
            ? db.OrderEvents.Where(x => x.Source == only && EF.Parameter(ids).Contains(x.EventId))
            : db.OrderEvents.Where(x => sources.Contains(x.Source) && EF.Parameter(ids).Contains(x.EventId));
        var seen = new HashSet<(string, string)>(reports.Count);
        foreach (var x in await known.Select(x => new { x.Source, x.EventId }).ToListAsync(ct)) seen.Add((x.Source, x.EventId));
        return seen;
    }

    private async Task<OrderBookPage> OpenAsync(string[] orderNos, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var orders = await db.Orders.Where(x => EF.Parameter(orderNos).Contains(x.OrderNo)).ToListAsync(ct);
        var now = clock.GetUtcNow();
        return new OrderBookPage(tenant, configuration, orders, await clocks.OpenAsync(tenant, configuration, now, ct),
            new OrderComparisons(tenant, configuration, await delays.OfAsync(db, tenant, ct), now), now);
    }

    /// <summary>An order, and a report that is kept because there is none yet, may come in batches side by side and not see each other. Behind the ledger's lock one of the two does.</summary>
    /// <exception cref="DbUpdateConcurrencyException">They have come together: begin again, with what the other one left.</exception>
    private async Task MeetAsync(OrderBookPage page, CancellationToken ct)
    {
        var (placed, without) = (page.Placed.ToArray(), page.WithoutOrder.ToArray());
        // Who places an order holds the lock by now: its audit entry is numbered.
        if (without.Length > 0) await db.LockLedgerAsync(ct);
        if (without.Length > 0 && await db.Orders.AnyAsync(x => EF.Parameter(without).Contains(x.OrderNo), ct)
            || placed.Length > 0 && await db.OrderEvents.AnyAsync(x => x.OrderId == null && EF.Parameter(placed).Contains(x.OrderNo), ct))
            throw new DbUpdateConcurrencyException("An order was placed beside a report that was kept without it.");
    }

    private async Task SaveAsync(OrderBookPage page, CancellationToken ct)
    {
        if (page.Placed is { Count: > 0 } placed)
        {
            var orderNos = placed.ToArray();
            page.Adopt(await db.OrderEvents.Where(x => x.OrderId == null && EF.Parameter(orderNos).Contains(x.OrderNo)).OrderBy(x => x.OccurredAt).ToListAsync(ct));
        }
        foreach (var order in page.NewOrders) db.Orders.Add(order);
        foreach (var kept in page.NewEvents) db.OrderEvents.Add(kept);
        foreach (var item in FulfilmentWork.Of(page.ToAssess, clock.GetUtcNow())) db.WorkItems.Add(item);
        foreach (var item in RiskWork.Of(page.ToScore, clock.GetUtcNow())) db.WorkItems.Add(item);
        foreach (var item in RiskWork.Again(caller.RequiredTenant, page.ToScoreAgain, clock.GetUtcNow(), clock.GetUtcNow())) db.WorkItems.Add(item);
        foreach (var (by, order, from, to, eventId) in page.Moves)
        {
            audit.Record(by, AuditEntry.Moved, "order", order, from is null ? null : $$"""{"status":{{from}}}""",
                $$"""{"status":{{to}},"event":"{{JsonEncodedText.Encode(eventId, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}""");
        }
        foreach (var ((by, source), (events, moves)) in page.Imported)
            audit.Record(by, "orders.imported", "source", source, null, $$"""{"events":{{events}},"moves":{{moves}}}""");
        await db.CancelOvertakenAsync(audit, page.Consequences.Moved, clock.GetUtcNow(), ct);
        await page.Comparisons.SaveAsync(db, ct);
        await page.Consequences.SaveAsync(db, ct);
        await MeetAsync(page, ct);
    }
}
