using OrderGuard.Application.Alerts;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Web.Orders;

/// <summary>One order as the machine interface tells it. <see cref="Risk"/> is null where it was not assessed, or the key may not see risk.</summary>
public sealed record OrderAnswer(
    string OrderNo, int Status, string StatusName, DateTimeOffset StatusSince, bool Finished, DateTimeOffset PlacedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    OrderFacts Order, IReadOnlyList<SaidStatus> Sources, IReadOnlyList<Hold> Holds, IReadOnlyList<RunningDeadline> Deadlines, IReadOnlyList<AlertView> Alerts,
    RiskAnswer? Risk, IReadOnlyList<TimelineEntry> Timeline)
{
    public static OrderAnswer Of(OrderDetail x) => new(
        x.Row.OrderNo, x.Row.Status, x.Row.StatusName, x.Row.StatusSince, x.Row.Finished, x.Row.PlacedAt, x.CreatedAt, x.UpdatedAt, x.Facts,
        [.. x.Sources.Select(s => new SaidStatus(s.Source, s.Word, s.Status?.Code, s.OccurredAt))], x.Holds,
        [.. x.Deadlines.Select(d => new RunningDeadline(d.Rule, d.From.Code, d.Until.Code, d.ArmedAt, d.DueAt, d.BreachedAt))], x.Alerts, x.Risk,
        [.. x.Timeline.Select(t => new TimelineEntry(t.Source, t.EventId, t.Word, t.Status?.Code, t.MovedFrom, t.Outcome, t.Detail, t.OccurredAt, t.ReceivedAt, t.Historical))]);
}

/// <summary>What one source said last.</summary>
public sealed record SaidStatus(string Source, string Word, int? Status, DateTimeOffset OccurredAt);

/// <summary>A deadline that the order waits under.</summary>
public sealed record RunningDeadline(string Rule, int From, int Until, DateTimeOffset ArmedAt, DateTimeOffset DueAt, DateTimeOffset? BreachedAt);

/// <summary>One report on the order and what came of it.</summary>
public sealed record TimelineEntry(
    string Source, string Id, string Word, int? Status, int? MovedFrom, EventOutcome Outcome, string? Detail, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, bool Historical);
