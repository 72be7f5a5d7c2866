using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>A deadline has come: if the order still waits under it, the breach is noted and told, once.</summary>
internal sealed class TimeoutHandler(IOrderGuardDb db, Caller caller, BreachAlerts alerts, ConfigurationSnapshots configurations, TimeProvider clock) : IWorkHandler
{
    public string Kind => WorkKinds.Timeout;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var ids = items.Select(x => new OrderId(Guid.Parse(x.Subject))).Distinct().ToList();
        var orders = await db.Orders.Where(x => EF.Parameter(ids).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
        var now = clock.GetUtcNow();

        List<(Order Order, Deadline Deadline)> breaches = [];
        foreach (var item in items)
        {
            if (!orders.TryGetValue(new OrderId(Guid.Parse(item.Subject)), out var order)) continue;
            if (order.Deadlines.FirstOrDefault(x => x.Id == item.Id.Value) is not { BreachedAt: null } deadline) continue;
            // Not late by a tick is not late.
            if (deadline.DueAt >= now) item.Postpone(deadline.DueAt.AddTicks(1));
            else if (order.Breach(deadline.Id, now)) breaches.Add((order, deadline));
        }
        var byWindow = breaches.ToLookup(x => MaintenanceAlerts.Covering(x.Order, x.Deadline.Rule, configuration, now));
        await alerts.RaiseAsync(tenant, [.. byWindow[null]], configuration, now, ct);
        foreach (var window in byWindow)
            if (window.Key is { } covering) await alerts.CollapseAsync(tenant, covering, [.. window], configuration, now, ct);
    }
}
