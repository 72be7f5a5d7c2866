using Microsoft.Extensions.Localization;
using OrderGuard.Application.Orders;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>A filter as chips, and the filter without one of them.</summary>
internal sealed class OrderChips(IStringLocalizer<OrdersText> texts, IStringLocalizer<CommonText> common, ViewerClock clock)
{
    public IReadOnlyList<FilterChip> Of(OrderFilter filter, OrderChoices? choices)
    {
        var chips = new List<FilterChip>();
        void Add(string key, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) chips.Add(new(key, texts[$"Filter.{key}"], value));
        }

        Add("number", filter.Number);
        Add("phone", PersonalDigits(filter.Phone));
        Add("customer", filter.Customer);
        foreach (var code in filter.Statuses)
            chips.Add(new($"status:{code}", texts["Filter.status"], choices?.Statuses.FirstOrDefault(x => x.Code == code) is { } known ? $"{code} {known.Label.Or(known.Name)}" : $"{code}"));
        Add("category", filter.Category is { } category ? choices?.Categories.FirstOrDefault(x => x.Code == category)?.Label.Or(category) ?? category : null);
        Add("source", filter.Source is { } source ? choices?.Sources.FirstOrDefault(x => x.Code == source)?.Label.Or(source) ?? source : null);
        Add("channel", filter.Channel);
        Add("warehouse", filter.Warehouse);
        if (filter.WaitingLongerThan is { } age) Add("waiting", common.ForDuration(age));
        if (filter.Unfinished is { } unfinished) chips.Add(new("unfinished", texts[unfinished ? "Filter.onTheirWay" : "Filter.atRest"]));
        if (filter.Held is { } held) chips.Add(new("held", texts[held ? "Filter.held" : "Filter.notHeld"]));
        if (filter.OpenAlerts is { } alerts) chips.Add(new("alerts", texts[alerts ? "Filter.withAlerts" : "Filter.withoutAlerts"]));
        if (filter.RiskFrom is { } risk) Add("risk", texts["AtLeast", risk.ToString("P0", System.Globalization.CultureInfo.CurrentCulture)]);
        if (filter.PlacedFrom is { } from) Add("from", clock.Brief(from));
        if (filter.PlacedBefore is { } before) Add("before", clock.Brief(before));
        return chips;
    }

    public static OrderFilter Without(OrderFilter filter, string key) => key switch
    {
        "number" => filter with { Number = null },
        "phone" => filter with { Phone = null },
        "customer" => filter with { Customer = null },
        "category" => filter with { Category = null },
        "source" => filter with { Source = null },
        "channel" => filter with { Channel = null },
        "warehouse" => filter with { Warehouse = null },
        "waiting" => filter with { WaitingLongerThan = null },
        "unfinished" => filter with { Unfinished = null },
        "held" => filter with { Held = null },
        "alerts" => filter with { OpenAlerts = null },
        "risk" => filter with { RiskFrom = null },
        "from" => filter with { PlacedFrom = null },
        "before" => filter with { PlacedBefore = null },
        _ when key.StartsWith("status:", StringComparison.Ordinal) =>
            filter with { Statuses = [.. filter.Statuses.Where(x => $"status:{x}" != key)] },
        _ => filter,
    };

    // A whole number that somebody typed is masked on the screen as everywhere in lists.
    private static string? PersonalDigits(string? phone) => phone is { Length: > 6 } ? PersonalData.MaskPhone(phone) : phone;
}
