using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>A maintenance window has ended: what still waits raises alerts of its own, and the window's alert is resolved with a summary.</summary>
internal sealed class EndMaintenanceHandler(
    IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, BreachAlerts alerts, INotices notices, TimeProvider clock) : IWorkHandler
{
    public const int PageSize = 500;

    public string Kind => WorkKinds.MaintenanceEnds;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        foreach (var window in items.GroupBy(x => x.Subject)) await EndAsync(window.Key, [.. window], configuration, ct);
    }

    private async Task EndAsync(string code, IReadOnlyList<WorkItem> items, TenantConfiguration configuration, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var window = configuration.Document.Maintenance.FirstOrDefault(x => x.Code == code);
        if (window?.IsOn(now) == true)
        {
            foreach (var item in items) item.Postpone(window.Until);
            return;
        }
        var page = await db.MaintenanceBreaches.Where(x => x.Window == code && x.State == CollapsedState.Collapsed).OrderBy(x => x.Id).Take(PageSize).ToListAsync(ct);
        var ids = page.Select(x => x.OrderId).Distinct().ToArray();
        var orders = await db.Orders.Where(x => EF.Parameter(ids).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
        var standing = page.Select(x => (Order: orders.GetValueOrDefault(x.OrderId), Deadline: x.End(orders.GetValueOrDefault(x.OrderId))))
            .Where(x => x.Deadline is not null).Select(x => (x.Order!, x.Deadline!)).ToList();
        await alerts.RaiseAsync(caller.RequiredTenant, standing, configuration, now, ct);
        if (page.Count == PageSize)
        {
            foreach (var item in items) item.Postpone(now);
            return;
        }
        var key = MaintenanceAlerts.KeyOf(code);
        if (await db.Alerts.FirstOrDefaultAsync(x => x.OpenCause == key, ct) is not { } alert) return;

        // This page is not saved yet; what the pages before it became is.
        var pageIds = page.ConvertAll(x => x.Id);
        var earlier = db.MaintenanceBreaches.Where(x => x.Window == code && x.NotedAt >= alert.Since && !pageIds.Contains(x.Id));
        var (count, raised) = (page.Count + await earlier.CountAsync(ct), standing.Count + await earlier.CountAsync(x => x.State == CollapsedState.Raised, ct));
        var summary = MaintenanceAlerts.Ended(count, raised);
        alert.Resolve(summary, now);
        var label = window?.Label ?? new LocalizedText(code, code);
        notices.Add(new Notice($"{key}:{alert.Id.Value:N}", NoticeEvents.MaintenanceSummary, raised > 0 ? AlertSeverity.Warning : AlertSeverity.Info, 1, [], window?.Channels ?? [],
            new NoticeValues { AlertId = alert.Id.Value, Title = label, Response = summary, Since = alert.Since, Path = "/configuration/maintenance" }));
    }
}
