using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Application.Risk.Samples;

/// <summary>How a file of labelled orders is read: which column is what, and which words mean dishonest.</summary>
public sealed record SampleMapping
{
    /// <summary>The column that says whether an order was honest.</summary>
    public string Label { get; init; } = "";

    /// <summary>Words of the label column that mean dishonest; whatever the case, and 1.0 is 1.</summary>
    public IReadOnlyList<string> FraudWords { get; init; } = ["1", "true", "yes", "y", "fraud", "chargeback", "是", "欺诈", "拒付"];

    /// <summary>Words that mean honest; a row with any other word is rejected. None: any other word.</summary>
    public IReadOnlyList<string> HonestWords { get; init; } = ["0", "false", "no", "n", "legit", "legitimate", "honest", "ok", "否", "正常", "合法"];

    /// <summary>The column with the order's number; null: rows are told apart by all that they say.</summary>
    public string? OrderNo { get; init; }

    /// <summary>The column with the time of the order.</summary>
    public string PlacedAt { get; init; } = "";

    /// <summary>Path of an order's fact (as in the events interface) → column.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>IANA zone of times without an offset.</summary>
    public string TimeZone { get; init; } = "UTC";
    public string? TimeFormat { get; init; }
    public string? Delimiter { get; init; }

    /// <summary>What is wrong with it for a file of these columns; null: nothing.</summary>
    public Refusal? Check(IReadOnlyList<string> columns)
    {
        var problems = new List<string>();
        if (Label.Length == 0) problems.Add("Name the column that says whether an order was honest.");
        if (PlacedAt.Length == 0) problems.Add("Name the column with the time of the order.");
        problems.AddRange(new[] { Label, PlacedAt, OrderNo ?? "" }.Concat(Fields.Values).Where(x => x.Length > 0).Distinct(StringComparer.Ordinal).Where(x => IndexOf(columns, x) < 0).Select(x => $"The file has no column {x}."));
        problems.AddRange(Fields.Keys.Where(x => !OrderFields.IsKnown(x)).Select(x => $"Orders have no fact {x}."));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _)) problems.Add($"There is no time zone {TimeZone}.");
        if (FraudWords.Count == 0) problems.Add("Name at least one word that means dishonest.");
        if (FraudWords.FirstOrDefault(x => HonestWords.Contains(x, StringComparer.OrdinalIgnoreCase)) is { } both) problems.Add($"{both} cannot mean both dishonest and honest.");
        if (problems.Count > 0 && columns.Count > 0) problems.Add($"It has: {string.Join(", ", columns.Take(30))}.");
        return problems.Count == 0 ? null : SampleRefusals.Columns(problems);
    }

    internal static int IndexOf(IReadOnlyList<string> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++) if (string.Equals(columns[i], name.Trim(), StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }
}

/// <summary>Guesses how a file of labelled orders is to be read; a person has the last word.</summary>
internal static class SampleSuggestion
{
    private static readonly string[] Labels = ["label", "class", "is_fraud", "isfraud", "fraud", "fraud_flag", "target", "chargeback", "标签", "是否欺诈", "欺诈"];
    private static readonly string[] Placed = ["purchase_time", "placed_at", "order_time", "created_at", "purchase_timestamp", "timestamp", "event_time", "下单时间", "时间"];

    private static readonly (string Path, string[] Names)[] Facts =
    [
        ("customer.registeredAt", ["signup_time", "registered_at", "registration_time", "注册时间"]), ("customer.id", ["user_id", "customer_id", "account_id", "buyer_id", "会员", "客户编号"]),
        ("device.id", ["device_id", "device_fingerprint", "设备"]), ("device.ip", ["ip_address", "ip"]), ("payment.fingerprint", ["card_hash", "card_id", "payment_fingerprint", "支付指纹"]),
        ("device.userAgent", ["browser", "user_agent", "浏览器"]), ("channel", ["source", "channel", "渠道"]), ("amount", ["purchase_value", "amount", "total", "price", "金额"]), ("customer.idNumber", ["id_number", "证件号"]),
        ("recipient.line", ["address", "shipping_address", "地址"]), ("recipient.province", ["province", "state", "省份"]), ("recipient.city", ["city", "城市"]), ("recipient.phone", ["phone", "mobile", "手机", "电话"]),
        ("payment.billingProvince", ["billing_state", "billing_province", "账单省份"]), ("payment.failedAttempts", ["failed_attempts", "失败次数"]),
    ];

    private static readonly string[] Formats = ["M/d/yyyy H:mm", "d/M/yyyy H:mm", "M/d/yyyy H:mm:ss", "d/M/yyyy H:mm:ss"];

    public static SampleMapping For(IReadOnlyList<string> columns, IReadOnlyList<OrderFileRow> rows, ConfigurationDocument document)
    {
        // Where the company has a profile for files like this, its words are what people know.
        var profile = document.ImportProfiles.FirstOrDefault(x => x.Fields.Count > 0 && x.Fields.Values.All(f => SampleMapping.IndexOf(columns, f) >= 0));
        var fields = new Dictionary<string, string>(profile?.Fields ?? new Dictionary<string, string>());
        foreach (var (path, names) in Facts)
            if (!fields.ContainsKey(path) && Find(columns, names) is { } column && !fields.ContainsValue(column)) fields[path] = column;
        var placed = Find(columns, Placed) ?? "";
        return new SampleMapping
        {
            Label = Find(columns, Labels) ?? "", PlacedAt = placed, Fields = fields, OrderNo = Find(columns, ["order_no", "orderno", "order_id", "transaction_id", "订单号", "订单编号"]),
            TimeFormat = FormatOf(SampleMapping.IndexOf(columns, placed), rows),
        };
    }

    private static string? FormatOf(int column, IReadOnlyList<OrderFileRow> rows)
    {
        if (column < 0) return null;
        var cells = rows.Where(x => column < x.Cells.Count).Select(x => CellReader.Text(x.Cells[column])).OfType<string>().ToList();
        return cells.Count == 0 || cells.TrueForAll(x => CellReader.Time(x, null, TimeZoneInfo.Utc) is not null) ? null
            : Formats.FirstOrDefault(f => cells.TrueForAll(x => CellReader.Time(x, f, TimeZoneInfo.Utc) is not null));
    }

    private static string? Find(IReadOnlyList<string> columns, string[] names) =>
        names.Select(name => columns.FirstOrDefault(x => string.Equals(x.Trim(), name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(x => x is not null);
}
