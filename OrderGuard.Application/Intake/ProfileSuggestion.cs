using System.Collections.Frozen;
using System.Text.RegularExpressions;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Intake;

/// <summary>Guesses what the columns of a file mean, by their names and by what they hold; a person has the last word.</summary>
public static partial class ProfileSuggestion
{
    private static readonly (int Status, string[] Words)[] Stages =
    [
        (StandardStatuses.WaitingPayment, ["purchase", "placed", "created", "ordered", "order_time", "order_date", "下单", "创建"]),
        (StandardStatuses.Paid, ["approved", "paid", "payment_time", "payment_date", "付款", "支付"]),
        (StandardStatuses.Packed, ["packed", "packing", "打包"]),
        (StandardStatuses.Shipped, ["carrier", "shipped", "dispatched", "sent", "出库", "发货"]),
        (StandardStatuses.Delivered, ["delivered_customer", "delivered", "received", "signed", "签收", "送达"]),
        (StandardStatuses.Completed, ["completed", "closed", "完成"]),
    ];

    private static readonly string[] NotAStage = ["estimated", "expected", "promised", "limit", "due", "预计", "承诺"];

    private static readonly (string Path, string[] Words)[] Fields =
    [
        ("category", ["category", "类目", "品类", "分类"]),
        ("amount", ["amount", "total", "price", "金额", "总价"]),
        ("currency", ["currency", "币种"]),
        ("channel", ["channel", "渠道"]),
        ("promisedAt", ["promised", "estimated_delivery", "承诺", "预计送达"]),
        ("customer.id", ["customer_unique_id", "customer_id", "customerid", "user_id", "buyer_id", "客户编号", "会员"]),
        ("customer.name", ["customer_name", "buyer_name", "客户姓名"]),
        ("recipient.name", ["recipient", "receiver", "收件人", "收货人"]),
        ("recipient.phone", ["phone", "mobile", "电话", "手机"]),
        ("recipient.province", ["state", "province", "省份"]),
        ("recipient.city", ["city", "城市"]),
        ("recipient.postalCode", ["zip", "postal", "postcode", "邮编"]),
        ("payment.method", ["payment_type", "payment_method", "支付方式"]),
        ("warehouse", ["warehouse", "仓库"]),
        ("carrier", ["carrier_name", "承运商", "快递公司"]),
        ("coupon", ["coupon", "优惠券"]),
    ];

    private static readonly FrozenDictionary<string, int> Finals = new Dictionary<string, int>
    {
        ["canceled"] = StandardStatuses.Cancelled, ["cancelled"] = StandardStatuses.Cancelled, ["unavailable"] = StandardStatuses.Cancelled,
        ["refunded"] = StandardStatuses.Refunded, ["已取消"] = StandardStatuses.Cancelled, ["已退款"] = StandardStatuses.Refunded,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] OrderNumbers = ["order_no", "orderno", "order_id", "orderid", "order_number", "订单号", "订单编号"];

    public static ImportProfile For(string fileName, IReadOnlyList<string> columns, IReadOnlyList<OrderFileRow> rows, TenantConfiguration configuration)
    {
        var values = columns.Select((_, i) => rows.Select(x => i < x.Cells.Count ? CellReader.Text(x.Cells[i]) : null).OfType<string>().ToList()).ToList();
        bool IsTime(int i) => values[i].Count > 0 && values[i].All(x => CellReader.Time(x, null, TimeZoneInfo.Utc) is not null && x.Length >= 8);
        var times = Enumerable.Range(0, columns.Count).Where(IsTime).ToHashSet();

        var stages = new Dictionary<string, int>();
        foreach (var i in times.Where(x => !Named(columns[x], NotAStage)))
        {
            // The latest stage whose word the name holds: delivered_carrier is the carrier's, delivered_customer the customer's.
            var stage = Stages.FirstOrDefault(x => Named(columns[i], x.Words) && !stages.ContainsValue(x.Status) && configuration.Status(x.Status) is not null);
            if (stage.Words is not null) stages[columns[i]] = stage.Status;
        }
        var orderNo = columns.FirstOrDefault(x => OrderNumbers.Contains(x.Trim().ToLowerInvariant()))
            ?? columns.FirstOrDefault(x => Named(x, OrderNumbers)) ?? columns.FirstOrDefault(x => values[IndexOf(columns, x)].Distinct().Count() == values[IndexOf(columns, x)].Count) ?? "";

        var fields = new Dictionary<string, string>();
        foreach (var (path, words) in Fields)
        {
            var column = columns.Where((x, i) => x != orderNo && !stages.ContainsKey(x) && !fields.ContainsValue(x) && times.Contains(i) == path.EndsWith("At", StringComparison.Ordinal))
                .FirstOrDefault(x => Named(x, words));
            if (column is not null) fields[path] = column;
        }
        var statusColumn = columns.Where((x, i) => !times.Contains(i) && !fields.ContainsValue(x) && x != orderNo).FirstOrDefault(x => Named(x, ["status", "状态"]));
        // Words that the first rows do not hold may come later, so that all that are commonly used are offered.
        var finals = statusColumn is null ? [] : Finals.Where(x => configuration.Status(x.Value) is not null).ToDictionary(x => x.Key, x => x.Value);
        var source = configuration.Document.Sources.FirstOrDefault(x => x.Role is SourceRole.Master)?.Code ?? "import";
        return new ImportProfile
        {
            Code = CodeOf(fileName, configuration), Source = source, OrderNo = orderNo, Stages = stages, Fields = fields, StatusColumn = statusColumn, FinalStatuses = finals,
        };
    }

    private static bool Named(string column, IEnumerable<string> words) =>
        words.Any(x => Plain(column).Contains(Plain(x), StringComparison.Ordinal));

    private static string Plain(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static int IndexOf(IReadOnlyList<string> columns, string name) => columns.TakeWhile(x => x != name).Count();

    /// <summary>A code from the file's name that no profile has.</summary>
    private static string CodeOf(string fileName, TenantConfiguration configuration)
    {
        var code = NotOfACode().Replace(Path.GetFileNameWithoutExtension(fileName).ToLowerInvariant(), "-").Trim('-');
        if (code.Length is 0 or > 40) code = "import";
        var free = code;
        for (var i = 2; configuration.Document.ImportProfiles.Any(x => x.Code == free); i++) free = $"{code}-{i}";
        return free;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotOfACode();
}
