using System.Runtime.InteropServices;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Risk.Features;

/// <summary>By what orders are looked up.</summary>
internal enum SignalKey { Everything, Hour, Account, Phone, IdNumber, Device, Address, Payment, Ip, NameShape, Category, Sku, Own }

/// <summary>An order in the windows, with when its outcomes became known.</summary>
internal sealed class SeenOrder(OrderSignals signals)
{
    public OrderSignals Signals { get; } = signals;
    public long Ticks { get; } = signals.At.UtcTicks;
    public long[] OutcomeTicks { get; } = [long.MaxValue, long.MaxValue, long.MaxValue];
}

/// <summary>The orders of one company by each of their keys, in order of time, no older than the horizon and no more than the bound.</summary>
internal sealed class FeatureWindows(TimeSpan horizon, int mostOrders)
{
    private readonly Dictionary<(SignalKey Kind, string Key), Line> _lines = [];
    private readonly Dictionary<OrderId, SeenOrder> _orders = [];
    private readonly List<(SignalKey, string)> _keys = [];

    public int Count => _orders.Count;

    public bool Knows(OrderId order) => _orders.ContainsKey(order);

    public OrderSignals? Find(OrderId order) => _orders.GetValueOrDefault(order)?.Signals;

    /// <summary>The orders of a key within [t − window, t).</summary>
    public ReadOnlySpan<SeenOrder> Of(SignalKey kind, string key, long before, TimeSpan window) =>
        _lines.TryGetValue((kind, key), out var line) ? line.Between(before - window.Ticks, before) : default;

    public void Add(OrderSignals signals)
    {
        if (_orders.ContainsKey(signals.Order)) return;
        var order = new SeenOrder(signals);
        var all = LineOf(SignalKey.Everything, "");
        if (all.Newest is { } newest && order.Ticks < newest.Ticks - horizon.Ticks) return;
        _orders.Add(signals.Order, order);
        foreach (var (kind, key) in KeysOf(signals)) LineOf(kind, key).Add(order);
        while (all.Oldest is { } oldest && (_orders.Count > mostOrders || oldest.Ticks < all.Newest!.Ticks - horizon.Ticks)) Forget(oldest);
    }

    /// <summary>Whether that is news of an order in the windows.</summary>
    public bool Learn(OrderId order, OrderOutcome outcome, DateTimeOffset at)
    {
        if (!_orders.TryGetValue(order, out var seen)) return false;
        ref var known = ref seen.OutcomeTicks[(int)outcome];
        var isNews = known == long.MaxValue;
        // The earliest report counts.
        known = Math.Min(known, at.UtcTicks);
        return isNews;
    }

    /// <summary>Every line is in the same order, so the oldest of all stands first in each of its own.</summary>
    private void Forget(SeenOrder oldest)
    {
        _orders.Remove(oldest.Signals.Order);
        foreach (var key in KeysOf(oldest.Signals))
        {
            _lines[key].RemoveOldest();
            if (_lines[key].Oldest is null && key.Item1 != SignalKey.Everything) _lines.Remove(key);
        }
    }

    /// <summary>Takes an order in as what is known of it by now: it leaves the lines of its former keys, and what became of it stays. Whether anything changed.</summary>
    public bool Replace(OrderSignals signals)
    {
        if (_orders.TryGetValue(signals.Order, out var former))
        {
            if (former.Signals.SaysAs(signals)) return false;
            Remove(former);
        }
        Add(signals);
        if (former is not null && _orders.TryGetValue(signals.Order, out var now)) former.OutcomeTicks.CopyTo(now.OutcomeTicks, 0);
        return true;
    }

    private void Remove(SeenOrder order)
    {
        _orders.Remove(order.Signals.Order);
        foreach (var key in KeysOf(order.Signals))
        {
            _lines[key].Remove(order);
            if (_lines[key].Oldest is null && key.Item1 != SignalKey.Everything) _lines.Remove(key);
        }
    }

    private Line LineOf(SignalKey kind, string key)
    {
        ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, (kind, key), out _);
        return line ??= new Line();
    }

    private List<(SignalKey, string)> KeysOf(OrderSignals x)
    {
        _keys.Clear();
        _keys.Add((SignalKey.Everything, ""));
        _keys.Add((SignalKey.Hour, Hour(x.LocalHour)));
        Also(SignalKey.Account, x.Account);
        Also(SignalKey.Phone, x.Phone);
        Also(SignalKey.IdNumber, x.IdNumber);
        Also(SignalKey.Device, x.Device);
        Also(SignalKey.Address, x.Address);
        Also(SignalKey.Payment, x.Payment);
        Also(SignalKey.Ip, x.Ip);
        Also(SignalKey.NameShape, x.NameShape);
        Also(SignalKey.Category, x.Category);
        Also(SignalKey.Sku, x.Sku);
        if (x.Words is { } words) foreach (var (attribute, word) in words) Also(SignalKey.Own, Own(attribute, word));
        return _keys;

        void Also(SignalKey kind, string? key)
        {
            if (key is not null) _keys.Add((kind, key));
        }
    }

    public static string Hour(int hour) => Hours[hour];

    public static string Own(string attribute, string word) => $"{attribute}\n{word}";

    private static readonly string[] Hours = [.. Enumerable.Range(0, 24).Select(x => $"{x:00}")];

    private sealed class Line
    {
        private readonly List<SeenOrder> _orders = [];
        private int _first;

        public SeenOrder? Oldest => _first < _orders.Count ? _orders[_first] : null;
        public SeenOrder? Newest => _first < _orders.Count ? _orders[^1] : null;

        public void Add(SeenOrder order)
        {
            var at = _orders.Count;
            while (at > _first && _orders[at - 1].Ticks > order.Ticks) at--;
            _orders.Insert(at, order);
        }

        public void RemoveOldest()
        {
            _orders[_first++] = null!;
            if (_first <= 16 || _first < _orders.Count / 2) return;
            _orders.RemoveRange(0, _first);
            _first = 0;
        }

        public void Remove(SeenOrder order)
        {
            var at = _orders.IndexOf(order, Find(order.Ticks));
            if (at == _first) RemoveOldest();
            else _orders.RemoveAt(at);
        }

        public ReadOnlySpan<SeenOrder> Between(long from, long before)
        {
            var (start, end) = (Find(from), Find(before));
            return CollectionsMarshal.AsSpan(_orders)[start..end];
        }

        /// <summary>The first that is not before the moment.</summary>
        private int Find(long ticks)
        {
            var (from, to) = (_first, _orders.Count);
            while (from < to)
            {
                var middle = (from + to) / 2;
                if (_orders[middle].Ticks < ticks) from = middle + 1;
                else to = middle;
            }
            return from;
        }
    }
}
