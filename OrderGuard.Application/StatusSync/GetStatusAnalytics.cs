using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Dashboard;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>How statuses travelled from a day to another, both included, in the company's zone; without them, in the last 7 days.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetStatusAnalytics(DateOnly? From = null, DateOnly? To = null)
{
    public const int UsualDays = 7;
    public const int MostDays = 92;

    /// <summary>Moves and deliveries that medians are taken of.</summary>
    public const int Sample = 50_000;
}

public sealed class GetStatusAnalyticsValidator : AbstractValidator<GetStatusAnalytics>
{
    public GetStatusAnalyticsValidator()
    {
        RuleFor(x => x.To).GreaterThanOrEqualTo(x => x.From).When(x => x.From is not null && x.To is not null).WithMessage("The last day must not be before the first.");
        RuleFor(x => x.To).Must((x, to) => x.From is null || to is null || to.Value.DayNumber - x.From.Value.DayNumber < GetStatusAnalytics.MostDays).WithMessage($"Choose at most {GetStatusAnalytics.MostDays} days.");
        RuleFor(x => x.From).Must(x => x is null || x.Value.Year is >= 1990 and < 9000).WithMessage("Choose a day of our time.");
        RuleFor(x => x.To).Must(x => x is null || x.Value.Year is >= 1990 and < 9000).WithMessage("Choose a day of our time.");
    }
}

internal sealed class GetStatusAnalyticsHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<GetStatusAnalytics, StatusAnalytics>
{
    public async Task<Result<StatusAnalytics>> HandleAsync(GetStatusAnalytics request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var zoneName = await db.Tenants.Where(x => x.Id == caller.RequiredTenant).Select(x => x.TimeZone).SingleAsync(ct);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var known) ? known : TimeZoneInfo.Utc;
        var last = request.To ?? request.From?.AddDays(GetStatusAnalytics.UsualDays - 1) ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).Date);
        var first = request.From ?? last.AddDays(1 - GetStatusAnalytics.UsualDays);
        var (start, end) = (BusinessDay.Midnight(first.ToDateTime(TimeOnly.MinValue), zone), BusinessDay.Midnight(last.AddDays(1).ToDateTime(TimeOnly.MinValue), zone));

        var events = db.OrderEvents.AsNoTracking().ReceivedIn(start, end);
        var tally = await events.ByHourAndMove(start).ToListAsync(ct);
        var refused = await events.Refused().ToListAsync(ct);
        var moves = await events.LatestMoves(GetStatusAnalytics.Sample).ToListAsync(ct);
        return new StatusAnalytics
        {
            From = first, To = last, TimeZone = zone.Id, Hours = HoursOf(tally, start, end, zone), Sources = SourcesOf(tally, configuration),
            Paths =
            [
                .. tally.Where(x => x is { Outcome: EventOutcome.Applied, From: not null, Status: not null }).GroupBy(x => (x.From, x.Status)).Select(x => new StatusPath(x.Key.From!.Value, x.Key.Status!.Value, x.Sum(t => t.Count), false)).OrderByDescending(x => x.Count),
                .. refused.Select(x => (Path: OrderMove.ReadIllegal(x.Detail), x.Count)).Where(x => x.Path is not null).Select(x => new StatusPath(x.Path!.Value.From, x.Path.Value.To, x.Count, true)).OrderByDescending(x => x.Count),
            ],
            Steps = StepsOf(moves), StepsOf = moves.Count, Targets = await TargetsAsync(start, end, ct),
        };
    }

    private static List<EventHour> HoursOf(List<EventTally> tally, DateTimeOffset start, DateTimeOffset end, TimeZoneInfo zone)
    {
        var counts = tally.GroupBy(x => x.Hour).ToDictionary(x => x.Key, x => x.Sum(t => t.Count));
        return [.. Enumerable.Range(0, (int)(end - start).TotalHours).Select(x => new EventHour(TimeZoneInfo.ConvertTime(start.AddHours(x), zone).DateTime, counts.GetValueOrDefault(x)))];
    }

    private static List<SourceTally> SourcesOf(List<EventTally> tally, TenantConfiguration configuration) =>
        [.. from source in tally.GroupBy(x => x.Source)
            let events = source.Sum(x => x.Count)
            orderby events descending, source.Key
            select new SourceTally(
                source.Key, configuration.Source(source.Key)?.Label, events, source.Where(x => x is { Outcome: EventOutcome.Applied, From: not null }).Sum(x => x.Count),
                Of(source, EventOutcome.Observed), Of(source, EventOutcome.Stale), Of(source, EventOutcome.Illegal), Of(source, EventOutcome.Unmapped))];

    private static int Of(IEnumerable<EventTally> tally, EventOutcome outcome) => tally.Where(x => x.Outcome == outcome).Sum(x => x.Count);

    /// <summary>The stays between two moves of an order, where one follows from the other.</summary>
    private static List<StepTime> StepsOf(List<MadeMove> moves)
    {
        var stays = new Dictionary<(int Status, int Next, string Source, string NextSource), List<TimeSpan>>();
        foreach (var order in moves.GroupBy(x => x.OrderNo, StringComparer.Ordinal))
        {
            MadeMove? before = null;
            // Moves of one instant follow one another by the status they left; the store gives them in any order.
            foreach (var move in order.OrderBy(x => x.At).ThenBy(x => x.From ?? -1))
            {
                if (before is not null && move.From is not null && move.From != before.Status) before = null;
                else if (before is not null && move.From is null) continue;
                if (before is not null)
                {
                    var key = (before.Status, move.Status, before.Source, move.Source);
                    if (!stays.TryGetValue(key, out var list)) stays.Add(key, list = []);
                    list.Add(move.At - before.At);
                }
                before = move;
            }
        }
        return [.. stays.Select(x => new StepTime(x.Key.Status, x.Key.Next, x.Key.Source, x.Key.NextSource, x.Value.Count, Quantile(x.Value, 0.5), Quantile(x.Value, 0.95)))
            .OrderBy(x => x.Status).ThenBy(x => x.Next).ThenByDescending(x => x.Count)];
    }

    private async Task<IReadOnlyList<TargetTally>> TargetsAsync(DateTimeOffset start, DateTimeOffset end, CancellationToken ct)
    {
        var pushes = db.StatusPushes.AsNoTracking().MadeIn(start, end);
        var tally = await pushes.ByTarget().ToListAsync(ct);
        var latencies = (await pushes.Where(x => x.State == PushState.Delivered && x.SettledAt != null).OrderByDescending(x => x.CreatedAt).Take(GetStatusAnalytics.Sample)
            .Select(x => new { x.Target, x.CreatedAt, x.SettledAt }).ToListAsync(ct)).ToLookup(x => x.Target, x => x.SettledAt!.Value - x.CreatedAt);
        return [.. tally.OrderByDescending(x => x.Count).Select(x => new TargetTally(
            x.Target, x.Count, x.Delivered, x.Failures, x.Review, latencies.Contains(x.Target) ? Quantile([.. latencies[x.Target]], 0.5) : null, latencies.Contains(x.Target) ? Quantile([.. latencies[x.Target]], 0.95) : null))];
    }

    private static TimeSpan Quantile(List<TimeSpan> values, double share)
    {
        values.Sort();
        return values[Math.Max(0, (int)Math.Ceiling(share * values.Count) - 1)];
    }
}
