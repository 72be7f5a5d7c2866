using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk;

/// <summary>Judges the fulfilment risk of orders just placed, once each: a handful of queries for all of them.</summary>
internal sealed class AssessFulfilmentHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, FulfilmentBackgrounds backgrounds, TimeProvider clock) : IWorkHandler
{
    public string Kind => WorkKinds.AssessFulfilment;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        if (!configuration.Document.FulfilmentRisk.Enabled) return;

        var wanted = items.SelectMany(FulfilmentWork.OrdersOf).Distinct().ToList();
        var done = await db.FulfilmentAssessments.Where(x => EF.Parameter(wanted).Contains(x.OrderId)).Select(x => x.OrderId).ToHashSetAsync(ct);
        var orders = await db.ByIdAsync([.. wanted.Where(x => !done.Contains(x))], ct);
        if (orders.Count == 0) return;

        var (weights, version) = await FulfilmentChampion.WeightsAsync(db, configuration.Document.FulfilmentRisk, ct);
        var earlier = await db.OfCustomersAsync(orders, ct);
        var now = clock.GetUtcNow();
        List<FulfilmentAssessment> assessed = [];
        foreach (var ofHour in orders.GroupBy(x => FulfilmentHistory.HourOf(x.PlacedAt)))
        {
            var indicators = new FulfilmentIndicators(await backgrounds.GetAsync(db, tenant, ofHour.Key, ct), configuration);
            foreach (var order in ofHour)
            {
                var signals = indicators.Of(order.AsPlaced(), order.CustomerId is { } customer ? [.. earlier[customer]] : []);
                assessed.Add(FulfilmentAssessment.Of(tenant, order, weights, signals, version, configuration.Version, now));
            }
        }
        db.FulfilmentAssessments.AddRange(assessed);
        await TightenAsync(assessed, configuration.Document.FulfilmentRisk, now, ct);
    }

    private async Task TightenAsync(List<FulfilmentAssessment> assessed, FulfilmentRiskSettings settings, DateTimeOffset now, CancellationToken ct)
    {
        if (!settings.Tightens) return;
        var risky = assessed.Where(x => x.Score >= settings.TightenAbove).Select(x => x.OrderId).ToList();
        var waiting = await db.Orders.AsNoTracking().Where(x => EF.Parameter(risky).Contains(x.Id) && !x.Finished).Select(x => new { x.Id, x.TenantId, x.Deadlines }).ToListAsync(ct);
        foreach (var order in waiting)
        {
            var first = order.Deadlines.Select(x => FulfilmentWork.EarlyOf(x, settings)).DefaultIfEmpty(now).Min();
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), order.TenantId, WorkKinds.FulfilmentReminder, order.Id.Value.ToString(), first > now ? first : now, now));
        }
    }
}
