using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Domain.Tests.Risk.Features;

/// <summary>The tags by plain loops over all history, written without the engine; orders that share a key lie in one heap, unsorted and never thrown away.</summary>
internal sealed class FeatureOracle
{
    private static readonly Func<OrderSignals, string?>[] Keys =
        [x => x.Account, x => x.Phone, x => x.IdNumber, x => x.Device, x => x.Address, x => x.Payment, x => x.Ip, x => x.NameShape, x => x.Category, x => x.Sku, x => x.Words?.GetValueOrDefault("campaign")];

    private readonly List<(long Ticks, int Hour)> _hours = [];
    private readonly Dictionary<string, List<(long Ticks, OrderSignals Order)>> _heaps = [];
    private readonly Dictionary<(OrderId, OrderOutcome), DateTimeOffset> _outcomes = [];

    public void Add(OrderSignals order)
    {
        _hours.Add((order.At.UtcTicks, order.LocalHour));
        // The generated keys of different kinds differ.
        foreach (var key in Keys.Select(x => x(order)).OfType<string>())
        {
            if (!_heaps.TryGetValue(key, out var heap)) _heaps[key] = heap = [];
            heap.Add((order.At.UtcTicks, order));
        }
    }

    public void Learn(OrderId order, OrderOutcome outcome, DateTimeOffset at)
    {
        if (!_outcomes.TryGetValue((order, outcome), out var known) || at < known) _outcomes[(order, outcome)] = at;
    }

