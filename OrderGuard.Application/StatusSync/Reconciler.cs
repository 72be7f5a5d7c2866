using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>What a source believes of one order, or a row that could not be read.</summary>
internal sealed record Belief(string OrderNo, string Word, string? Payload, bool Readable = true);

/// <summary>Compares a part of what a source believes with the order book, in one transaction: notes it, opens and closes mismatches. No order moves.</summary>
internal sealed class Reconciler(SystemScopes scopes, ConfigurationSnapshots configurations, SourceDelays delays, TimeProvider clock)
{
    private const int MostAttempts = 4;
    private const int OrdersAtOnce = 500;

    public async Task CompareAsync(TenantId tenant, ReconciliationId id, IReadOnlyList<Belief> beliefs, long position, string? after, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var scope = scopes.Open(tenant);
            var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            var desk = scope.ServiceProvider.GetRequiredService<MismatchDesk>();
            try
            {
                await db.InTransactionAsync(token => CompareOnceAsync(db, desk, tenant, id, beliefs, position, after, token), ct);
                return;
            }
            catch (DbUpdateException e) when (attempt < MostAttempts && (e is DbUpdateConcurrencyException || db.IsUniqueViolation(e)))
            {
                // An event came in between: compare with what stands now.
            }
        }
    }

    /// <summary>Looks some way further for orders that the source has spoken of before and does not list; true where all are looked at.</summary>
    public async Task<bool> FindMissingAsync(TenantId tenant, ReconciliationId id, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        return await db.InTransactionAsync(token => FindMissingAsync(db, tenant, id, token), ct);
    }

    private async Task<bool> FindMissingAsync(IOrderGuardDb db, TenantId tenant, ReconciliationId id, CancellationToken ct)
    {
        var run = await db.ReconciliationRuns.SingleAsync(x => x.Id == id, ct);
        if (!run.Listed) run.BeginMissing();
        if (run is not { From: { } from, Until: { } until })
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        var (now, after) = (clock.GetUtcNow(), run.After ?? "");
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var patience = new OrderComparisons(tenant, configuration, await delays.OfAsync(db, tenant, ct), now).PatienceOf(run.Source);
        var settled = now - patience;
        var part = await db.Orders.AsNoTracking()
            .Where(x => x.PlacedAt >= from && x.PlacedAt <= until && x.StatusSince <= settled && x.OrderNo.CompareTo(after) > 0 && !db.ReconciledOrders.Any(s => s.RunId == id && s.OrderNo == x.OrderNo))
            .OrderBy(x => x.OrderNo).Take(OrdersAtOnce).Select(x => new { x.OrderNo, x.Status, x.SourceStatuses }).ToListAsync(ct);
        var missing = 0;
        foreach (var order in part)
        {
            // What a source has never spoken of, it need not have.
            if (order.SourceStatuses.FirstOrDefault(x => x.Source == run.Source) is not { } said) continue;
            db.ReconciliationDifferences.Add(ReconciliationDifference.NotListed(run, order.OrderNo, said.Word, said.Status, order.Status));
            missing++;
        }
        if (part.Count > 0) run.Miss(missing, part[^1].OrderNo);
        await db.SaveChangesAsync(ct);
        return part.Count < OrdersAtOnce;
    }

    private async Task<int> CompareOnceAsync(IOrderGuardDb db, MismatchDesk desk, TenantId tenant, ReconciliationId id, IReadOnlyList<Belief> beliefs, long position, string? after, CancellationToken ct)
    {
        var run = await db.ReconciliationRuns.SingleAsync(x => x.Id == id, ct);
        var now = clock.GetUtcNow();
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var comparisons = new OrderComparisons(tenant, configuration, await delays.OfAsync(db, tenant, ct), now);
        var readable = beliefs.Where(x => x.Readable).DistinctBy(x => x.OrderNo, StringComparer.Ordinal).ToList();
        var numbers = readable.Select(x => x.OrderNo).ToArray();
        var orders = await db.Orders.Where(x => EF.Parameter(numbers).Contains(x.OrderNo)).ToDictionaryAsync(x => x.OrderNo, StringComparer.Ordinal, ct);
        if (orders.Count > 0)
        {
            run.Cover(orders.Values.Min(x => x.PlacedAt), orders.Values.Max(x => x.PlacedAt));
            // A list may name an order on two of its pages.
            var before = (await db.ReconciledOrders.Where(x => x.RunId == id && EF.Parameter(numbers).Contains(x.OrderNo)).Select(x => x.OrderNo).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
            foreach (var orderNo in orders.Keys.Where(x => !before.Contains(x))) db.ReconciledOrders.Add(ReconciledOrder.Of(run, orderNo));
        }
        var counts = new ReconciliationCounts(readable.Count, 0, 0, 0, 0, 0, beliefs.Count(x => !x.Readable));
        List<(Order Order, Difference Difference)> lasted = [], standing = [];
        List<(string OrderNo, string Word, int? Status, Order? Order)> apart = [];
        foreach (var belief in readable)
        {
            var (word, status) = configuration.Understand(run.Source, belief.Word, belief.Payload, null);
            if (!orders.TryGetValue(belief.OrderNo, out var order))
            {
                counts += new ReconciliationCounts(0, 0, 0, 0, 0, 1, 0);
                apart.Add((belief.OrderNo, word, status, null));
                continue;
            }
            var open = order.Differences.Any(x => x.Source == run.Source && x.Mismatch is not null);
            order.Believe(run.Source, word, status, now);
            comparisons.Look(order, null, null, historical: false);
            var difference = order.Differences.FirstOrDefault(x => x.Source == run.Source);
            if (difference is null)
            {
                counts += new ReconciliationCounts(0, 1, 0, 0, open ? 1 : 0, 0, 0);
                continue;
            }
            apart.Add((belief.OrderNo, word, status, order));
            // A source may lag by as much as is usual for it, here too.
            if (difference.Mismatch is not null) standing.Add((order, difference));
            var late = difference.Mismatch is null && order.StatusSince + comparisons.PatienceOf(run.Source) <= now;
            if (late) lasted.Add((order, difference));
            counts += new ReconciliationCounts(0, 0, late ? 1 : 0, late ? 0 : 1, 0, 0, 0);
        }
        await comparisons.SaveAsync(db, ct);
        await desk.ExplainAsync(standing, configuration, ct);
        await desk.RaiseAsync(lasted, configuration, now, ct, MismatchFinder.Reconciliation);
        var causes = db.Mismatches.Local.Where(x => x.Source == run.Source).GroupBy(x => x.OrderNo).ToDictionary(x => x.Key, x => (MismatchCause?)x.Last().Cause, StringComparer.Ordinal);
        foreach (var (orderNo, word, status, order) in apart)
            db.ReconciliationDifferences.Add(ReconciliationDifference.Of(run, orderNo, word, status, order?.Status, causes.GetValueOrDefault(orderNo)));
        run.Advance(counts, position, after);
        await db.SaveChangesAsync(ct);
        comparisons.Commit();
        return apart.Count;
    }
}
