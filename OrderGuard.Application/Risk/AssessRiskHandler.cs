using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Application.Risk;

/// <summary>Assesses orders just placed, those of which more has come to be known, and those of the watch pool about which something is new; after the intake's commit.</summary>
internal sealed class AssessRiskHandler(
    IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, RiskEngines engines, RiskAssessor assessor, RiskDispositions dispositions, IOptions<RiskOptions> options, TimeProvider clock) : IWorkHandler
{
    private const int MostAgain = 200;
    private static readonly TimeSpan AwaitsFirst = TimeSpan.FromMinutes(2), LooksAgainAfter = TimeSpan.FromSeconds(5);

    public string Kind => WorkKinds.AssessRisk;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        if (!configuration.Document.Risk.Enabled)
        {
            await ReleaseAsync(items, ct);
            return;
        }
        if (await engines.GetAsync(tenant, configuration, ct) is not { } live)
        {
            // An order is rather assessed later than by windows that are not full yet.
            foreach (var item in items) item.Postpone(clock.GetUtcNow() + TimeSpan.FromSeconds(1));
            return;
        }

        await engines.CatchUpAsync(db, live, ct);
        var wanted = Wanted(items);
        var orders = await UnassessedAsync(wanted.Placed, ct);
        var again = await AssessedAsync(wanted.Changed, ct);
        await AwaitFirstAsync([.. wanted.Changed.Except(again).Except(orders.Select(x => x.Id))], ct);
        if (orders.Count + again.Count == 0 && !wanted.Round) return;

        var bench = await assessor.OpenAsync(tenant, configuration, live, ct);
        var signals = orders.ConvertAll(live.SignalsOf);
        live.Add(signals);
        if (orders.Count > 0) await KeepAsync(bench, orders, signals, RiskLook.First, ct);
        var lookedAt = await LookAgainAsync(bench, again, signals, ct);
        if (wanted.Round) await LookLastAsync(bench, lookedAt, ct);
        await LearnUsualAsync(live, ct);
    }

    /// <summary>The orders that the items name, as many as fit into one transaction, and whether the watch pool is to be looked after.</summary>
    private (HashSet<OrderId> Placed, HashSet<OrderId> Changed, bool Round) Wanted(IReadOnlyList<WorkItem> items)
    {
        HashSet<OrderId> placed = [], changed = [];
        foreach (var item in items.Where(x => x.Subject != RiskWork.Watched))
        {
            if (placed.Count + changed.Count < options.Value.BatchSize) (item.Subject == RiskWork.Changed ? changed : placed).UnionWith(FulfilmentWork.OrdersOf(item));
            else item.Postpone(clock.GetUtcNow());
        }
        return (placed, changed, items.Any(x => x.Subject == RiskWork.Watched));
    }

    private async Task<List<Order>> UnassessedAsync(HashSet<OrderId> placed, CancellationToken ct) => placed.Count == 0 ? []
        : await db.Orders.AsNoTracking().Where(x => EF.Parameter(placed).Contains(x.Id) && !db.RiskAssessments.Any(a => a.OrderId == x.Id)).ToListAsync(ct);

    private async Task<List<OrderId>> AssessedAsync(HashSet<OrderId> changed, CancellationToken ct) => changed.Count == 0 ? []
        : await db.RiskAssessments.Where(x => EF.Parameter(changed).Contains(x.OrderId)).Select(x => x.OrderId).Distinct().ToListAsync(ct);

    /// <summary>More was told of these before their first assessment, which may be under way on another node by what was known before.</summary>
    private async Task AwaitFirstAsync(List<OrderId> orders, CancellationToken ct)
    {
        if (orders.Count == 0) return;
        var now = clock.GetUtcNow();
        var young = now - AwaitsFirst;
        var waiting = await db.Orders.Where(x => EF.Parameter(orders).Contains(x.Id) && x.CreatedAt > young && !x.Finished).Select(x => x.Id).ToListAsync(ct);
        db.WorkItems.AddRange(RiskWork.Again(caller.RequiredTenant, waiting, now + LooksAgainAfter, now));
    }

    /// <summary>Assessment was switched off meanwhile: nothing waits for it any more.</summary>
    private async Task ReleaseAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var ids = items.SelectMany(FulfilmentWork.OrdersOf).ToList();
        foreach (var order in await db.Orders.Where(x => EF.Parameter(ids).Contains(x.Id) && x.IsHeld).ToListAsync(ct)) order.Release(HoldKinds.Assessment, clock.GetUtcNow());
    }

    /// <summary>Now and then: whether what is usual is to be learnt, for the first time or anew.</summary>
    private async Task LearnUsualAsync(LiveRisk live, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - live.UsualLookedAt < TimeSpan.FromMinutes(1)) return;
        live.UsualLookedAt = now;
        var fresh = now - options.Value.AnomalyFreshFor;
        if (await db.RiskModels.AnyAsync(x => x.Kind == RiskModelKind.Anomaly && x.IsChampion && x.LearntAt > fresh, ct)) return;
        if (await db.RiskAssessments.CountAsync(x => x.IsCurrent, ct) < options.Value.AnomalyFrom) return;
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), caller.RequiredTenant, WorkKinds.GrowAnomaly, "anomaly", now, now));
    }

    /// <summary>The orders of which more has come to be known, and the watched ones about whose keys something is new.</summary>
    private async Task<HashSet<OrderId>> LookAgainAsync(RiskBench bench, List<OrderId> changed, List<OrderSignals> news, CancellationToken ct)
    {
        var live = bench.Live;
        var orders = await GoingOnAsync(changed, ct);
        var signals = orders.ConvertAll(live.SignalsOf);
        live.Replace(signals);
        var stirred = await GoingOnAsync(live.TakeStirred([.. news, .. signals], MostAgain, clock.GetUtcNow()), ct);
        orders.AddRange(stirred);
        signals.AddRange(stirred.Select(live.SignalsOf));
        if (orders.Count > 0) await KeepAsync(bench, orders, signals, RiskLook.Again, ct);
        return [.. orders.Select(x => x.Id)];
    }

    /// <summary>Those whose time in the watch pool is over are judged once more by all that is known now, and leave it.</summary>
    private async Task LookLastAsync(RiskBench bench, HashSet<OrderId> lookedAt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var over = await db.WatchedOrders.Where(x => x.Until <= now).OrderBy(x => x.Until).Take(MostAgain).ToListAsync(ct);
        if (over.Count == MostAgain) db.WorkItems.Add(RiskWork.Watch(caller.RequiredTenant, now.UtcTicks, now));
        over.RemoveAll(x => lookedAt.Contains(x.OrderId));
        if (over.Count == 0) return;
        OrderId[] ids = [.. over.Select(x => x.OrderId)];
        // What left before its time was judged when it did.
        var medium = await db.RiskAssessments.Where(x => EF.Parameter(ids).Contains(x.OrderId) && x.IsCurrent && x.Tier == RiskTier.Medium).Select(x => x.OrderId).ToListAsync(ct);
        var orders = await GoingOnAsync(medium, ct);
        if (orders.Count > 0) await KeepAsync(bench, orders, orders.ConvertAll(bench.Live.SignalsOf), RiskLook.Last, ct);
        db.WatchedOrders.RemoveRange(over);
        foreach (var order in ids) bench.Live.Unwatch(order);
    }

    private async Task<List<Order>> GoingOnAsync(IReadOnlyList<OrderId> orders, CancellationToken ct) =>
        orders.Count == 0 ? [] : await db.Orders.AsNoTracking().Where(x => EF.Parameter(orders).Contains(x.Id) && !x.Finished).ToListAsync(ct);

    private async Task KeepAsync(RiskBench bench, List<Order> orders, List<OrderSignals> signals, RiskLook look, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var again = look is not RiskLook.First;
        var tags = signals.ConvertAll(x => again ? bench.Live.ComputeAgain(x, now) : bench.Live.Compute(x));
        var assessments = new RiskAssessment[orders.Count];
        Parallel.For(0, orders.Count, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var x = assessor.Assess(bench, orders[i].Id, orders[i].OrderNo, orders[i].PlacedAt, orders[i].Facts, tags[i]);
            assessments[i] = RiskAssessment.Of(orders[i], x.Score, tags[i], x.Anomaly, x.Classifier, x.Hits, x.Lacks, bench.Configuration.Version, again, now);
        });
        if (again) await ReplaceAsync(assessments, ct);
        db.RiskAssessments.AddRange(assessments);
        await dispositions.ApplyAsync(bench, orders, assessments, signals, look, now, ct);
    }

    private async Task ReplaceAsync(IReadOnlyList<RiskAssessment> assessments, CancellationToken ct)
    {
        OrderId[] ids = [.. assessments.Select(x => x.OrderId)];
        foreach (var old in await db.RiskAssessments.Where(x => EF.Parameter(ids).Contains(x.OrderId) && x.IsCurrent).ToListAsync(ct)) old.Replace();
    }
}
