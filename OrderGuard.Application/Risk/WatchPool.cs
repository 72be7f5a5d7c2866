using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Application.Risk;

/// <summary>The watched orders of one company by their keys, and those of them that are to be assessed again. One caller at a time.</summary>
internal sealed class WatchPool
{
    private readonly Dictionary<OrderId, (string[] Keys, DateTimeOffset Until)> _watched = [];
    private readonly Dictionary<string, HashSet<OrderId>> _byKey = new(StringComparer.Ordinal);
    private readonly PriorityQueue<OrderId, DateTimeOffset> _ends = new();
    private readonly HashSet<OrderId> _stirred = [];

    public void Watch(OrderSignals order, DateTimeOffset until)
    {
        Unwatch(order.Order);
        string[] keys = [.. KeysOf(order)];
        _watched[order.Order] = (keys, until);
        foreach (var key in keys)
        {
            if (_byKey.TryGetValue(key, out var others)) others.Add(order.Order);
            else _byKey.Add(key, [order.Order]);
        }
        _ends.Enqueue(order.Order, until);
    }

    public bool Holds(OrderId order) => _watched.ContainsKey(order);

    public void Unwatch(OrderId order)
    {
        _stirred.Remove(order);
        if (!_watched.Remove(order, out var watched)) return;
        foreach (var key in watched.Keys)
        {
            _byKey[key].Remove(order);
            if (_byKey[key].Count == 0) _byKey.Remove(key);
        }
    }

    /// <summary>Something is new about an order: the watched ones that share a key with it are to be assessed again.</summary>
    public void Stir(OrderSignals order)
    {
        foreach (var key in KeysOf(order))
            if (_byKey.TryGetValue(key, out var sharing)) _stirred.UnionWith(sharing.Where(x => x != order.Order));
    }

    /// <summary>Something became of an order: if it is watched it is to be assessed again.</summary>
    public void Stir(OrderId order)
    {
        if (_watched.ContainsKey(order)) _stirred.Add(order);
    }

    /// <summary>Some of those to be assessed again, but for these, which just have been; the others are left for the next time.</summary>
    public IReadOnlyList<OrderId> Take(IReadOnlySet<OrderId> but, int most, DateTimeOffset now)
    {
        while (_ends.TryPeek(out var order, out var until) && until <= now)
        {
            _ends.Dequeue();
            if (_watched.TryGetValue(order, out var watched) && watched.Until <= now) Unwatch(order);
        }
        _stirred.ExceptWith(but);
        OrderId[] taken = [.. _stirred.Take(most)];
        _stirred.ExceptWith(taken);
        return taken;
    }

    private static IEnumerable<string> KeysOf(OrderSignals x) => new[] { x.Account, x.Phone, x.IdNumber, x.Device, x.Address, x.Payment, x.Ip }.OfType<string>();
}
