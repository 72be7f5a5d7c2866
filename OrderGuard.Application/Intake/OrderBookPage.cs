using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>The orders that one batch is about, in memory, and all that the batch does to them; nothing is read or written here.</summary>
internal sealed class OrderBookPage
{
    private readonly TenantId _tenant;
    private readonly TenantConfiguration _configuration;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<string, Order> _orders;
    private readonly Dictionary<string, List<OrderEvent>> _orphans = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<Order> _changed = [];
    private int _events;

    public OrderBookPage(TenantId tenant, TenantConfiguration configuration, IReadOnlyCollection<Order> orders, BatchClocks clocks, OrderComparisons comparisons, DateTimeOffset now)
    {
        (_tenant, _configuration, _now) = (tenant, configuration, now);
        _orders = orders.ToDictionary(x => x.OrderNo, StringComparer.Ordinal);
        Clocks = clocks;
        Comparisons = comparisons;
        Consequences = new MoveConsequences(configuration, now);
    }

    public MoveConsequences Consequences { get; }
    public BatchClocks Clocks { get; }
    public OrderComparisons Comparisons { get; }
    public List<Order> NewOrders { get; } = [];
    public List<OrderEvent> NewEvents { get; } = [];

    /// <summary>The orders placed by this batch whose fulfilment risk is to be judged.</summary>
    public List<Order> ToAssess { get; } = [];

    /// <summary>The orders placed by this batch whose honesty is to be assessed.</summary>
    public List<Order> ToScore { get; } = [];

    /// <summary>The orders of which this batch told something new that their assessment goes by.</summary>
    public IEnumerable<OrderId> ToScoreAgain => _changed.Count == 0 ? [] : _changed.Except(ToScore).Where(x => !x.Finished).Select(x => x.Id);

    /// <summary>The orders that came in as history: nothing follows from them, but others are compared with them.</summary>
    public List<Order> PastOrders { get; } = [];
    public List<(Caller By, string OrderNo, int? From, int To, string EventId)> Moves { get; } = [];

    /// <summary>What was imported as history, told in one entry for each source.</summary>
    public Dictionary<(Caller By, string Source), (int Events, int Moves)> Imported { get; } = [];

    /// <summary>The numbers of the orders placed by this batch, for which earlier events may be waiting.</summary>
    public IReadOnlyCollection<string> Placed => [.. NewOrders.Select(x => x.OrderNo)];

    /// <summary>The numbers of which events are kept and no order is there.</summary>
    public IReadOnlyCollection<string> WithoutOrder => [.. _orphans.Keys.Where(x => !_orders.ContainsKey(x))];

    public bool IsEmpty => _events == 0;

    public OrdersLiveChange? Change => _events == 0 ? null : new OrdersLiveChange(_tenant, _touched, _events);

    public int? StatusOf(string orderNo) => _orders.GetValueOrDefault(orderNo)?.Status;

    /// <summary>Applies one new event.</summary>
    public EventResult Apply(IncomingReport incoming)
    {
        var (id, orderNo, word, statedAt, facts) = incoming.Event;
        var occurredAt = incoming.Historical ? statedAt : Clocks.Calibrate(incoming.Source, statedAt);
        var payload = incoming.Event.Payload;
        var (found, status) = payload is null && !_configuration.Reads(incoming.Source) ? (word, _configuration.Translate(incoming.Source, word)) : _configuration.Understand(incoming.Source, word, payload, facts);
        var report = new StatusReport(incoming.Source, found, status, occurredAt, facts, incoming.ArmFrom) { StatedAt = statedAt };
        var order = _orders.GetValueOrDefault(orderNo);
        var known = order?.Facts;
        var move = order is not null ? order.Take(report, _configuration, _now) : MayPlace(report) ? Place(orderNo, report, incoming.Historical, out order) : Keep(report);
        var kept = OrderEvent.Record(_tenant, order?.Id, orderNo, id, report, move, statedAt, _now, incoming.Historical, _configuration.Version, payload);
        NewEvents.Add(kept);
        if (order is null) Wait(kept);
        else if (known is not null && !incoming.Historical && _configuration.Document.Risk.Enabled && OrderSignals.Differ(known, order.Facts, _configuration.Document.Risk.OwnTags)) _changed.Add(order);
        Note(order, move, occurredAt, incoming.Historical, incoming.By, incoming.Source, orderNo, id, report.Status);
        return new EventResult(id, move.Outcome, order?.Status, move.Detail);
    }

