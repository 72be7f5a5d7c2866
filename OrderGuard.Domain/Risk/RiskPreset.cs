namespace OrderGuard.Domain.Risk;

/// <summary>What one tag says by the expert's preset: nothing up to <see cref="From"/>, its whole weight from <see cref="Full"/> on, evenly between.</summary>
/// <param name="Group">Of alike tags only the strongest counts, so that one fact is not told twice.</param>
/// <param name="From">May be greater than <paramref name="Full"/>: then small values are what is suspicious.</param>
/// <param name="Weight">In log-odds.</param>
public sealed record PresetWeight(string Tag, string Group, double From, double Full, double Weight)
{
    public double Of(double value) => Weight * Math.Clamp((value - From) / (Full - From), 0, 1);
}

/// <summary>The weights by which a company without a model of its own is served: set by hand, the same for all, and told in the documentation.</summary>
/// <remarks>Log-odds of dishonesty = <see cref="Base"/> + the strongest of each group. A tag that is missing says nothing.</remarks>
public static class RiskPreset
{
    /// <summary>An order of which nothing is known: 4 %.</summary>
    public const double Base = -3.2;

    public static IReadOnlyList<PresetWeight> Weights { get; } =
    [
        new("orders-by-id-number-1h", "id-number", 2, 8, 4.6), new("orders-by-id-number-24h", "id-number", 3, 12, 5.6),
        new("orders-by-phone-1h", "phone", 3, 10, 3.0), new("orders-by-phone-24h", "phone", 5, 20, 3.4),
        new("orders-by-device-1h", "device", 4, 12, 3.2), new("orders-by-device-24h", "device", 6, 25, 3.4),
        new("orders-by-address-24h", "address", 8, 30, 2.6), new("orders-by-payment-24h", "payment", 5, 20, 3.2), new("orders-by-ip-1h", "ip", 20, 80, 2.0),
        new("accounts-per-device-7d", "device-accounts", 2, 6, 4.2), new("accounts-per-payment-7d", "payment-accounts", 1, 4, 4.2),
        new("accounts-per-phone-7d", "phone-accounts", 2, 6, 2.4), new("accounts-per-address-7d", "address-accounts", 6, 16, 2.4), new("accounts-per-ip-7d", "ip-accounts", 10, 50, 1.6),
        new("devices-per-account-7d", "account-devices", 4, 10, 1.6), new("addresses-per-account-7d", "account-addresses", 4, 10, 1.4),
        new("payment-fingerprints-per-account-7d", "account-payments", 3, 8, 2.2), new("provinces-per-address-24h", "provinces", 3, 8, 3.0),
        new("hour-share-customer", "hour", 0.05, 0, 0.3), new("hour-share-tenant", "hour", 0.01, 0, 0.4), new("payment-burst-unusual-hour", "burst", 2, 8, 2.2),
        new("seconds-since-registration", "age", 3600, 60, 2.6), new("account-age-days", "age", 2, 0, 0.8),
        new("amount-z-category", "amount", 4, 12, 1.4), new("amount-z-customer", "amount", 5, 15, 1.2), new("quantity-spike", "quantity", 5, 20, 1.6),
        new("coupons-per-device-24h", "coupons", 3, 10, 2.8), new("failed-payments", "failed-payments", 2, 6, 2.0), new("amount-not-positive", "not-positive", 0, 1, 1.2),
        new("billing-province-differs", "place", 0, 1, 0.5), new("ip-province-differs", "place", 0, 1, 0.6),
        new("phone-digit-run", "digit-run", 5, 9, 1.2), new("look-alike-names-7d", "names", 1, 6, 2.4), new("odd-address", "odd-address", 0, 1, 0.9),
        new("first-order-to-address", "new-place", 0, 1, 0.3),
        new("charged-back-share-account", "charged-back", 0, 0.3, 3.6), new("charged-back-share-device", "charged-back", 0, 0.3, 3.4), new("charged-back-share-address", "charged-back", 0, 0.3, 2.8),
        new("refunded-share-account", "refunded", 0.3, 0.9, 1.4), new("refunded-share-device", "refunded", 0.4, 0.9, 1.2), new("refunded-share-address", "refunded", 0.5, 1, 0.9),
        new("cancelled-share-account", "cancelled", 0.4, 1, 0.8), new("cancelled-share-device", "cancelled", 0.5, 1, 0.6), new("cancelled-share-address", "cancelled", 0.5, 1, 0.4),
    ];
}
