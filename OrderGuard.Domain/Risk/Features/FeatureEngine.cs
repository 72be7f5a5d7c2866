using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Risk.Features;

/// <summary>Computes every tag of an order as of its moment from the orders before it; one for each company.</summary>
/// <remarks>
/// Windows are [t − w, t): the order itself and what came in the same instant or later count for nothing, also where they were reported first. Live and
/// replay are this one class: a replay hands it the stored orders in order of time. After a restart the orders of the last <see cref="Horizon"/> from
/// the database fill the windows again. Memory is bounded by <see cref="MostOrders"/>; beyond it the oldest are forgotten. One caller at a time.
/// </remarks>
public sealed class FeatureEngine(IReadOnlyList<OwnTag>? own = null, int mostOrders = FeatureEngine.MostOrders)
{
    public const int MostOrders = 1_000_000;

    /// <summary>The newest orders of one key in a window that a tag looks at one by one, so that a key that everybody shares slows nobody down; plain counts are exact.</summary>
    public const int MostLookedAt = 2_000;

    /// <summary>How far the longest window looks back.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(90);
    private readonly FeatureWindows _windows = new(Horizon, mostOrders);

    /// <summary>The tags in the order of the values: the catalogue's, then the company's own.</summary>
    public IReadOnlyList<TagDefinition> Tags { get; } = [.. TagCatalogue.All, .. (own ?? []).Select(x => x.Definition())];

    /// <summary>Orders in the windows.</summary>
    public int Orders => _windows.Count;

    /// <summary>The value of each tag for an order, which need not be known yet and does not become so; NaN: an input is missing.</summary>
    public void Compute(OrderSignals order, Span<float> values)
    {
        if (values.Length != Tags.Count) throw new ArgumentException($"There are {Tags.Count} tags, not {values.Length}.", nameof(values));
        var moment = new TagMoment(_windows, order);
        for (var i = 0; i < values.Length; i++) values[i] = (float)(Tags[i].Compute(moment) ?? double.NaN);
    }

    /// <summary>Lays over an order's values what has come to be known of its keys by <paramref name="now"/>: the tags that later orders add to, without the order itself.</summary>
    public void Refresh(OrderSignals order, DateTimeOffset now, Span<float> values)
    {
        if (values.Length != Tags.Count) throw new ArgumentException($"There are {Tags.Count} tags, not {values.Length}.", nameof(values));
        var moment = new TagMoment(_windows, order with { At = now }, withoutItself: true);
        for (var i = 0; i < values.Length; i++)
            if (Tags[i].Grows && Tags[i].Compute(moment) is { } value && !(value <= values[i])) values[i] = (float)value;
    }

    /// <summary>Whether the order is in the windows.</summary>
    public bool Knows(OrderId order) => _windows.Knows(order);

    /// <summary>What is known of an order in the windows; null: it is not there.</summary>
    public OrderSignals? Find(OrderId order) => _windows.Find(order);

    /// <summary>Takes an order in as what is known of it by now, in place of what was; whether anything changed.</summary>
    public bool Replace(OrderSignals order) => _windows.Replace(order);

    /// <summary>The orders of the week around an order that share a key with it, newest first, by the key that they share.</summary>
    public IReadOnlyList<SharedKey> SharedBy(OrderSignals order, int mostOfAKey)
    {
        var found = new List<SharedKey>();
        var week = TimeSpan.FromDays(7);
        foreach (var (kind, name, key) in ((SignalKey, string, string?)[])[
            (SignalKey.Account, "account", order.Account), (SignalKey.Phone, "phone", order.Phone), (SignalKey.IdNumber, "id-number", order.IdNumber), (SignalKey.Device, "device", order.Device),
            (SignalKey.Address, "address", order.Address), (SignalKey.Payment, "payment", order.Payment), (SignalKey.Ip, "ip", order.Ip)])
        {
            if (key is null) continue;
            var orders = _windows.Of(kind, key, order.At.UtcTicks + week.Ticks, 2 * week);
            List<OrderId> others = [];
            for (var i = orders.Length - 1; i >= 0 && others.Count < mostOfAKey; i--)
                if (orders[i].Signals.Order != order.Order) others.Add(orders[i].Signals.Order);
            if (others.Count > 0) found.Add(new SharedKey(name, orders.Length - 1 < others.Count ? others.Count : orders.Length - 1, others));
        }
        return found;
    }

