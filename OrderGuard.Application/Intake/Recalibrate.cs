using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;

namespace OrderGuard.Application.Intake;

/// <summary>A clock has come to be known as wrong: the events by which it was found out are set right too, with the deadlines that they armed.</summary>
internal sealed class RecalibrateHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock) : IWorkHandler
{
    public string Kind => WorkKinds.Recalibrate;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var (settings, now) = (configuration.Document.Clock, clock.GetUtcNow());
        var consequences = new MoveConsequences(configuration, now);
        foreach (var source in items.Select(x => x.Subject).Distinct().Where(x => settings.Correct && !settings.Except.Contains(x)))
        {
            if (await db.SourceClocks.AsNoTracking().Where(x => x.Source == source).Select(x => x.Measure).SingleOrDefaultAsync(ct) is not { Samples.Count: > 0 } measure) continue;
            var since = measure.Samples[0].At;
            var events = await db.OrderEvents.Where(x => x.Source == source && x.ReceivedAt >= since && !x.Historical && x.OrderId != null)
                .OrderByDescending(x => x.ReceivedAt).Take(ClockMeasure.MostSamples * 5).ToListAsync(ct);
            var ids = events.Select(x => x.OrderId!.Value).Distinct().ToArray();
            var orders = await db.Orders.Where(x => EF.Parameter(ids).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
            foreach (var kept in events)
            {
                var was = kept.OccurredAt;
                if (!kept.Recalibrate(measure.Calibrate(kept.StatedAt, kept.ReceivedAt, settings))) continue;
                if (orders.TryGetValue(kept.OrderId!.Value, out var order) && order.Recalibrate(kept, was, configuration, now) is { } move) consequences.Add(order, move, now, historical: true);
            }
        }
        await db.InTransactionAsync(async token =>
        {
            await consequences.SaveAsync(db, token);
            return true;
        }, ct);
    }
}