    public Dictionary<string, double> Of(OrderSignals x)
    {
        var before = x.At.UtcTicks;
        List<OrderSignals> Same(Func<OrderSignals, string?> key, double hours)
        {
            var found = new List<(long Ticks, OrderSignals Order)>();
            var from = before - (long)(hours * TimeSpan.TicksPerHour);
            if (key(x) is { } own && _heaps.TryGetValue(own, out var heap))
                foreach (var other in heap) if (other.Ticks < before && other.Ticks >= from) found.Add(other);
            return [.. found.OrderBy(y => y.Ticks).Select(y => y.Order)];
        }
        double Orders(Func<OrderSignals, string?> key, double hours) => key(x) is null ? double.NaN : Same(key, hours).Count;
        double Different(Func<OrderSignals, string?> key, double hours, Func<OrderSignals, string?> what) => key(x) is null ? double.NaN : Same(key, hours).Select(what).Where(y => y is not null).Distinct().Count();
        double Share(Func<OrderSignals, string?> key, OrderOutcome outcome) =>
            Same(key, 2160) is { Count: > 0 } list ? list.Average(y => _outcomes.TryGetValue((y.Order, outcome), out var known) && known < x.At ? 1.0 : 0) : double.NaN;
        static double Middle(List<double> v)
        {
            v.Sort();
            return v.Count % 2 == 1 ? v[v.Count / 2] : (v[v.Count / 2 - 1] + v[v.Count / 2]) / 2;
        }
        double Z(Func<OrderSignals, string?> key, double hours, int least, int most)
        {
            var amounts = Same(key, hours).Where(y => y.Amount is not null).Select(y => y.Amount!.Value).Reverse().Take(most).ToList();
            if (x.Amount is not { } amount || amounts.Count < least) return double.NaN;
            var median = Middle(amounts);
            var spread = 1.4826 * Middle([.. amounts.Select(y => Math.Abs(y - median))]);
            return Math.Clamp((amount - median) / Math.Max(spread, Math.Max(Math.Abs(median) / 100, 0.01)), -50, 50);
        }
        static double YesNo(bool? value) => value is null ? double.NaN : value.Value ? 1 : 0;

        var (week, thisHour, weekAgo) = (0, 0, before - TimeSpan.TicksPerDay * 7);
        foreach (var (at, hour) in _hours)
        {
            if (at >= before || at < weekAgo) continue;
            week++;
            if (hour == x.LocalHour) thisHour++;
        }
        var hourShare = week < 50 ? double.NaN : (double)thisHour / week;
        var customer = Same(y => y.Account, 2160);
        var quantities = Same(y => y.Sku, 672).Where(y => y.Quantity is not null).Select(y => y.Quantity!.Value).Reverse().Take(200).ToList();
        var result = new Dictionary<string, double>
        {
            ["orders-by-phone-1h"] = Orders(y => y.Phone, 1), ["orders-by-phone-24h"] = Orders(y => y.Phone, 24),
            ["orders-by-id-number-1h"] = Orders(y => y.IdNumber, 1), ["orders-by-id-number-24h"] = Orders(y => y.IdNumber, 24),
            ["orders-by-device-1h"] = Orders(y => y.Device, 1), ["orders-by-device-24h"] = Orders(y => y.Device, 24),
            ["orders-by-address-24h"] = Orders(y => y.Address, 24), ["orders-by-payment-24h"] = Orders(y => y.Payment, 24), ["orders-by-ip-1h"] = Orders(y => y.Ip, 1),
            ["accounts-per-device-7d"] = Different(y => y.Device, 168, y => y.Account), ["accounts-per-ip-7d"] = Different(y => y.Ip, 168, y => y.Account),
            ["accounts-per-address-7d"] = Different(y => y.Address, 168, y => y.Account), ["accounts-per-payment-7d"] = Different(y => y.Payment, 168, y => y.Account),
            ["accounts-per-phone-7d"] = Different(y => y.Phone, 168, y => y.Account), ["devices-per-account-7d"] = Different(y => y.Account, 168, y => y.Device),
            ["addresses-per-account-7d"] = Different(y => y.Account, 168, y => y.Address), ["payment-fingerprints-per-account-7d"] = Different(y => y.Account, 168, y => y.Payment),
            ["provinces-per-address-24h"] = Different(y => y.Address, 24, y => y.BillingProvince),
            ["hour-share-customer"] = customer.Count < 3 ? double.NaN : customer.Average(y => y.LocalHour / 6 == x.LocalHour / 6 ? 1.0 : 0),
            ["hour-share-tenant"] = hourShare,
            ["payment-burst-unusual-hour"] = x.Payment is null || double.IsNaN(hourShare) ? double.NaN : hourShare < 0.02 ? Orders(y => y.Payment, 10 / 60.0) : 0,
            ["seconds-since-registration"] = x.RegisteredAt is { } registered ? (x.At - registered).TotalSeconds : double.NaN,
            ["account-age-days"] = x.RegisteredAt is { } since ? Math.Floor((x.At - since).TotalDays) : double.NaN,
            ["seconds-since-last-order"] = customer.Count == 0 ? double.NaN : (x.At - customer.Max(y => y.At)).TotalSeconds,
            ["amount-z-category"] = Z(y => y.Category, 672, 5, 200), ["amount-z-customer"] = Z(y => y.Account, 2160, 3, 50),
            ["quantity-spike"] = x.Quantity is { } quantity && quantities.Count >= 5 ? quantity / Middle(quantities) : double.NaN,
            ["coupons-per-device-24h"] = x.Device is null ? double.NaN : Same(y => y.Device, 24).Count(y => y.Coupon),
            ["failed-payments"] = x.FailedPayments ?? double.NaN, ["amount-not-positive"] = YesNo(x.Amount <= 0 ? true : x.Amount is null ? null : false),
            ["billing-province-differs"] = YesNo(x.Province is null || x.BillingProvince is null ? null : x.Province != x.BillingProvince),
            ["ip-province-differs"] = YesNo(x.Province is null || x.IpProvince is null ? null : x.Province != x.IpProvince),
            ["phone-digit-run"] = x.PhoneRun ?? double.NaN, ["odd-address"] = YesNo(x.OddAddress),
            ["look-alike-names-7d"] = x.NameShape is null ? double.NaN : Same(y => y.NameShape, 168).Select(y => y.Name).Where(y => y is not null && y != x.Name).Distinct().Count(),
            ["first-order-to-address"] = x.Account is null || x.Address is null ? double.NaN : customer.Any(y => y.Address == x.Address) ? 0 : 1,
            ["parcels"] = x.Numbers?.TryGetValue("parcels", out var parcels) is true ? parcels : double.NaN,
            ["campaign-24h"] = Orders(y => y.Words?.GetValueOrDefault("campaign"), 24),
        };
        foreach (var (name, outcome) in new[] { ("cancelled", OrderOutcome.Cancelled), ("refunded", OrderOutcome.Refunded), ("charged-back", OrderOutcome.ChargedBack) })
        {
            result[$"{name}-share-account"] = Share(y => y.Account, outcome);
            result[$"{name}-share-device"] = Share(y => y.Device, outcome);
            result[$"{name}-share-address"] = Share(y => y.Address, outcome);
        }
        return result;
    }
}
