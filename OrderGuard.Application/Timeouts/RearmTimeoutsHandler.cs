using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Timeouts;

/// <summary>After a publication: brings the deadlines of all unfinished orders in line with the new rules, a page of orders per item.</summary>
/// <remarks>The payload is the number of the last order of the page before; each page is one transaction and schedules the next.</remarks>
internal sealed class RearmTimeoutsHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, ConfigurationSnapshots configurations, TimeProvider clock) : IWorkHandler
{
    public const int PageSize = 500;

    private static readonly LocalizedText RuleChanged = new("The rule was changed", "规则已变更");

    public string Kind => WorkKinds.RearmTimeouts;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var publishedAt = await db.ConfigurationVersions.Where(x => x.Number == configuration.Version).Select(x => x.PublishedAt).FirstOrDefaultAsync(ct);
        // An item of an older version has nothing left to do: the newest version's own item goes through all orders.
        foreach (var item in items.Where(x => x.Subject == configuration.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            await RearmPageAsync(item, configuration, publishedAt, ct);
    }

    private async Task RearmPageAsync(WorkItem item, Domain.Configuration.TenantConfiguration configuration, DateTimeOffset publishedAt, CancellationToken ct)
    {
        var after = item.Payload ?? "";
        var page = await db.Orders.Where(x => !x.Finished && x.OrderNo.CompareTo(after) > 0).OrderBy(x => x.OrderNo).Take(PageSize).ToListAsync(ct);
        var now = clock.GetUtcNow();
        var moves = page.Select(x => (Order: x, Move: x.Rearm(configuration, publishedAt))).Where(x => x.Move.Armed.Count + x.Move.Dropped.Count > 0).ToList();

        await DropAsync(moves, now, ct);
        foreach (var (order, move) in moves)
        {
            foreach (var deadline in move.Armed)
                db.WorkItems.Add(WorkItem.Schedule(new WorkItemId(deadline.Id), item.TenantId, WorkKinds.Timeout, order.Id.Value.ToString(), deadline.DueAt, now, deadline.Rule));
        }
        if (page.Count == PageSize)
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), item.TenantId, Kind, item.Subject, now, now, page[^1].OrderNo));
    }

    private async Task DropAsync(List<(Order Order, OrderMove Move)> moves, DateTimeOffset now, CancellationToken ct)
    {
        var dropped = moves.SelectMany(x => x.Move.Dropped.Select(d => (x.Order, Deadline: d))).ToList();
        if (dropped.Count == 0) return;

        var ids = dropped.ConvertAll(x => new WorkItemId(x.Deadline.Id));
        foreach (var waiting in await db.WorkItems.Where(x => ids.Contains(x.Id) && x.State == WorkItemState.Waiting).ToListAsync(ct)) waiting.Cancel(now);

        var causes = dropped.Where(x => x.Deadline.BreachedAt is not null).Select(x => Alert.TimeoutCause(x.Order.Id, x.Deadline.Rule)).ToList();
        if (causes.Count == 0) return;
        foreach (var alert in await db.Alerts.Where(x => causes.Contains(x.OpenCause!)).ToListAsync(ct))
        {
            alert.Resolve(RuleChanged, now);
            audit.Record("alert.resolved", "alert", alert.Id.Value.ToString(), null, new { alert.OrderNo, alert.Rule, because = RuleChanged });
        }
    }
}
