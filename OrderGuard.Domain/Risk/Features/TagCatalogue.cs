using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Risk.Features;

/// <summary>Every tag that the product brings.</summary>
public static class TagCatalogue
{
    internal static readonly LocalizedText Orders = new("orders", "单");
    private static readonly LocalizedText Share = new("share, 0 to 1", "占比（0–1）");
    private static readonly LocalizedText YesNo = new("1 yes, 0 no", "1 是，0 否");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1), Week = TimeSpan.FromDays(7), Month = TimeSpan.FromDays(28), Quarter = FeatureEngine.Horizon;

    private sealed record Subject(SignalKey Kind, string Code, string Field, string En, string Zh, Func<OrderSignals, string?> Key);

    private static readonly Subject
        Account = new(SignalKey.Account, "account", "customer.id", "account", "账号", x => x.Account),
        Phone = new(SignalKey.Phone, "phone", "recipient.phone", "recipient phone", "收件手机号", x => x.Phone),
        IdNumber = new(SignalKey.IdNumber, "id-number", "customer.idNumber", "identity number", "证件号", x => x.IdNumber),
        Device = new(SignalKey.Device, "device", "device.id", "device", "设备", x => x.Device),
        Address = new(SignalKey.Address, "address", "recipient.line", "address", "地址", x => x.Address),
        Payment = new(SignalKey.Payment, "payment", "payment.fingerprint", "payment fingerprint", "支付指纹", x => x.Payment),
        Ip = new(SignalKey.Ip, "ip", "device.ip", "IP address", "IP 地址", x => x.Ip);

    public static IReadOnlyList<TagDefinition> All { get; } =
    [
        Velocity(Phone, Hour), Velocity(Phone, Day), Velocity(IdNumber, Hour), Velocity(IdNumber, Day), Velocity(Device, Hour), Velocity(Device, Day),
        Velocity(Address, Day), Velocity(Payment, Day), Velocity(Ip, Hour),
        Sharing(Account, "accounts", Device), Sharing(Account, "accounts", Ip), Sharing(Account, "accounts", Address), Sharing(Account, "accounts", Payment), Sharing(Account, "accounts", Phone),
        Sharing(Device, "devices", Account), Sharing(Address, "addresses", Account), Sharing(Payment, "payment fingerprints", Account),
        Tag("provinces-per-address-24h", new("Provinces to one address", "同一地址的下单省份数"), new("From how many billing provinces other orders to this address came in 24 hours: many accounts, one place.", "此前 24 小时寄往该地址的订单来自多少个账单省份：跨省多账号、同一地点。"),
            new("provinces", "个省"), Day, ["recipient.line", "payment.billingProvince"], x => x.Distinct(SignalKey.Address, x.Order.Address, Day, y => y.BillingProvince), grows: true),

        Tag("hour-share-customer", new("Hour against the customer's habit", "下单时段与客户习惯"), new("Share of the account's earlier orders of 90 days placed in the same quarter of the day.", "该账号近 90 天订单中，处于同一时段（6 小时）的占比。"),
            Share, Quarter, ["customer.id"], CustomerHour),
        Tag("hour-share-tenant", new("Hour against the company's habit", "下单时段与全店习惯"), new("Share of the company's orders of 7 days placed in the same hour of the day.", "全店近 7 天订单中，处于同一小时的占比。"),
            Share, Week, ["placedAt"], TenantHour),
        Tag("payment-burst-unusual-hour", new("Burst of payments in an unusual hour", "非常规时段集中支付"), new("Orders with this payment fingerprint in 10 minutes, where less than 2 % of the company's orders fall into this hour; else 0.", "若该小时订单占全店不足 2%，则为 10 分钟内同一支付指纹的订单数，否则为 0。"),
            Orders, Week, ["payment.fingerprint"], x => x.Order.Payment is null || TenantHour(x) is not { } share ? null : share < 0.02 ? x.Count(SignalKey.Payment, x.Order.Payment, TimeSpan.FromMinutes(10)) : 0),
        Tag("seconds-since-registration", new("Seconds from registration to order", "注册到下单的秒数"), new("Seconds between the account's registration and the order.", "账号注册至下单相隔的秒数。"),
            new("seconds", "秒"), null, ["customer.registeredAt"], x => (x.Order.At - x.Order.RegisteredAt)?.TotalSeconds),
        Tag("account-age-days", new("Age of the account", "账号年龄"), new("Whole days between the account's registration and the order.", "账号注册至下单的整天数。"),
            new("days", "天"), null, ["customer.registeredAt"], x => (x.Order.At - x.Order.RegisteredAt)?.TotalDays is { } days ? Math.Floor(days) : null),
        Tag("seconds-since-last-order", new("Time since the last order", "距上一单的时间"), new("Seconds since the account's last order of 90 days.", "距该账号近 90 天内上一单的秒数。"),
            new("seconds", "秒"), Quarter, ["customer.id"], x => x.Order.Account is { } key && x.Of(SignalKey.Account, key, Quarter) is { Length: > 0 } orders ? (x.Ticks - orders[^1].Ticks) / (double)TimeSpan.TicksPerSecond : null),

        Tag("amount-z-category", new("Amount against the category", "金额与品类对比"), new("Robust z-score of the amount among the category's last 200 orders of 28 days; 5 are needed.", "金额在该品类近 28 天最近 200 单中的稳健 z 分数（至少 5 单）。"),
            new("deviations", "偏差倍数"), Month, ["amount", "category"], x => TagMoment.RobustZ(x.Order.Amount, x.Latest(SignalKey.Category, x.Order.Category, Month, 5, 200, y => y.Amount))),
        Tag("amount-z-customer", new("Amount against the customer", "金额与客户对比"), new("Robust z-score of the amount among the account's last 50 orders of 90 days; 3 are needed.", "金额在该账号近 90 天最近 50 单中的稳健 z 分数（至少 3 单）。"),
            new("deviations", "偏差倍数"), Quarter, ["amount", "customer.id"], x => TagMoment.RobustZ(x.Order.Amount, x.Latest(SignalKey.Account, x.Order.Account, Quarter, 3, 50, y => y.Amount))),
        Tag("quantity-spike", new("Quantity spike of one article", "单品数量激增"), new("Quantity of the order's largest line ÷ the median of the article's last 200 such lines of 28 days; 5 are needed.", "订单最大行数量 ÷ 该商品近 28 天最近 200 单的中位数（至少 5 单）。"),
            new("times", "倍"), Month, ["lines.sku", "lines.quantity"], QuantitySpike),
        Tag("coupons-per-device-24h", new("Coupons on the device", "设备用券数"), new("Orders of the device in 24 hours that used a coupon.", "此前 24 小时内该设备使用优惠券的订单数。"),
            Orders, Day, ["device.id", "coupon"], x => x.Order.Device is not { } key ? null : CountCoupons(x.Of(SignalKey.Device, key, Day))),
        Tag("failed-payments", new("Failed payments before success", "成功前支付失败次数"), new("How often paying failed before it succeeded.", "支付成功前的失败次数。"),
            new("times", "次"), null, ["payment.failedAttempts"], x => x.Order.FailedPayments),
        Tag("amount-not-positive", new("Zero or negative amount", "金额为零或负数"), new("Whether the amount is zero or below.", "金额是否为零或负数。"),
            YesNo, null, ["amount"], x => x.Order.Amount is { } amount ? amount <= 0 ? 1 : 0 : null),

        Tag("billing-province-differs", new("Billing province differs", "账单省份不一致"), new("Whether recipient and billing are in different provinces.", "收件省份与账单省份是否不同。"),
            YesNo, null, ["recipient.province", "payment.billingProvince"], x => Differs(x.Order.Province, x.Order.BillingProvince)),
        Tag("ip-province-differs", new("IP address elsewhere", "IP 属地不一致"), new("Whether the IP address is known to be in another province than the recipient.", "IP 属地与收件省份是否不同（仅在已知时）。"),
            YesNo, null, ["recipient.province", "device.ip"], x => Differs(x.Order.Province, x.Order.IpProvince)),
        Tag("phone-digit-run", new("Digits in a row in the phone", "手机号连号长度"), new("Longest run of equal or counting digits in the recipient's phone.", "收件手机号中相同或连续数字的最大长度。"),
            new("digits", "位"), null, ["recipient.phone"], x => x.Order.PhoneRun),
        Tag("look-alike-names-7d", new("Look-alike names", "相似姓名数"), new("Different names of 7 days that are alike without digits, case and separators.", "近 7 天内去除数字、大小写与分隔符后相同、但写法不同的姓名数。"),
            new("names", "个"), Week, ["recipient.name"], LookAlikes),
        Tag("odd-address", new("Incomplete or forwarder's address", "地址不完整或为转运地址"), new("Whether the address is too short, lacks the city or names a freight forwarder.", "地址是否过短、缺少城市或包含转运、集运等字样。"),
            YesNo, null, ["recipient.line", "recipient.city"], x => x.Order.OddAddress is { } odd ? odd ? 1 : 0 : null),
        Tag("first-order-to-address", new("First order to a new place", "首次寄往新地址"), new("Whether the account has not ordered to this address in 90 days.", "该账号近 90 天内是否首次寄往该地址。"),
            YesNo, Quarter, ["customer.id", "recipient.line"], FirstToAddress),

        .. from subject in (Subject[])[Account, Device, Address]
           from outcome in Enum.GetValues<OrderOutcome>()
           select History(subject, outcome),
    ];

    private static TagDefinition Tag(string code, LocalizedText name, LocalizedText explanation, LocalizedText unit, TimeSpan? window, string[] inputs, Func<TagMoment, double?> compute, LocalizedText? missing = null, bool grows = false) => new()
    {
        Code = code, Name = name, Explanation = explanation, Unit = unit, Window = window, Inputs = inputs, Compute = compute, Grows = grows,
        WhenMissing = missing ?? new($"Not known: {string.Join(" or ", inputs)} is missing, or there are too few earlier orders to compare with.", $"未知：缺少 {string.Join(" 或 ", inputs)}，或可供比较的历史订单不足。"),
    };

    private static TagDefinition Velocity(Subject x, TimeSpan window) => Tag($"orders-by-{x.Code}-{window.TotalHours:0}h",
        new($"Orders by {x.En}, {window.TotalHours:0} h", $"同一{x.Zh}订单数（{window.TotalHours:0} 小时）"),
        new($"How many other orders were placed with the same {x.En} in the {window.TotalHours:0} hours before.", $"此前 {window.TotalHours:0} 小时内使用同一{x.Zh}的其他订单数。"),
        Orders, window, [x.Field], y => y.Count(x.Kind, x.Key(y.Order), window), Lacks(x), grows: true);

    private static TagDefinition Sharing(Subject what, string plural, Subject per) => Tag($"{plural.Replace(' ', '-')}-per-{per.Code}-7d",
        new($"{char.ToUpperInvariant(plural[0])}{plural[1..]} per {per.En}", $"同一{per.Zh}的{what.Zh}数"),
        new($"How many different {plural} the orders of 7 days with the same {per.En} carry.", $"近 7 天内使用同一{per.Zh}的订单涉及多少个不同的{what.Zh}。"),
        new(plural, "个"), Week, [per.Field, what.Field], x => x.Distinct(per.Kind, per.Key(x.Order), Week, what.Key), Lacks(per), grows: true);

    private static TagDefinition History(Subject x, OrderOutcome outcome)
    {
        var (code, en, zh) = outcome switch
        {
            OrderOutcome.Cancelled => ("cancelled", "cancelled", "取消"),
            OrderOutcome.Refunded => ("refunded", "refunded", "退款"),
            _ => ("charged-back", "charged back", "拒付"),
        };
        return Tag($"{code}-share-{x.Code}", new($"Share {en}, {x.En}", $"{x.Zh}{zh}率"),
            new($"Share of the earlier orders of 90 days with the same {x.En} that were known to be {en} by then.", $"近 90 天内使用同一{x.Zh}的订单中，当时已知{zh}的占比。"),
            Share, Quarter, [x.Field], y => y.Share(x.Kind, x.Key(y.Order), Quarter, outcome),
            new($"The order names no {x.En}, or there was no earlier order with it.", $"订单未提供{x.Zh}，或此前没有使用该{x.Zh}的订单。"), grows: true);
    }

    private static LocalizedText Lacks(Subject x) => new($"The order names no {x.En}.", $"订单未提供{x.Zh}。");

    private static double? Differs(string? one, string? other) => one is null || other is null ? null : one == other ? 0 : 1;

    private static double? TenantHour(TagMoment x)
    {
        var all = x.CountOf(SignalKey.Everything, "", Week);
        return all < 50 ? null : (double)x.CountOf(SignalKey.Hour, FeatureWindows.Hour(x.Order.LocalHour), Week) / all;
    }

    private static double? CustomerHour(TagMoment x)
    {
        if (x.Order.Account is not { } key || x.Of(SignalKey.Account, key, Quarter) is not { Length: >= 3 } orders) return null;
        var same = 0;
        foreach (var order in orders) if (order.Signals.LocalHour / 6 == x.Order.LocalHour / 6) same++;
        return (double)same / orders.Length;
    }

    private static double? QuantitySpike(TagMoment x)
    {
        if (x.Order.Quantity is not { } quantity || x.Latest(SignalKey.Sku, x.Order.Sku, Month, 5, 200, y => y.Quantity) is not { } usual) return null;
        var median = TagMoment.Median(usual);
        return median > 0 ? quantity / median : null;
    }

    private static double CountCoupons(ReadOnlySpan<SeenOrder> orders)
    {
        var count = 0;
        foreach (var order in orders) if (order.Signals.Coupon) count++;
        return count;
    }

    private static double? LookAlikes(TagMoment x)
    {
        if (x.Order.NameShape is not { } shape) return null;
        return x.Distinct(SignalKey.NameShape, shape, Week, y => y.Name == x.Order.Name ? null : y.Name);
    }

    private static double? FirstToAddress(TagMoment x)
    {
        if (x.Order.Account is not { } key || x.Order.Address is not { } address) return null;
        foreach (var order in x.Of(SignalKey.Account, key, Quarter)) if (order.Signals.Address == address) return 0;
        return 1;
    }
}
