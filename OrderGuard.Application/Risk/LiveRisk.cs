using System.Security.Cryptography;
using System.Text;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Application.Risk;

/// <summary>The live windows of one company: what its orders are compared with, and which of them are watched. Safe to be asked from many threads at once.</summary>
public sealed class LiveRisk(FeatureEngine engine, IReadOnlyList<OwnTag> own, TimeZoneInfo zone, Func<string, string, string> hash)
{
    private readonly Lock _lock = new();
    private readonly WatchPool _watched = new();

    public IReadOnlyList<TagDefinition> Tags => engine.Tags;

    /// <summary>Until when what other nodes have assessed was taken in.</summary>
    internal DateTimeOffset CaughtUpTo { get; set; }

    /// <summary>When it was last looked whether what is usual is to be learnt anew.</summary>
    internal DateTimeOffset UsualLookedAt { get; set; }

    public int Orders
    {
        get
        {
            lock (_lock) return engine.Orders;
        }
    }

    /// <summary>A keyed hash of a value of a kind: what lists are looked up by.</summary>
    public string Hash(string kind, string value) => hash(kind, value);

    public OrderSignals SignalsOf(Order order) => SignalsOf(order.Id, OrderSignals.MomentOf(order), order.Facts);

    public OrderSignals SignalsOf(OrderId order, DateTimeOffset at, OrderFacts facts) => OrderSignals.Of(order, at, facts, zone, hash, own: own);

    /// <summary>Takes orders into the windows; the watched ones that share a key with them are to be assessed again.</summary>
    public void Add(IEnumerable<OrderSignals> orders)
    {
        lock (_lock)
        {
            foreach (var order in orders)
            {
                engine.Add(order);
                _watched.Stir(order);
            }
        }
    }

    /// <summary>Takes orders in as what is known of them by now; the watched ones that share a key with them, or did, are to be assessed again.</summary>
    public void Replace(IEnumerable<OrderSignals> orders)
    {
        lock (_lock)
        {
            foreach (var order in orders)
            {
                var former = engine.Find(order.Order);
                if (!engine.Replace(order)) continue;
                if (former is not null) _watched.Stir(former);
                _watched.Stir(order);
            }
        }
    }

    public IReadOnlyList<OrderId> Unknown(IEnumerable<OrderId> orders)
    {
        lock (_lock) return [.. orders.Where(x => !engine.Knows(x))];
    }

    public void Learn(OrderId order, OrderOutcome outcome, DateTimeOffset at)
    {
        lock (_lock)
        {
            // A catch-up reads the last seconds again: what was known stirs nobody.
            if (!engine.Learn(order, outcome, at)) return;
            _watched.Stir(order);
            if (engine.Find(order) is { } signals) _watched.Stir(signals);
        }
    }

    public TagValues Compute(OrderSignals order)
    {
        var values = new float[engine.Tags.Count];
        lock (_lock) engine.Compute(order, values);
        return new TagValues(engine.Tags, values);
    }

    /// <summary>The values of an order with what has come to be known of its keys by now.</summary>
    public TagValues ComputeAgain(OrderSignals order, DateTimeOffset now)
    {
        var values = new float[engine.Tags.Count];
        lock (_lock)
        {
            engine.Compute(order, values);
            engine.Refresh(order, now, values);
        }
        return new TagValues(engine.Tags, values);
    }

    public IReadOnlyList<SharedKey> SharedBy(OrderSignals order, int mostOfAKey)
    {
        lock (_lock) return engine.SharedBy(order, mostOfAKey);
    }

    public void Watch(OrderSignals order, DateTimeOffset until)
    {
        lock (_lock) _watched.Watch(order, until);
    }

    /// <summary>Those of these orders that are not watched here.</summary>
    public IReadOnlyList<OrderId> Unwatched(IEnumerable<OrderId> orders)
    {
        lock (_lock) return [.. orders.Where(x => !_watched.Holds(x))];
    }

    public void Unwatch(OrderId order)
    {
        lock (_lock) _watched.Unwatch(order);
    }

    /// <summary>Some of the watched orders that are to be assessed again, but for these, which just have been.</summary>
    public IReadOnlyList<OrderId> TakeStirred(IEnumerable<OrderSignals> but, int most, DateTimeOffset now)
    {
        var fresh = but.Select(x => x.Order).ToHashSet();
        lock (_lock) return _watched.Take(fresh, most, now);
    }

    /// <summary>Part of a hash: enough to tell a company's values apart, short enough for a million orders in memory.</summary>
    internal static string Short(string hash) => hash.Length <= 22 ? hash : hash[..22];

    internal static string Signature(IReadOnlyList<OwnTag> own) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', own.Select(x => $"{x.Code}\t{x.Attribute}\t{x.Kind}")))));
}
