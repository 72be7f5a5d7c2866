using System.Collections.Concurrent;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>An order book in memory: applies the reports of a rehearsal exactly as intake does, each at the moment of its arrival, and keeps count. Nothing is read or written.</summary>
internal sealed class RehearsalBook(TenantId tenant, RehearsalStage stage)
{
    private const int MostSamples = 20;
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OrderEvent>> _orphans = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> _seen = [];
    private readonly ConcurrentDictionary<string, ClockEntry> _clocks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DelayEntry> _delays = new(StringComparer.Ordinal);
    private readonly List<StatusPush> _pushes = [];
    private readonly Dictionary<EventOutcome, int> _outcomes = [];
    private readonly Dictionary<string, int> _unmapped = new(StringComparer.Ordinal);
    private readonly Dictionary<(int From, int To), int> _forbidden = [];
    private readonly List<UnexpectedReport> _samples = [];
    private RehearsedShare _understood, _expected, _unknown, _duplicates, _outOfOrder, _late, _timed;
    private int _own, _others, _moves;
    private bool _noticed;

    /// <summary>What targets are to be told, in the order of the moves.</summary>
    public IReadOnlyList<StatusPush> Pushes => _pushes;

    public OrderFacts? FactsOf(string orderNo) => _orders.GetValueOrDefault(orderNo)?.Facts;

    public RehearsalTally Run(RehearsalSequence sequence)
    {
        foreach (var report in sequence.Events) Apply(report);
        return new RehearsalTally
        {
            Events = _own, Others = _others, Orders = _orders.Count, Moves = _moves, Understood = _understood, Expected = _expected, Unknown = _unknown, Duplicates = _duplicates,
            OutOfOrder = _outOfOrder, Late = _late, Timed = _timed, ClockNoticed = _noticed, ClockCorrected = stage.Corrects, NotGenerated = sequence.NotGenerated,
            Outcomes = [.. _outcomes.OrderBy(x => x.Key).Select(x => new OutcomeCount(x.Key, x.Value))],
            Unmapped = [.. _unmapped.OrderByDescending(x => x.Value).Take(MostSamples).Select(x => new Counted(x.Key, x.Value))],
            Forbidden = [.. _forbidden.OrderByDescending(x => x.Value).Take(MostSamples).Select(x => new RehearsedMove(x.Key.From, x.Key.To, x.Value))],
            Samples = _samples,
        };
    }

    private void Apply(RehearsalEvent report)
    {
        var (incoming, now) = (report.Event, report.ArrivesAt);
        if (!_seen.Add((report.Source, incoming.Id)))
        {
            Judge(report, EventOutcome.Duplicate, null, null, null);
            return;
        }
        var clocks = new BatchClocks(tenant, stage.Configuration, _clocks, now);
        var before = _orders.GetValueOrDefault(incoming.OrderNo);
        var comparisons = new OrderComparisons(tenant, stage.Configuration, _delays, now);
        var page = new OrderBookPage(tenant, stage.Configuration, before is null ? [] : [before], clocks, comparisons, now);
        var from = before?.Status;
        var arrived = new IncomingReport(Caller.System(tenant), report.Source, incoming, report.Historical, report.Historical ? now : DateTimeOffset.MinValue);
        if (!report.Historical) clocks.Observe([arrived]);
        var result = page.Apply(arrived);
        clocks.Commit();
        comparisons.Commit();
        Keep(page, incoming.OrderNo);
        _noticed |= report.Skewed && _clocks.GetValueOrDefault(report.Source)?.Measure.Condition is ClockCondition.Wrong or ClockCondition.WrongZone;
        Judge(report, result.Outcome, page.NewEvents[0], result.Detail, from);
    }

    private void Keep(OrderBookPage page, string orderNo)
    {
        foreach (var order in page.NewOrders) _orders.Add(order.OrderNo, order);
        if (page.NewOrders.Count > 0) page.Adopt(_orphans.GetValueOrDefault(orderNo) ?? []);
        foreach (var kept in page.NewEvents.Where(x => x.OrderId is null))
        {
            if (!_orphans.TryGetValue(orderNo, out var waiting)) _orphans.Add(orderNo, waiting = []);
            waiting.Add(kept);
        }
        _moves += page.Moves.Count;
        _pushes.AddRange(page.Consequences.Pushes);
    }

    private void Judge(RehearsalEvent report, EventOutcome outcome, OrderEvent? kept, string? detail, int? from)
    {
        if (!report.Own)
        {
            _others++;
            return;
        }
        _own++;
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        var right = report.Expected is { } expected ? outcome == expected : outcome is not (EventOutcome.Illegal or EventOutcome.Invalid);
        switch (report.Disturbance)
        {
            case Disturbance.Duplicate:
                _duplicates = _duplicates.And(right);
                break;
            case Disturbance.Unknown:
                _unknown = _unknown.And(right);
                break;
            case Disturbance.OutOfOrder:
                _outOfOrder = _outOfOrder.And(right);
                break;
            default:
                var understood = kept?.Status is not null;
                _understood = _understood.And(understood);
                if (!understood) _unmapped[kept?.Word ?? ""] = _unmapped.GetValueOrDefault(kept?.Word ?? "") + 1;
                _expected = _expected.And(right);
                if (report.Disturbance is Disturbance.Late) _late = _late.And(right && IsTimed(report, kept));
                if (report.Skewed) _timed = _timed.And(IsTimed(report, kept));
                break;
        }
        if (outcome is EventOutcome.Illegal && from is { } left && kept?.Status is { } to) _forbidden[(left, to)] = _forbidden.GetValueOrDefault((left, to)) + 1;
        if (!right && _samples.Count < MostSamples) _samples.Add(new UnexpectedReport(report.Recorded ?? report.Event.OrderNo, kept?.Word ?? report.Event.Status, report.Expected, outcome, detail));
    }

    /// <summary>Whether the report stands at the time when it happened, as exactly as clocks are held to.</summary>
    private bool IsTimed(RehearsalEvent report, OrderEvent? kept) =>
        kept is not null && (kept.OccurredAt - report.At).Duration() <= stage.Configuration.Document.Clock.AlertAbove + (report.Disturbance is Disturbance.Late ? TimeSpan.Zero : report.ArrivesAt - report.At);
}
