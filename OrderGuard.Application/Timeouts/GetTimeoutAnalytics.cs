using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Dashboard;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>How the timeouts went from a day to another, both included, in the company's zone; without them, in the last 30 days.</summary>
[Requires(Permission.ViewAlerts)]
public sealed record GetTimeoutAnalytics(DateOnly? From = null, DateOnly? To = null)
{
    public const int UsualDays = 30;
    public const int MostDays = 400;
}

public sealed class GetTimeoutAnalyticsValidator : AbstractValidator<GetTimeoutAnalytics>
{
    public GetTimeoutAnalyticsValidator()
    {
        RuleFor(x => x.To).GreaterThanOrEqualTo(x => x.From).When(x => x.From is not null && x.To is not null).WithMessage("The last day must not be before the first.");
        RuleFor(x => x.To).Must((x, to) => x.From is null || to is null || to.Value.DayNumber - x.From.Value.DayNumber < GetTimeoutAnalytics.MostDays)
            .WithMessage($"Choose at most {GetTimeoutAnalytics.MostDays} days.");
        // Leaves room for the period before.
        RuleFor(x => x.From).Must(x => x is null || x.Value.Year is >= 1990 and < 9000).WithMessage("Choose a day of our time.");
        RuleFor(x => x.To).Must(x => x is null || x.Value.Year is >= 1990 and < 9000).WithMessage("Choose a day of our time.");
    }
}

internal sealed class GetTimeoutAnalyticsHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<GetTimeoutAnalytics, TimeoutAnalytics>
{
    public async Task<Result<TimeoutAnalytics>> HandleAsync(GetTimeoutAnalytics request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var zoneName = await db.Tenants.Where(x => x.Id == caller.RequiredTenant).Select(x => x.TimeZone).SingleAsync(ct);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var known) ? known : TimeZoneInfo.Utc;
        var last = request.To ?? request.From?.AddDays(GetTimeoutAnalytics.UsualDays - 1) ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).Date);
        var first = request.From ?? last.AddDays(1 - GetTimeoutAnalytics.UsualDays);
        var days = last.DayNumber - first.DayNumber + 1;
        var (before, start, end) = (Begins(first.AddDays(-days), zone), Begins(first, zone), Begins(last.AddDays(1), zone));

        var placed = await PlacedAsync(start, end, ct);
        var orders = await db.Orders.Where(x => x.PlacedAt >= start && x.PlacedAt < end).GroupBy(x => new { x.Category, x.Warehouse, x.Source })
            .Select(x => new Placed(x.Key.Category, x.Key.Warehouse, x.Key.Source, x.Count())).ToListAsync(ct);
        var alerts = await AlertsAsync(before, end, ct);
        var (now, earlier) = (alerts.Where(x => x.RaisedAt >= start).ToList(), alerts.Where(x => x.RaisedAt < start).ToList());
        var hours = new TimeoutHours(zone, start, end, placed, now.ConvertAll(x => x.RaisedAt));

        return new TimeoutAnalytics
        {
            From = first, To = last, TimeZone = zone.Id, TargetRate = configuration.Document.Alerts.TargetTimeoutRate,
            Now = Figures(orders.Sum(x => x.Count), now), Before = Figures(await db.Orders.CountAsync(x => x.PlacedAt >= before && x.PlacedAt < start, ct), earlier),
            Days = hours.Days(), Week = hours.Week(),
            ByCategory = Shares(orders, x => x.Category, now, x => x.Category, x => configuration.Document.Categories.FirstOrDefault(c => c.Code == x)?.Label),
            ByWarehouse = Shares(orders, x => x.Warehouse, now, x => x.Warehouse, _ => null),
            BySource = Shares(orders, x => x.Source, now, x => x.Source, x => configuration.Source(x)?.Label),
            Levels = [.. from x in now where x.ResolvedAt is not null group x by x.Level into level orderby level.Key
                         select new TimeoutLevel(level.Key, level.Count(), Quantiles.Of([.. level.Select(a => a.Stood)], 0.5))],
            Saved = SavedMinutes.Of(now.Where(x => x.ResolvedAt is not null).Select(Settled), alerts.Where(x => x.ResolvedAt is not null).Select(Settled)),
        };
    }

    /// <summary>Orders by hour from the beginning, counted by the database.</summary>
    private async Task<Dictionary<long, int>> PlacedAsync(DateTimeOffset start, DateTimeOffset end, CancellationToken ct)
    {
        var ticks = start.UtcTicks;
        return await db.Orders.Where(x => x.PlacedAt >= start && x.PlacedAt < end).GroupBy(x => Hours.Between(ticks, x.PlacedAt))
            .Select(x => new { Hour = x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Hour, x => x.Count, ct);
    }

    /// <summary>The timeouts of both periods, a few narrow columns of each: medians need every one, and they are few beside the orders.</summary>
    private Task<List<RaisedTimeout>> AlertsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        (from a in db.Alerts
         where a.Kind == AlertKind.Timeout && a.RaisedAt >= @from && a.RaisedAt < to
         join o in db.Orders on a.OrderId equals (OrderId?)o.Id into found
         from o in found.DefaultIfEmpty()
         select new RaisedTimeout(a.RaisedAt, a.AcknowledgedAt, a.ResolvedAt, a.Level, a.Rule ?? "", a.Category, o!.Warehouse, o.Source)).ToListAsync(ct);

    private static TimeoutFigures Figures(int orders, List<RaisedTimeout> alerts)
    {
        var acknowledged = alerts.Where(x => x.AcknowledgedAt is not null).Select(x => x.AcknowledgedAt!.Value - x.RaisedAt).ToList();
        var resolved = alerts.Where(x => x.ResolvedAt is not null).Select(x => x.Stood).ToList();
        return new TimeoutFigures(orders, alerts.Count)
        {
            Acknowledged = acknowledged.Count, Resolved = resolved.Count,
            AcknowledgeMedian = Quantiles.Of(acknowledged, 0.5), AcknowledgeP95 = Quantiles.Of(acknowledged, 0.95),
            ResolveMedian = Quantiles.Of(resolved, 0.5), ResolveP95 = Quantiles.Of(resolved, 0.95),
        };
    }

    private static List<TimeoutShare> Shares(
        List<Placed> orders, Func<Placed, string?> ofOrder, List<RaisedTimeout> alerts, Func<RaisedTimeout, string?> ofAlert, Func<string, LocalizedText?> label)
    {
        var placed = orders.GroupBy(x => ofOrder(x) ?? "").ToDictionary(x => x.Key, x => x.Sum(o => o.Count), StringComparer.Ordinal);
        var late = alerts.GroupBy(x => ofAlert(x) ?? "").ToDictionary(x => x.Key, x => x.Count(), StringComparer.Ordinal);
        return [.. from key in placed.Keys.Union(late.Keys, StringComparer.Ordinal)
                   let share = new TimeoutShare(key.Length == 0 ? null : key, key.Length == 0 ? null : label(key), placed.GetValueOrDefault(key), late.GetValueOrDefault(key))
                   orderby share.Timeouts descending, share.Orders descending, key
                   select share];
    }

    private static SettledTimeout Settled(RaisedTimeout x) => new(x.Rule, x.AcknowledgedAt is not null, x.Stood);

    private static DateTimeOffset Begins(DateOnly day, TimeZoneInfo zone) => BusinessDay.Midnight(day.ToDateTime(TimeOnly.MinValue), zone);

    private sealed record Placed(string? Category, string? Warehouse, string Source, int Count);

    private sealed record RaisedTimeout(
        DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ResolvedAt, int Level, string Rule, string? Category, string? Warehouse, string? Source)
    {
        public TimeSpan Stood => ResolvedAt is { } resolved ? resolved - RaisedAt : TimeSpan.Zero;
    }
}
