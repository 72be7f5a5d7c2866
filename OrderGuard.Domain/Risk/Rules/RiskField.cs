using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Domain.Risk.Rules;

/// <summary>What a field's values are, which decides how they can be compared.</summary>
public enum RiskFieldKind
{
    Number,
    Text,
    Moment,

    /// <summary>An attribute that a source sends: a number or a text.</summary>
    Attribute,
}

/// <summary>What an operator is compared with.</summary>
public enum RiskNeed
{
    Nothing,
    Number,
    Range,
    Texts,
    Moment,
}

/// <summary>Something of an order that a condition can look at.</summary>
public sealed class RiskField
{
    public const string TagPrefix = "tag.";
    public const string AttributePrefix = "attributes.";

    private static readonly RiskOperator[]
        OfNumbers = [RiskOperator.AtLeast, RiskOperator.Above, RiskOperator.AtMost, RiskOperator.Below, RiskOperator.Between, RiskOperator.Equal, RiskOperator.NotEqual],
        OfTexts = [RiskOperator.OneOf, RiskOperator.NotOneOf, RiskOperator.Contains, RiskOperator.StartsWith],
        OfMoments = [RiskOperator.Before, RiskOperator.After],
        OfAll = [RiskOperator.Known, RiskOperator.Missing];

    private RiskField(string code, RiskFieldKind kind, LocalizedText name) => (Code, Kind, Name) = (code, kind, name);

    public string Code { get; }
    public RiskFieldKind Kind { get; }
    public LocalizedText Name { get; }

    /// <summary>What its number counts; null: it says nothing.</summary>
    public LocalizedText? Unit { get; private init; }

    /// <summary>What a tag says.</summary>
    public LocalizedText? Explanation { get; private init; }

    public bool IsTag => Code.StartsWith(TagPrefix, StringComparison.Ordinal);

    /// <summary>The value of a field of one value; NaN or null: missing.</summary>
    internal Func<RiskSubject, double>? OfNumber { get; private init; }
    internal Func<RiskSubject, string?>? OfText { get; private init; }

    /// <summary>The value of each line of the order: it holds where it holds of any line.</summary>
    internal Func<OrderLine, string?>? OfLine { get; private init; }
    internal Func<RiskSubject, DateTimeOffset?>? OfMoment { get; private init; }

    /// <summary>The operators that its values can be compared by.</summary>
    public IReadOnlyList<RiskOperator> Operators => Kind switch
    {
        RiskFieldKind.Number => [.. OfNumbers, .. OfAll],
        RiskFieldKind.Text => [.. OfTexts, .. OfAll],
        RiskFieldKind.Moment => [.. OfMoments, .. OfAll],
        _ => [.. OfTexts, .. OfNumbers, .. OfAll],
    };

    public static RiskNeed NeedsOf(RiskOperator x) => x switch
    {
        RiskOperator.Between => RiskNeed.Range,
        RiskOperator.Known or RiskOperator.Missing => RiskNeed.Nothing,
        RiskOperator.OneOf or RiskOperator.NotOneOf or RiskOperator.Contains or RiskOperator.StartsWith => RiskNeed.Texts,
        RiskOperator.Before or RiskOperator.After => RiskNeed.Moment,
        _ => RiskNeed.Number,
    };

