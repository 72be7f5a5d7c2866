using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>Gives a demo tenant its past: the orders through the order book, and the alerts that they would have raised.</summary>
internal sealed class DemoHistory(SystemScopes scopes, IPersonalDataHasher hasher, IOptions<DemoOptions> options, TimeProvider clock)
{
    private const int Batch = 1_000;
    private static readonly LocalizedText Resolution = new("The order moved on", "订单已流转");

    public async Task EnsureAsync(TenantId tenant, int seed, int perDay, CancellationToken ct)
    {
        var began = await BeganAsync(tenant, ct);
        if (began is null) return;

        List<DemoOrder> orders = [.. new DemoGrocer(seed).Past(began.Value, options.Value.Days, perDay), .. Suspects(tenant, seed, began.Value).Select(x => x.Order)];
        var past = orders.SelectMany(order => order.Steps.Select((step, n) => (Order: order, Step: step, First: n == 0))).Where(x => x.Step.At <= began).OrderBy(x => x.Step.At);
        foreach (var batch in past.Chunk(Batch))
        {
            await using var scope = scopes.Open(tenant);
            await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync([.. batch.Select(x => new IncomingReport(
                Caller.System(tenant), x.Step.Source,
                new IncomingEvent($"{x.Order.OrderNo}-{x.Step.Status}", x.Order.OrderNo, x.Step.Word, x.Step.At, x.First ? x.Order.Facts : null),
                Historical: IsOver(x.Order, began.Value), ArmFrom: DateTimeOffset.MinValue))], ct);
        }
        await using (var scope = scopes.Open(tenant)) await DemoDishonest.PlaceAsync(scope.ServiceProvider, tenant, began.Value, ct);
        await AlertsAsync(tenant, orders, began.Value, ct);
    }

    /// <summary>Those of the past that were to be found out, the same whenever they are asked for.</summary>
    public IReadOnlyList<DemoSuspect> Suspects(TenantId tenant, int seed, DateTimeOffset began) =>
        new DemoPastFrauds(seed, (kind, value) => hasher.Hash(tenant, kind, value)).Of(began, options.Value.Days);

    /// <summary>The moment that the history ends at; null where it is complete. Kept as a work item that the alerts' save finishes.</summary>
    private async Task<DateTimeOffset?> BeganAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var marker = await db.WorkItems.AsNoTracking().SingleOrDefaultAsync(x => x.Kind == Marker, ct);
        if (marker is not null) return marker.State is WorkItemState.Waiting ? marker.CreatedAt : null;

        var now = clock.GetUtcNow();
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, Marker, "history", DateTimeOffset.MaxValue, now));
        await db.SaveChangesAsync(ct);
        return now;
    }

    public const string Marker = "demo-history";

    private async Task AlertsAsync(TenantId tenant, List<DemoOrder> orders, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var configuration = await scope.ServiceProvider.GetRequiredService<ConfigurationSnapshots>().GetAsync(db, tenant, ct);
        var numbers = await db.Orders.AsNoTracking().ToDictionaryAsync(x => x.OrderNo, ct);
        // The orders that are still under way raise their alerts themselves.
        foreach (var order in orders.Where(x => IsOver(x, now)))
        {
            var entries = order.Steps.Where(x => x.At <= now).Select(x => new StatusEntry(x.Status, x.At, false)).ToList();
            foreach (var rule in configuration.Document.Timeouts)
            {
                var terms = configuration.TermsOf(rule, RuleSubject.Of(order.Facts));
                foreach (var waiting in TimeoutReplay.Judge(entries, rule, terms, configuration.IsTerminal, now))
                    if (waiting.Breached) db.Alerts.Add(Raise(tenant, numbers[order.OrderNo], Deadline.Arm(rule, terms, waiting.ArmedAt), waiting.MetAt, configuration));
            }
        }
        var marker = await db.WorkItems.SingleAsync(x => x.Kind == Marker, ct);
        marker.Complete(now);
        await db.SaveChangesAsync(ct);
    }

    private static bool IsOver(DemoOrder order, DateTimeOffset now) => order.Steps[^1].At <= now;

    private static Alert Raise(TenantId tenant, Order order, Deadline deadline, DateTimeOffset? metAt, TenantConfiguration configuration)
    {
        var alert = Alert.Raise(tenant, TimeoutAlerts.CauseOf(order, deadline, configuration), deadline.DueAt);
        if (metAt is { } met) alert.Resolve(Resolution, met);
        return alert;
    }
}