    /// <summary>Takes an order into the windows; one that is known, or older than the horizon, changes nothing.</summary>
    public void Add(OrderSignals order) => _windows.Add(order);

    /// <summary>Takes in what became of an order, and since when that is known; whether it was not known before.</summary>
    public bool Learn(OrderId order, OrderOutcome outcome, DateTimeOffset at) => _windows.Learn(order, outcome, at);
}

/// <summary>What an order shares with others: the kind of key (<c>phone</c>, <c>device</c> …), how many others there are, and the newest of them.</summary>
public sealed record SharedKey(string Key, int Count, IReadOnlyList<OrderId> Orders);

/// <summary>One order's view of the windows.</summary>
internal sealed class TagMoment(FeatureWindows windows, OrderSignals order, bool withoutItself = false)
{
    private readonly long _at = order.At.UtcTicks;

    public OrderSignals Order => order;
    public long Ticks => _at;

    /// <summary>The orders of a key to be looked at one by one: the newest of them where very many share it, as they do a pick-up point or a placeholder.</summary>
    public ReadOnlySpan<SeenOrder> Of(SignalKey kind, string key, TimeSpan window)
    {
        var orders = windows.Of(kind, key, _at, window);
        if (orders.Length > FeatureEngine.MostLookedAt) orders = orders[^FeatureEngine.MostLookedAt..];
        if (!withoutItself) return orders;
        for (var i = 0; i < orders.Length; i++)
            if (orders[i].Signals.Order == order.Order) return (SeenOrder[])[.. orders[..i], .. orders[(i + 1)..]];
        return orders;
    }

    /// <summary>How many orders a key has, however many they are.</summary>
    public int CountOf(SignalKey kind, string key, TimeSpan window) => windows.Of(kind, key, _at, window).Length - (withoutItself && HasItself(kind, key, window) ? 1 : 0);

    public double? Count(SignalKey kind, string? key, TimeSpan window) => key is null ? null : CountOf(kind, key, window);

    private bool HasItself(SignalKey kind, string key, TimeSpan window)
    {
        if (windows.Find(order.Order)?.At.UtcTicks is not { } at || at >= _at || at < _at - window.Ticks) return false;
        foreach (var seen in windows.Of(kind, key, at + 1, TimeSpan.FromTicks(1))) if (seen.Signals.Order == order.Order) return true;
        return false;
    }

    /// <summary>How many different values the orders of a key carry.</summary>
    public double? Distinct(SignalKey kind, string? key, TimeSpan window, Func<OrderSignals, string?> value)
    {
        if (key is null) return null;
        var found = new HashSet<string>();
        foreach (var seen in Of(kind, key, window)) if (value(seen.Signals) is { } other) found.Add(other);
        return found.Count;
    }

    /// <summary>Share of the orders of a key that came to an outcome, of those known before this order's moment.</summary>
    public double? Share(SignalKey kind, string? key, TimeSpan window, OrderOutcome outcome)
    {
        if (key is null || Of(kind, key, window) is not { Length: > 0 } orders) return null;
        var bad = 0;
        foreach (var seen in orders) if (seen.OutcomeTicks[(int)outcome] < _at) bad++;
        return (double)bad / orders.Length;
    }

    /// <summary>The last <paramref name="most"/> known values of a key's orders, sorted; null where fewer than <paramref name="least"/>.</summary>
    public double[]? Latest(SignalKey kind, string? key, TimeSpan window, int least, int most, Func<OrderSignals, double?> value)
    {
        if (key is null) return null;
        var orders = Of(kind, key, window);
        var found = new List<double>(most);
        for (var i = orders.Length - 1; i >= 0 && found.Count < most; i--) if (value(orders[i].Signals) is { } number) found.Add(number);
        if (found.Count < least) return null;
        found.Sort();
        return [.. found];
    }

    /// <summary>The distance from the median in median absolute deviations × 1.4826 (Hampel 1974), at least a hundredth of the median; −50 to 50.</summary>
    public static double? RobustZ(double? value, double[]? sorted)
    {
        if (value is not { } x || sorted is null) return null;
        var median = Median(sorted);
        double[] distances = [.. sorted.Select(s => Math.Abs(s - median)).Order()];
        return Math.Clamp((x - median) / Math.Max(1.4826 * Median(distances), Math.Max(Math.Abs(median) / 100, 0.01)), -50, 50);
    }

    public static double Median(double[] sorted) => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
}
