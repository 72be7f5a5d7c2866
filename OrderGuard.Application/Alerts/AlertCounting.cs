using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Counts the alerts and the traffic of the scope's tenant.</summary>
internal sealed class AlertCounting(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, PastHours pastHours, TimeProvider clock)
{
    private const int Levels = 3;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    public async Task<AlertCounters> CountAsync(CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var now = clock.GetUtcNow();
        var sequence = await db.Ledgers.Select(x => x.AlertSequence).SingleOrDefaultAsync(ct);
        var standing = await db.Alerts.Standing().GroupBy(x => new { x.State, x.Severity, x.Level })
            .Select(x => new { x.Key.State, x.Key.Severity, x.Key.Level, Count = x.Count() }).ToListAsync(ct);
        int Open(AlertSeverity severity) => standing.Where(x => x.State is AlertState.Open && x.Severity == severity).Sum(x => x.Count);

        var hours = HoursOf(await DayBeginsAsync(tenant, now, ct), now);
        List<int> raised = [], placed = [];
        foreach (var (from, to) in hours)
        {
            var (timedOut, orders) = await CountHourAsync(tenant, from, to, now, ct);
            raised.Add(timedOut);
            placed.Add(orders);
        }
        var minuteAgo = now - Minute;
        var fiveMinutesAgo = now - FiveMinutes;
        return new AlertCounters
        {
            Open = new OpenBySeverity(Open(AlertSeverity.Critical), Open(AlertSeverity.Warning), Open(AlertSeverity.Info)),
            Acknowledged = standing.Where(x => x.State is AlertState.Acknowledged).Sum(x => x.Count),
            ByLevel = [.. Enumerable.Range(1, Levels).Select(level => standing.Where(x => Math.Min(x.Level, Levels) == level).Sum(x => x.Count))],
            RaisedByHour = raised,
            PlacedByHour = placed,
            TimeoutRate = placed.Sum() is > 0 and var all ? Math.Round((double)raised.Sum() / all, 5) : null,
            TargetTimeoutRate = (await configurations.GetAsync(db, tenant, ct)).Document.Alerts.TargetTimeoutRate,
            EventsPerMinute = await db.OrderEvents.CountAsync(x => x.ReceivedAt > minuteAgo && x.ReceivedAt <= now && !x.Historical, ct),
            OrdersPerMinute = Math.Round(await db.Orders.CountAsync(x => x.PlacedAt > fiveMinutesAgo && x.PlacedAt <= now, ct) / FiveMinutes.TotalMinutes, 1),
            Sequence = sequence,
            At = now,
        };
    }

    private async Task<DateTimeOffset> DayBeginsAsync(TenantId tenant, DateTimeOffset now, CancellationToken ct)
    {
        var id = await db.Tenants.Where(x => x.Id == tenant).Select(x => x.TimeZone).SingleOrDefaultAsync(ct);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(id ?? "UTC", out var known) ? known : TimeZoneInfo.Utc;
        var midnight = TimeZoneInfo.ConvertTime(now, zone).Date;
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static List<(DateTimeOffset From, DateTimeOffset To)> HoursOf(DateTimeOffset day, DateTimeOffset now)
    {
        List<(DateTimeOffset, DateTimeOffset)> hours = [];
        for (var from = day; from <= now; from = from.AddHours(1)) hours.Add((from, from.AddHours(1)));
        return hours;
    }

    private async Task<(int TimedOut, int Placed)> CountHourAsync(TenantId tenant, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, CancellationToken ct)
    {
        if (pastHours.Find(tenant, from, now) is { } known) return known;
        var timedOut = await db.Alerts.CountAsync(x => x.Kind == AlertKind.Timeout && x.RaisedAt >= from && x.RaisedAt < to, ct);
        var placed = await db.Orders.CountAsync(x => x.PlacedAt >= from && x.PlacedAt < to, ct);
        if (to <= now) pastHours.Keep(tenant, from, (timedOut, placed), now);
        return (timedOut, placed);
    }
}

/// <summary>Remembers for a while what was counted of hours that have passed, so that a day is not counted anew each second.</summary>
internal sealed class PastHours
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(TenantId, DateTimeOffset), ((int, int) Counts, DateTimeOffset Until)> _hours = new();

    public (int TimedOut, int Placed)? Find(TenantId tenant, DateTimeOffset hour, DateTimeOffset now) =>
        _hours.TryGetValue((tenant, hour), out var known) && known.Until > now ? known.Counts : null;

    public void Keep(TenantId tenant, DateTimeOffset hour, (int TimedOut, int Placed) counts, DateTimeOffset now)
    {
        foreach (var (key, value) in _hours) if (value.Until <= now) _hours.TryRemove(key, out _);
        _hours[(tenant, hour)] = (counts, now + KeepFor);
    }
}