    /// <summary>The facts and tags that every company has.</summary>
    public static IReadOnlyList<RiskField> All { get; } =
    [
        Number("amount", new("Amount", "金额"), x => (double?)x.Facts.Amount),
        Number("lines.count", new("Number of lines", "商品行数"), x => x.Facts.Lines?.Count),
        Number("lines.quantity", new("Largest quantity of a line", "单行最大数量"), LargestQuantity),
        Number("payment.failedAttempts", new("Failed payments", "支付失败次数"), x => x.Facts.Payment?.FailedAttempts),
        Text("orderNo", new("Order number", "订单号"), x => x.OrderNo),
        Text("category", new("Category", "品类"), x => x.Facts.Category),
        Text("currency", new("Currency", "币种"), x => x.Facts.Currency),
        Text("channel", new("Channel", "渠道"), x => x.Facts.Channel),
        Text("warehouse", new("Warehouse", "仓库"), x => x.Facts.Warehouse),
        Text("carrier", new("Carrier", "承运商"), x => x.Facts.Carrier),
        Text("coupon", new("Coupon", "优惠券"), x => x.Facts.Coupon),
        Text("customer.id", new("Customer id", "客户编号"), x => x.Facts.Customer?.Id),
        Text("customer.class", new("Customer class", "客户等级"), x => x.Facts.Customer?.Class),
        Text("customer.name", new("Customer name", "客户姓名"), x => x.Facts.Customer?.Name),
        Text("recipient.name", new("Recipient name", "收件人姓名"), x => x.Facts.Recipient?.Name),
        Text("recipient.phone", new("Recipient phone", "收件手机号"), x => x.Facts.Recipient?.Phone),
        Text("recipient.country", new("Country", "收件国家"), x => x.Facts.Recipient?.Country),
        Text("recipient.province", new("Province", "收件省份"), x => x.Facts.Recipient?.Province),
        Text("recipient.city", new("City", "收件城市"), x => x.Facts.Recipient?.City),
        Text("recipient.line", new("Address line", "详细地址"), x => x.Facts.Recipient?.Line),
        Text("recipient.postalCode", new("Postal code", "邮编"), x => x.Facts.Recipient?.PostalCode),
        Text("payment.method", new("Payment method", "支付方式"), x => x.Facts.Payment?.Method),
        Text("payment.billingProvince", new("Billing province", "账单省份"), x => x.Facts.Payment?.BillingProvince),
        Text("device.id", new("Device", "设备"), x => x.Facts.Device?.Id),
        Text("device.ip", new("IP address", "IP 地址"), x => x.Facts.Device?.Ip),
        Text("device.userAgent", new("Browser", "浏览器标识"), x => x.Facts.Device?.UserAgent),
        new("lines.sku", RiskFieldKind.Text, new("Article of any line", "任一商品编码")) { OfLine = x => x.Sku },
        new("lines.name", RiskFieldKind.Text, new("Article name of any line", "任一商品名称")) { OfLine = x => x.Name },
        Moment("placedAt", new("Placed at", "下单时间"), x => x.PlacedAt),
        Moment("promisedAt", new("Promised for", "承诺时间"), x => x.Facts.PromisedAt),
        Moment("customer.registeredAt", new("Registered at", "注册时间"), x => x.Facts.Customer?.RegisteredAt),
        .. TagCatalogue.All.Select((x, i) => OfTag(x, i)),
    ];

    private static readonly Dictionary<string, RiskField> ByCode = All.ToDictionary(x => x.Code, StringComparer.Ordinal);

    /// <summary>The field of that code; null: there is none. Attributes and tags of a company's own are known by their form.</summary>
    public static RiskField? Find(string code)
    {
        if (ByCode.TryGetValue(code, out var field)) return field;
        if (code.StartsWith(AttributePrefix, StringComparison.Ordinal) && code.Length > AttributePrefix.Length)
            return new(code, RiskFieldKind.Attribute, new($"Attribute “{code[AttributePrefix.Length..]}”", $"附加信息“{code[AttributePrefix.Length..]}”"));
        if (code.StartsWith(TagPrefix, StringComparison.Ordinal) && ConfigurationLimits.IsCode(code[TagPrefix.Length..]))
            return OfTag(new TagDefinition { Code = code[TagPrefix.Length..], Name = new(code[TagPrefix.Length..], code[TagPrefix.Length..]), Explanation = Unsaid, Unit = Unsaid, Inputs = [], WhenMissing = Unsaid });
        return null;
    }

    private static readonly LocalizedText Unsaid = new("", "");

    /// <summary>Whether the company has the field: the catalogue's tags, and those of its own.</summary>
    public static bool IsKnown(string code, IReadOnlyList<OwnTag> own) =>
        Find(code) is { } field && (!field.IsTag || ByCode.ContainsKey(code) || own.Any(x => TagPrefix + x.Code == code));

    /// <summary>A tag that only this company has.</summary>
    public static RiskField OfTag(TagDefinition tag, int index = int.MaxValue) => new(TagPrefix + tag.Code, RiskFieldKind.Number, tag.Name)
    {
        Unit = tag.Unit, Explanation = tag.Explanation, OfNumber = x => ValueOf(x.Tags, tag.Code, index),
    };

    /// <summary>The catalogue's tags stand at the same place in every row.</summary>
    private static double ValueOf(TagValues tags, string code, int index) =>
        index < tags.Definitions.Count && ReferenceEquals(tags.Definitions[index].Code, code) ? tags.Row[index] : tags[code] ?? double.NaN;

    private static double? LargestQuantity(RiskSubject x)
    {
        if (x.Facts.Lines is not { } lines) return null;
        decimal? most = null;
        for (var i = 0; i < lines.Count; i++) if (lines[i].Quantity is { } quantity && !(quantity <= most)) most = quantity;
        return (double?)most;
    }

    private static RiskField Number(string code, LocalizedText name, Func<RiskSubject, double?> of) => new(code, RiskFieldKind.Number, name) { OfNumber = x => of(x) ?? double.NaN };

    private static RiskField Text(string code, LocalizedText name, Func<RiskSubject, string?> of) => new(code, RiskFieldKind.Text, name) { OfText = of };

    private static RiskField Moment(string code, LocalizedText name, Func<RiskSubject, DateTimeOffset?> of) => new(code, RiskFieldKind.Moment, name) { OfMoment = of };
}
