using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Dashboard;

/// <summary>How the company's day goes: its orders, its timeouts against the target, and who waits longest.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetOverview;

internal sealed class GetOverviewHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<GetOverview, Overview>
{
    private const int OldestShown = 8;

    public async Task<Result<Overview>> HandleAsync(GetOverview request, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var zone = await db.Tenants.Where(x => x.Id == tenant).Select(x => x.TimeZone).SingleAsync(ct);
        var now = clock.GetUtcNow();
        var day = BusinessDay.Of(now, zone);
        var dayStart = day.Start.UtcTicks;
        var sinceYesterday = day.Yesterday + (now - day.Start);

        var byStatus = await db.Orders.Where(x => x.PlacedAt >= day.Start && x.PlacedAt < day.End)
            .GroupBy(x => x.Status).Select(x => new { Status = x.Key, Count = x.Count() }).ToListAsync(ct);
        var placed = await db.Orders.Where(x => x.PlacedAt >= day.Start && x.PlacedAt <= now)
            .GroupBy(x => Hours.Between(dayStart, x.PlacedAt)).Select(x => new { Hour = x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Hour, x => x.Count, ct);
        var late = await db.Alerts.Where(x => x.Kind == AlertKind.Timeout && x.RaisedAt >= day.Start && x.RaisedAt <= now)
            .GroupBy(x => Hours.Between(dayStart, x.RaisedAt)).Select(x => new { Hour = x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Hour, x => x.Count, ct);
        var placedYesterday = await db.Orders.CountAsync(x => x.PlacedAt >= day.Yesterday && x.PlacedAt < sinceYesterday, ct);
        var lateYesterday = await db.Alerts.CountAsync(x => x.Kind == AlertKind.Timeout && x.RaisedAt >= day.Yesterday && x.RaisedAt < sinceYesterday, ct);
        var open = await db.Alerts.Where(x => x.State == AlertState.Open || x.State == AlertState.Acknowledged)
            .GroupBy(x => x.Severity).Select(x => new { Severity = x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Severity, x => x.Count, ct);

        return new Overview
        {
            AsOf = now,
            DayStart = day.Start,
            TimeZone = day.Zone.Id,
            AnyOrders = byStatus.Count > 0 || placedYesterday > 0 || await db.Orders.AnyAsync(ct),
            ByStatus = [.. from x in byStatus orderby x.Status select new StatusCount(StatusView.Of(x.Status, configuration), x.Count)],
            ByHour = [.. from hour in Enumerable.Range(0, day.HoursUntil(now)) select new HourCount(day.Start.AddHours(hour), placed.GetValueOrDefault(hour), late.GetValueOrDefault(hour))],
            PlacedYesterdayByNow = placedYesterday,
            TimeoutsYesterdayByNow = lateYesterday,
            TargetRate = configuration.Document.Alerts.TargetTimeoutRate,
            OpenCritical = open.GetValueOrDefault(AlertSeverity.Critical),
            OpenWarning = open.GetValueOrDefault(AlertSeverity.Warning),
            OpenInfo = open.GetValueOrDefault(AlertSeverity.Info),
            OnTheirWay = await db.Orders.Finished(false).CountAsync(ct),
            OldestWaiting = await OldestAsync(configuration, ct),
        };
    }

    /// <summary>The longest waiting of each status, by the index that holds them sorted, and of these the longest waiting.</summary>
    private async Task<List<OrderRow>> OldestAsync(TenantConfiguration configuration, CancellationToken ct)
    {
        var oldest = new List<Order>();
        foreach (var status in configuration.Statuses.Select(x => x.Code))
        {
            oldest.AddRange(await db.Orders.AsNoTracking().Finished(false).Where(x => x.Status == status)
                .OrderBy(x => x.StatusSince).Take(OldestShown).ToListAsync(ct));
        }
        var shown = oldest.OrderBy(x => x.StatusSince).ThenBy(x => x.OrderNo, StringComparer.Ordinal).Take(OldestShown).ToList();
        var alerts = await db.Alerts.UnresolvedOfAsync(shown, ct);
        return [.. shown.Select(x => OrderRows.Of(x, alerts.GetValueOrDefault(x.OrderNo), configuration))];
    }
}