    /// <summary>Applies a kept event by what its word means now; whether it moved an order.</summary>
    public bool Reapply(OrderEvent kept, Caller by)
    {
        var (word, translated) = _configuration.Understand(kept.Source, kept.Word, kept.Payload, kept.Facts);
        if (translated is not { } status) return false;
        var report = new StatusReport(kept.Source, word, status, kept.OccurredAt, kept.Facts, kept.Historical ? kept.ReceivedAt : DateTimeOffset.MinValue) { StatedAt = kept.StatedAt };
        var order = _orders.GetValueOrDefault(kept.OrderNo);
        var move = order is not null ? order.TakeKept(report, _configuration, _now) : MayPlace(report) ? Place(kept.OrderNo, report, kept.Historical, out order) : Keep(report);
        kept.Reapplied(order?.Id, word, status, move, _configuration.Version);
        if (order is null) Wait(kept);
        Note(order, move, kept.OccurredAt, kept.Historical, by, kept.Source, kept.OrderNo, kept.EventId, status);
        return move.Moved;
    }

    /// <summary>Gives the orders placed by this batch the events that came before anybody who may had reported them.</summary>
    public void Adopt(IReadOnlyList<OrderEvent> waiting)
    {
        foreach (var kept in waiting.Concat(NewOrders.SelectMany(x => _orphans.GetValueOrDefault(x.OrderNo) ?? [])))
        {
            if (kept.OrderId is not null) continue;
            var order = _orders[kept.OrderNo];
            kept.Adopt(order.Id);
            order.Recall(new StatusReport(kept.Source, kept.Word, kept.Status, kept.OccurredAt, kept.Facts, DateTimeOffset.MinValue) { StatedAt = kept.StatedAt });
            Comparisons.Look(order, kept.Source, kept.Status, kept.Historical);
        }
    }

    private bool MayPlace(StatusReport report) => report.Status is { } status && _configuration.MayEnter(report.Source, status);

    private OrderMove Place(string orderNo, StatusReport report, bool historical, out Order? order)
    {
        (order, var move) = Order.Place(_tenant, orderNo, report, _configuration, _now);
        _orders.Add(orderNo, order);
        NewOrders.Add(order);
        if (!historical && _configuration.Document.FulfilmentRisk.Enabled) ToAssess.Add(order);
        if (historical) PastOrders.Add(order);
        else if (_configuration.Document.Risk.Enabled)
        {
            ToScore.Add(order);
            if (_configuration.Document.Risk.WaitForAssessment) order.Hold(HoldKinds.Assessment, "Its risk has not been assessed yet.", "OrderGuard", _now);
        }
        return move;
    }

    private static OrderMove Keep(StatusReport report) => report.Status is null
        ? OrderMove.Without(EventOutcome.Unmapped, null, $"No mapping for the word {report.Word} of source {report.Source}.")
        : OrderMove.Without(EventOutcome.Observed, null, "Kept until a source that may create the order reports it.");

    private void Wait(OrderEvent kept)
    {
        if (_orphans.TryGetValue(kept.OrderNo, out var others)) others.Add(kept);
        else _orphans.Add(kept.OrderNo, [kept]);
    }

    private void Note(Order? order, OrderMove move, DateTimeOffset at, bool historical, Caller by, string source, string orderNo, string eventId, int? said)
    {
        _events++;
        _touched.Add(orderNo);
        if (historical)
        {
            var (events, moves) = Imported.GetValueOrDefault((by, source));
            Imported[(by, source)] = (events + 1, moves + (move.Moved ? 1 : 0));
        }
        if (order is null) return;
        Comparisons.Look(order, source, said, historical);
        if (!move.Moved) return;
        Consequences.Add(order, move, at, historical, new MoveOrigin(source, eventId) { Trace = by.TraceId });
        if (!historical) Moves.Add((by, orderNo, move.From, order.Status, eventId));
    }
}
