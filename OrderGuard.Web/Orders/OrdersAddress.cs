using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using OrderGuard.Application.Orders;

namespace OrderGuard.Web.Orders;

/// <summary>A filter as part of an address, so that a link reproduces the view.</summary>
internal static class OrdersAddress
{
    public const string Page = "/orders";
    public const string Download = "/downloads/orders.csv";

    public static string Of(OrderFilter filter, string path = Page)
    {
        var query = new List<KeyValuePair<string, string?>>();
        void Add(string key, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) query.Add(new(key, value.Trim()));
        }

        Add("number", filter.Number);
        Add("phone", filter.Phone);
        Add("customer", filter.Customer);
        Add("status", string.Join(',', filter.Statuses));
        Add("category", filter.Category);
        Add("source", filter.Source);
        Add("channel", filter.Channel);
        Add("warehouse", filter.Warehouse);
        Add("waiting", filter.WaitingLongerThan is { } age ? ((long)age.TotalMinutes).ToString(CultureInfo.InvariantCulture) : null);
        Add("unfinished", Word(filter.Unfinished));
        Add("held", Word(filter.Held));
        Add("alerts", Word(filter.OpenAlerts));
        Add("risk", filter.RiskFrom is { } risk ? (risk * 100).ToString("0.##", CultureInfo.InvariantCulture) : null);
        Add("from", Instant(filter.PlacedFrom));
        Add("before", Instant(filter.PlacedBefore));
        return QueryHelpers.AddQueryString(path, query);
    }

    /// <summary>Reads what it understands of an address; the rest does not matter.</summary>
    public static OrderFilter Read(string address)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        return Read(at < 0 ? [] : QueryHelpers.ParseQuery(address[at..]));
    }

    public static OrderFilter Read(IEnumerable<KeyValuePair<string, StringValues>> values)
    {
        var query = values.ToDictionary(x => x.Key, x => x.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        string? Get(string key) => query.TryGetValue(key, out var value) && value.Length > 0 ? value : null;
        return new OrderFilter
        {
            Number = Get("number"), Phone = Get("phone"), Customer = Get("customer"),
            Statuses = [.. (Get("status") ?? "").Split(',').Select(x => int.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : -1).Where(x => x >= 0).Distinct()],
            Category = Get("category"), Source = Get("source"), Channel = Get("channel"), Warehouse = Get("warehouse"),
            WaitingLongerThan = int.TryParse(Get("waiting"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? TimeSpan.FromMinutes(minutes) : null,
            Unfinished = YesNo(Get("unfinished")), Held = YesNo(Get("held")), OpenAlerts = YesNo(Get("alerts")),
            RiskFrom = double.TryParse(Get("risk"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100 ? Math.Round(percent / 100, 4) : null,
            PlacedFrom = Moment(Get("from")), PlacedBefore = Moment(Get("before")),
        };
    }

    public static string OfOrder(string orderNo) => $"{Page}/{Uri.EscapeDataString(orderNo)}";

    private static string? Word(bool? value) => value switch { true => "yes", false => "no", null => null };

    private static bool? YesNo(string? word) => word switch { "yes" => true, "no" => false, _ => null };

    private static string? Instant(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(string? word) =>
        DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
