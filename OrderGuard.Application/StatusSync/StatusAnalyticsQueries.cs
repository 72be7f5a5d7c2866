using OrderGuard.Application.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>What the status figures are counted from: added up by the store, so that what is read does not grow with the period.</summary>
internal static class StatusAnalyticsQueries
{
    public static IQueryable<OrderEvent> ReceivedIn(this IQueryable<OrderEvent> events, DateTimeOffset start, DateTimeOffset end) => events.Where(x => x.ReceivedAt >= start && x.ReceivedAt < end);

    /// <summary>By hour, source, outcome and move; one pass over the index on when events were received, which holds all of it.</summary>
    public static IQueryable<EventTally> ByHourAndMove(this IQueryable<OrderEvent> events, DateTimeOffset start)
    {
        var ticks = start.UtcTicks;
        return events.GroupBy(x => new { Hour = Hours.Between(ticks, x.ReceivedAt), x.Source, x.Outcome, x.MovedFrom, x.Status })
            .Select(x => new EventTally(x.Key.Hour, x.Key.Source, x.Key.Outcome, x.Key.MovedFrom, x.Key.Status, x.Count()));
    }

    /// <summary>Refused moves by what was said of them, which names both statuses.</summary>
    public static IQueryable<RefusedMoves> Refused(this IQueryable<OrderEvent> events) =>
        events.Where(x => x.Outcome == EventOutcome.Illegal).GroupBy(x => x.Detail).Select(x => new RefusedMoves(x.Key, x.Count()));

    /// <summary>The latest moves, of which stays are measured.</summary>
    public static IQueryable<MadeMove> LatestMoves(this IQueryable<OrderEvent> events, int most) =>
        events.Where(x => x.Outcome == EventOutcome.Applied && x.Status != null).OrderByDescending(x => x.ReceivedAt).Take(most).Select(x => new MadeMove(x.OrderNo, x.OccurredAt, x.Source, x.Status!.Value, x.MovedFrom));

    public static IQueryable<StatusPush> MadeIn(this IQueryable<StatusPush> pushes, DateTimeOffset start, DateTimeOffset end) => pushes.Where(x => x.CreatedAt >= start && x.CreatedAt < end);

    public static IQueryable<PushTally> ByTarget(this IQueryable<StatusPush> pushes) => pushes.GroupBy(x => x.Target).Select(x => new PushTally(
        x.Key, x.Count(), x.Sum(p => p.Failures), x.Count(p => p.State == PushState.Delivered), x.Count(p => p.State == PushState.Review)));
}

internal sealed record EventTally(long Hour, string Source, EventOutcome Outcome, int? From, int? Status, int Count);

internal sealed record RefusedMoves(string? Detail, int Count);

internal sealed record MadeMove(string OrderNo, DateTimeOffset At, string Source, int Status, int? From);

internal sealed record PushTally(string Target, int Count, int Failures, int Delivered, int Review);
