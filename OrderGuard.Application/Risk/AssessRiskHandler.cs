using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Application.Risk;

/// <summary>Assesses orders just placed, and those of the watch pool that share something with them; once each, after the intake's commit.</summary>
internal sealed class AssessRiskHandler(
    IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, RiskEngines engines, RiskAssessor assessor, RiskDispositions dispositions, IOptions<RiskOptions> options, TimeProvider clock) : IWorkHandler
{
    private const int MostAgain = 200;

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
        var wanted = new HashSet<OrderId>();
        foreach (var item in items)
        {
            if (wanted.Count < options.Value.BatchSize) wanted.UnionWith(FulfilmentWork.OrdersOf(item));
            else item.Postpone(clock.GetUtcNow());
        }
        var ids = wanted.ToList();
        var done = await db.RiskAssessments.Where(x => EF.Parameter(ids).Contains(x.OrderId)).Select(x => x.OrderId).ToListAsync(ct);
        ids = [.. wanted.Except(done)];
        if (ids.Count == 0) return;

        var orders = await db.Orders.AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.Id)).ToListAsync(ct);
        var signals = orders.ConvertAll(live.SignalsOf);
        live.Add(signals);
        var bench = await assessor.OpenAsync(tenant, configuration, live, ct);
        await KeepAsync(bench, orders, signals, again: false, ct);
        await LookAgainAsync(bench, signals, ct);
        await LearnUsualAsync(live, ct);
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

    /// <summary>The watched orders about whose keys something is new.</summary>
    private async Task LookAgainAsync(RiskBench bench, List<OrderSignals> news, CancellationToken ct)
    {
        var stirred = bench.Live.TakeStirred(news, MostAgain, clock.GetUtcNow());
        if (stirred.Count == 0) return;
        var orders = await db.Orders.AsNoTracking().Where(x => EF.Parameter(stirred).Contains(x.Id) && !x.Finished).ToListAsync(ct);
        if (orders.Count > 0) await KeepAsync(bench, orders, orders.ConvertAll(bench.Live.SignalsOf), again: true, ct);
    }

    private async Task KeepAsync(RiskBench bench, List<Order> orders, List<OrderSignals> signals, bool again, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var assessments = new List<RiskAssessment>(orders.Count);
        for (var i = 0; i < orders.Count; i++)
        {
            var tags = again ? bench.Live.ComputeAgain(signals[i], now) : bench.Live.Compute(signals[i]);
            var x = assessor.Assess(bench, orders[i].Id, orders[i].OrderNo, orders[i].PlacedAt, orders[i].Facts, tags);
            assessments.Add(RiskAssessment.Of(orders[i], x.Score, tags, x.Anomaly, x.Classifier, x.Hits, x.Lacks, bench.Configuration.Version, again, now));
        }
        if (again) await ReplaceAsync(assessments, ct);
        db.RiskAssessments.AddRange(assessments);
        await dispositions.ApplyAsync(bench, orders, assessments, signals, again, now, ct);
    }

    private async Task ReplaceAsync(List<RiskAssessment> assessments, CancellationToken ct)
    {
        OrderId[] ids = [.. assessments.Select(x => x.OrderId)];
        foreach (var old in await db.RiskAssessments.Where(x => EF.Parameter(ids).Contains(x.OrderId) && x.IsCurrent).ToListAsync(ct)) old.Replace();
    }
}
