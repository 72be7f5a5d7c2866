using System.Globalization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Risk;

/// <summary>Words the reasons of an assessment, in both languages.</summary>
public static class RiskSentences
{
    private static readonly Dictionary<string, (string En, string Zh)> Subjects = new()
    {
        ["account"] = ("account", "账号"), ["phone"] = ("recipient phone", "收件手机号"), ["id-number"] = ("identity number", "证件号"), ["device"] = ("device", "设备"),
        ["address"] = ("address", "地址"), ["payment"] = ("payment fingerprint", "支付指纹"), ["ip"] = ("IP address", "IP 地址"),
    };

    // {0} is the value.
    private static readonly Dictionary<string, (string En, string Zh)> Own = new()
    {
        ["provinces-per-address-24h"] = ("Orders to this address came from {0} billing provinces within 24 hours.", "24 小时内，寄往该地址的订单来自 {0} 个账单省份。"),
        ["hour-share-customer"] = ("Only {0:P0} of the customer's orders are placed at this time of day.", "该客户仅有 {0:P0} 的订单在此时段下单。"),
        ["hour-share-tenant"] = ("Only {0:P1} of all orders are placed in this hour of the day.", "全店仅有 {0:P1} 的订单在该小时下单。"),
        ["payment-burst-unusual-hour"] = ("{0} orders with this payment fingerprint within 10 minutes, in an unusual hour.", "非常规时段内，10 分钟出现 {0} 笔使用该支付指纹的订单。"),
        ["seconds-since-registration"] = ("The account was registered {1} before the order.", "账号在下单前 {2}刚注册。"),
        ["account-age-days"] = ("The account is {0} days old.", "账号注册至今 {0} 天。"),
        ["seconds-since-last-order"] = ("The account's last order was {1} before.", "距该账号上一单 {2}。"),
        ["amount-z-category"] = ("The amount lies {0:0.#} deviations from what is usual in the category.", "金额偏离该品类常见水平 {0:0.#} 倍偏差。"),
        ["amount-z-customer"] = ("The amount lies {0:0.#} deviations from what is usual for the customer.", "金额偏离该客户常见水平 {0:0.#} 倍偏差。"),
        ["quantity-spike"] = ("{0:0.#} times the usual quantity of one article.", "单品数量为平常的 {0:0.#} 倍。"),
        ["coupons-per-device-24h"] = ("{0} orders with coupons from this device within 24 hours.", "24 小时内该设备有 {0} 笔用券订单。"),
        ["failed-payments"] = ("Paying failed {0} times before it succeeded.", "支付成功前失败 {0} 次。"),
        ["amount-not-positive"] = ("The amount is zero or negative.", "订单金额为零或负数。"),
        ["billing-province-differs"] = ("Recipient and billing are in different provinces.", "收件省份与账单省份不一致。"),
        ["ip-province-differs"] = ("The IP address is in another province than the recipient.", "IP 属地与收件省份不一致。"),
        ["phone-digit-run"] = ("The phone has {0} equal or counting digits in a row.", "手机号含 {0} 位相同或连续数字。"),
        ["look-alike-names-7d"] = ("{0} names that look alike ordered within 7 days.", "近 7 天内出现 {0} 个相似姓名下单。"),
        ["odd-address"] = ("The address is incomplete or names a freight forwarder.", "地址不完整或为转运地址。"),
        ["first-order-to-address"] = ("The account orders to this address for the first time.", "该账号首次寄往该地址。"),
    };

    /// <summary>Whether the product has a sentence of its own for a tag.</summary>
    public static bool IsKnown(string code) => Own.ContainsKey(code) || Family(code, 0) is not null;

    public static LocalizedText Of(RiskReason reason)
    {
        var (code, label) = (reason.Code, reason.Label);
        if (code == RiskReason.Anomaly)
            return label is null ? new("The order is unusual as a whole.", "订单整体表现异常。") : new($"The order is unusual as a whole, most of all by: {label.En}.", $"订单整体表现异常，主要体现在：{label.Zh}。");
        if (code.StartsWith(RiskReason.RulePrefix, StringComparison.Ordinal))
            return new($"Rule “{label?.En ?? code[RiskReason.RulePrefix.Length..]}” applies.", $"命中规则“{label?.Zh ?? code[RiskReason.RulePrefix.Length..]}”。");
        if (code == RiskReason.ListPrefix + "block") return new($"On the block list: {label?.En}", $"命中黑名单：{label?.Zh}");
        if (code == RiskReason.ListPrefix + "allow") return new($"On the allow list: {label?.En}", $"命中白名单：{label?.Zh}");
        if (reason.Value is not { } value) return label is null ? new($"Not known: {code}.", $"未知：{code}。") : new($"{label.En}: not known.", $"{label.Zh}：未知。");
        if (Own.TryGetValue(code, out var own))
        {
            var span = TimeSpan.FromSeconds(Math.Clamp(value, 0, 1e9));
            return new(string.Format(CultureInfo.InvariantCulture, own.En, value, Words(span, false), Words(span, true)),
                string.Format(CultureInfo.InvariantCulture, own.Zh, value, Words(span, false), Words(span, true)));
        }
        return Family(code, value) ?? new($"{label?.En ?? code}: {Number(value)}.", $"{label?.Zh ?? code}：{Number(value)}。");
    }

    private static LocalizedText? Family(string code, double value)
    {
        var parts = code.Split('-');
        if (code.StartsWith("orders-by-", StringComparison.Ordinal) && Subjects.TryGetValue(string.Join('-', parts[2..^1]), out var by))
            return new($"{Number(value)} other orders with the same {by.En} within {parts[^1].TrimEnd('h')} hours.", $"{parts[^1].TrimEnd('h')} 小时内有 {Number(value)} 笔其他订单使用同一{by.Zh}。");
        if (code.EndsWith("-7d", StringComparison.Ordinal) && code.IndexOf("-per-", StringComparison.Ordinal) is var per and > 0 && Subjects.TryGetValue(code[(per + 5)..^3], out var of))
        {
            var what = code[..per] switch { "accounts" => ("accounts", "账号"), "devices" => ("devices", "设备"), "addresses" => ("addresses", "地址"), _ => ("payment fingerprints", "支付指纹") };
            return new($"{Number(value)} different {what.Item1} with this {of.En} within 7 days.", $"近 7 天内该{of.Zh}关联 {Number(value)} 个不同的{what.Item2}。");
        }
        if (code.IndexOf("-share-", StringComparison.Ordinal) is var share and > 0 && Subjects.TryGetValue(code[(share + 7)..], out var whose))
        {
            var (en, zh) = code[..share] switch { "cancelled" => ("cancelled", "取消"), "refunded" => ("refunded", "退款"), "charged-back" => ("charged back", "拒付"), _ => ("", "") };
            if (en.Length > 0) return new($"{Percent(value)} of the earlier orders with this {whose.En} were {en}.", $"使用该{whose.Zh}的历史订单中 {Percent(value)} 已{zh}。");
        }
        return null;
    }

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#}%");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Words(TimeSpan span, bool chinese) => span switch
    {
        { TotalSeconds: < 120 } => chinese ? $"{span.TotalSeconds:0} 秒" : $"{span.TotalSeconds:0} seconds",
        { TotalMinutes: < 120 } => chinese ? $"{span.TotalMinutes:0} 分钟" : $"{span.TotalMinutes:0} minutes",
        { TotalHours: < 48 } => chinese ? $"{span.TotalHours:0} 小时" : $"{span.TotalHours:0} hours",
        _ => chinese ? $"{span.TotalDays:0} 天" : $"{span.TotalDays:0} days",
    };
}
